"""Opening, using and ending sessions, and the counting of attempts to log in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from gateway import passwords
from gateway.errors import locked_out
from gateway.models import ApiToken, Attempt, Person, Session
from gateway.rules import Ended, Life, Numbers
from kit.database import lock
from kit.ids import new_id
from kit.work import Work

# How exactly a session's last use is known; noting every request would make a write of every read.
NOTED_EVERY = timedelta(minutes=1)
KEPT_AFTER_THE_END = timedelta(days=30)


@dataclass(frozen=True)
class Opened:
    """A session just opened, with the secret that only its owner ever sees."""

    session: Session
    secret: str


def open_session(work: Work, person: Person, program: str | None = None) -> Opened:
    """A session for somebody who has just given the right password."""
    secret = passwords.new_secret(passwords.SESSION_PREFIX)
    session = Session(
        id=new_id(),
        person_id=person.id,
        fingerprint=passwords.fingerprint(secret),
        opened_at=work.now,
        seen_at=work.now,
        confirmed_at=work.now,
        address=work.caller.address,
        program=(program or "")[:255] or None,
    )
    work.session.add(session)
    return Opened(session, secret)


def life_of(session: Session, numbers: Numbers) -> Life:
    return Life(session.opened_at, session.seen_at, session.confirmed_at, session.ended_at, numbers)


def note_use(work: Work, session_id: str) -> None:
    """The session is in use: its half hour begins anew."""
    work.session.execute(update(Session).where(Session.id == session_id).values(seen_at=work.now))


def note_token_use(work: Work, token_id: str) -> None:
    work.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=work.now))


def end_session(work: Work, session: Session, because: Ended) -> None:
    if session.ended_at is None:
        session.ended_at, session.ended_because = work.now, because.value


def end_token(work: Work, token: ApiToken, because: Ended) -> None:
    if token.ended_at is None:
        token.ended_at, token.ended_because = work.now, because.value


def end_all_of(work: Work, person_id: str, because: Ended, tokens: bool = False) -> None:
    """Ends everything that the person is logged in with; their programs' tokens too where `tokens` says so."""
    mine = select(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    for session in work.session.execute(mine).scalars():
        end_session(work, session, because)
    programs = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.ended_at.is_(None))
    for token in work.session.execute(programs).scalars() if tokens else ():
        end_token(work, token, because)


def begin_attempt(work: Work, username: str, address: str) -> Attempt:
    """Counts an attempt before it is looked at, so that a burst of guesses gets no more tries than the limit."""
    numbers = Numbers.from_settings(work.settings)
    attempt = Attempt(id=new_id(), account=passwords.fingerprint(username), address=address, at=work.now)
    lock(work.session, f"atrium.attempt.{attempt.account}")
    since = work.now - timedelta(minutes=numbers.attempts_minutes)
    for column, value, limit in (
        (Attempt.account, attempt.account, numbers.attempts_per_account),
        (Attempt.address, address, numbers.attempts_per_address),
    ):
        counted = select(func.count()).select_from(Attempt).where(column == value, Attempt.at > since)
        if work.session.execute(counted).scalar_one() >= limit:
            raise locked_out(numbers.attempts_minutes)
    work.session.add(attempt)
    return attempt


def forget_attempts(work: Work, attempt: Attempt) -> None:
    """The right password was given: nothing counts against the account any more."""
    work.session.execute(delete(Attempt).where(Attempt.account == attempt.account))


def tidy(work: Work) -> None:
    """Deletes attempts that no longer count and sessions that have long been over."""
    numbers = Numbers.from_settings(work.settings)
    work.session.execute(delete(Attempt).where(Attempt.at <= work.now - timedelta(minutes=numbers.attempts_minutes)))
    long_over = work.now - timedelta(hours=numbers.session_hours) - KEPT_AFTER_THE_END
    work.session.execute(delete(Session).where(Session.opened_at <= long_over))
