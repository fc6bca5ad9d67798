"""Checking a username and password, with the counting of attempts and the trace that a failure leaves."""

from collections.abc import Mapping
from datetime import timedelta

from gateway import passwords, queries
from gateway.actions.sessions import begin_attempt, forget_attempts
from gateway.errors import wrong_credentials
from gateway.models import Person
from gateway.rules import Numbers, plain_username
from kit.runtime import Runtime
from kit.work import Work


def prove(runtime: Runtime, username: str, password: str, address: str | None) -> Person:
    """The person whose password this is.

    Raises Unauthenticated in one and the same sentence, after the same time, whether the name, the password or the
    account is wrong; TooMany once there were too many attempts on the account or from the address. The attempt is
    counted in a transaction of its own, and the slow comparison runs in none.
    """
    plain = plain_username(username)
    with runtime.work() as work:
        attempt = begin_attempt(work, plain, (address or "unknown")[:64])
        person = queries.person_by_username(work, plain)
        may_enter = person is not None and person.active and not _has_run_out(work, person)
    right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not right or not may_enter:
        raise wrong_credentials()
    with runtime.work() as work:
        forget_attempts(work, attempt)
    return person


def _has_run_out(work: Work, person: Person) -> bool:
    """A one-time password that nobody used in time opens nothing."""
    if not person.password_is_one_time or person.password_set_at is None:
        return False
    days = Numbers.from_settings(work.settings).one_time_password_days
    return work.now >= person.password_set_at + timedelta(days=days)


def account_in(told: Mapping[str, str]) -> str:
    """The account that a failed log-in was for, as a hash: people type passwords into the wrong field."""
    return passwords.fingerprint(plain_username(told.get("username", "")))[:16]
