"""Entering people and changing what is recorded of them, their accounts and passwords."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from gateway import passwords
from gateway.actions.sessions import end_all_of
from gateway.errors import no_such_person, taken, unknown_estates, wrong_credentials
from gateway.events import PersonRecorded
from gateway.models import Estate, Person, PersonToTell
from gateway.roles import Role
from gateway.rules import (
    Ended,
    Numbers,
    plain_username,
    reasons_against_post,
    reasons_not_to_close,
    reasons_not_to_take_password,
    reasons_not_to_take_username,
)
from kit.caller import EVERY_ESTATE
from kit.errors import Invalid, Refused, raise_if_any
from kit.ids import new_id
from kit.reasons import Reason
from kit.regular import each_that_waits
from kit.work import Work

ADMINISTRATOR = "administrator"
_UNIQUE = {"username": ("用户名", "username"), "staff_number": ("工号", "staff number")}
_POST = ("department", "rank", "roles", "estates")


def find_person(work: Work, person_id: str) -> Person:
    """The person, locked against a change by somebody else at the same time."""
    person = work.session.execute(select(Person).where(Person.id == person_id).with_for_update()).scalar_one_or_none()
    if person is None:
        raise no_such_person()
    return person


def find_proved(work: Work, version: str) -> Person:
    """The person who has just given the password, locked, and still as they were when it was compared.

    Raises Unauthenticated once anything was changed in between: another password, a closed account, another post.
    """
    person = find_person(work, work.caller.id)
    if str(person.version) != version:
        raise wrong_credentials()
    return person


def enter_person(work: Work, told: Mapping[str, Any]) -> Person:
    """Enters somebody with an account that has no password yet."""
    given: dict[str, Any] = {"roles": [], "username": told.get("staff_number") or ""} | dict(told)
    given.setdefault("estates", [] if given.get("department") else [EVERY_ESTATE])
    fresh = {"id": new_id(), "active": True, "password_is_one_time": False, "created_at": work.now}
    person = Person(**given | _spelt(given) | fresh)
    raise_if_any(_reasons_against(work.session, person), Invalid)
    _refuse_taken(work.session, person)
    work.session.add(person)
    announce(work, person)
    return person


def change_person(work: Work, person: Person, changes: Mapping[str, Any]) -> Person:
    """Changes what is recorded; who gets another post or loses the account is logged out everywhere."""
    before = {name: getattr(person, name) for name in (*_POST, "active")}
    for name, value in {**changes, **_spelt(changes)}.items():
        setattr(person, name, value)
    raise_if_any(_reasons_against(work.session, person), Invalid)
    with work.session.no_autoflush:
        _refuse_taken(work.session, person)
        _refuse_closing(work, person, was_administrator=Role.ADMINISTRATOR in before["roles"] and before["active"])
    if not person.active:
        end_all_of(work, person.id, Ended.ACCOUNT_CLOSED, tokens=True)
    elif any(getattr(person, name) != before[name] for name in _POST):
        end_all_of(work, person.id, Ended.BY_ADMINISTRATOR)
    announce(work, person)
    return person


def issue_password(work: Work, person: Person) -> str:
    """A one-time password, shown this once; the person must choose another at the first log-in."""
    password = passwords.new_one_time_password()
    _store_password(work, person, password, one_time=True)
    end_all_of(work, person.id, Ended.PASSWORD_CHANGED, tokens=True)
    return password


def choose_password(work: Work, person: Person, password: str) -> None:
    """The password that the person has chosen; whoever was logged in under the old one is so no longer."""
    numbers = Numbers.from_settings(work.settings)
    common = passwords.common_passwords()
    present = person.has_password and passwords.is_right(person.password_hash, password)
    raise_if_any(reasons_not_to_take_password(password, person.username, common, numbers, present), Invalid)
    _store_password(work, person, password, one_time=False)
    end_all_of(work, person.id, Ended.PASSWORD_CHANGED)


def set_demo_password(work: Work, person: Person, password: str) -> None:
    """Gives a demo user an ordinary password from outside; only the embedded system, which runs on SQLite, does."""
    if work.session.get_bind().dialect.name != "sqlite":
        raise Refused(
            Reason(
                "demo_only",
                "统一的演示密码只能用于内嵌演示系统。",
                "One password for all demo users is for the embedded demo only.",
            )
        )
    choose_password(work, person, password)


def create_administrator(work: Work) -> str:
    """The first administrator, with the one-time password that is shown once. Refused when there is one already."""
    if administrators(work.session):
        raise Refused(Reason("administrator_exists", "已有系统管理员。", "There is an administrator already."))
    told = {"username": ADMINISTRATOR, "name": "系统管理员", "roles": [Role.ADMINISTRATOR], "estates": [EVERY_ESTATE]}
    return issue_password(work, enter_person(work, told))


def administrators(session: Database) -> list[Person]:
    """Those who may let others in: few, so that looking through the people with a role is enough."""
    beside = session.execute(select(Person).where(Person.active.is_(True))).scalars()
    return [person for person in beside if Role.ADMINISTRATOR in person.roles]


def announce(work: Work, person: Person) -> None:
    """Tells the other services who this is by now."""
    told = ("staff_number", "username", "name", "department", "rank", "position", "active")
    values = {name: getattr(person, name) for name in told}
    estates, roles = tuple(person.estates), tuple(person.roles)
    work.announce(PersonRecorded(person_id=person.id, estates=estates, roles=roles, **values))


def tell_anew(work: Work, limit: int = 50) -> None:
    """Tells the others of those who were entered when less was told of people; copies share the work.

    Somebody who cannot be told of holds up nobody else: the next ones come in their place.
    """
    id = PersonToTell.person_id
    each_that_waits(work, "tell_of_people_anew", select(id).order_by(id).limit(limit), id, partial(_tell_of, work))


def _tell_of(work: Work, person_id: str) -> None:
    announce(work, find_person(work, person_id))
    work.session.execute(delete(PersonToTell).where(PersonToTell.person_id == person_id))


def _spelt(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same values in the one form in which they are stored."""
    stored: dict[str, Any] = {name: told[name] and str(told[name]) for name in ("department", "rank") if name in told}
    if "username" in told:
        stored["username"] = plain_username(told["username"])
    for name in ("roles", "estates"):
        if name in told:
            stored[name] = sorted({str(value) for value in told[name]})
    return stored


def _store_password(work: Work, person: Person, password: str, one_time: bool) -> None:
    person.password_hash = passwords.hash_password(password)
    person.password_set_at, person.password_is_one_time = work.now, one_time


def _reasons_against(session: Database, person: Person) -> Iterator[Reason]:
    yield from reasons_not_to_take_username(person.username)
    yield from reasons_against_post(person.department, person.rank, person.roles)
    named = set(person.estates) - {EVERY_ESTATE}
    with session.no_autoflush:
        known = set(session.execute(select(Estate.id).where(Estate.id.in_(named))).scalars())
    if named - known:
        yield unknown_estates(sorted(named - known))


def _refuse_taken(session: Database, person: Person) -> None:
    for name, (zh, en) in _UNIQUE.items():
        value = getattr(person, name)
        another = select(Person.id).where(getattr(Person, name) == value, Person.id != person.id)
        if value is not None and session.execute(another).first():
            raise taken(name, zh, en, value)


def _refuse_closing(work: Work, person: Person, was_administrator: bool) -> None:
    stays = person.active and Role.ADMINISTRATOR in person.roles
    closing_self = person.id == work.caller.id and not person.active
    if (was_administrator and not stays) or closing_self:
        others = sum(one.id != person.id for one in administrators(work.session))
        asked_by = work.caller.id if not person.active else ""
        raise_if_any(reasons_not_to_close(person.id, asked_by, others, was_administrator and not stays))
