"""What the gateway shows: people, sessions and tokens, and who stands behind a secret."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from gateway.errors import no_such_person, no_such_session, no_such_token
from gateway.models import ApiToken, Estate, InboxMove, Person, Session
from kit.caller import EVERY_ESTATE
from kit.listing import Listing
from kit.work import Work

PEOPLE = Listing(
    columns={"username": Person.username, "name": Person.name, "staff_number": Person.staff_number},
    key=Person.id,
    default_sort="username",
    filters={"department": Person.department, "rank": Person.rank, "active": Person.active},
    search=(Person.name, Person.username, Person.staff_number, Person.position),
)

# Asked at every request, and therefore put together once.
_SESSION = (
    select(Session, Person)
    .join(Person, Person.id == Session.person_id)
    .where(Session.fingerprint == bindparam("fingerprint"))
)
_TOKEN = (
    select(ApiToken, Person)
    .join(Person, Person.id == ApiToken.person_id)
    .where(ApiToken.fingerprint == bindparam("fingerprint"))
)


def people() -> Select[Any]:
    return select(Person)


def person(work: Work, person_id: str) -> Person:
    found = work.session.get(Person, person_id)
    if found is None:
        raise no_such_person()
    return found


def person_by_username(work: Work, username: str) -> Person | None:
    return work.session.execute(select(Person).where(Person.username == username)).scalar_one_or_none()


def session_behind(work: Work, fingerprint: str) -> tuple[Session, Person] | None:
    """The session that a secret opened, with its person."""
    row = work.session.execute(_SESSION, {"fingerprint": fingerprint}).first()
    return (row[0], row[1]) if row else None


def token_behind(work: Work, fingerprint: str) -> tuple[ApiToken, Person] | None:
    """The token that a secret is, with its owner."""
    row = work.session.execute(_TOKEN, {"fingerprint": fingerprint}).first()
    return (row[0], row[1]) if row else None


def open_sessions_of(work: Work, person_id: str) -> Sequence[Session]:
    """The sessions not ended, the latest first; some may have run out by now."""
    mine = select(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    return work.session.execute(mine.order_by(Session.opened_at.desc(), Session.id.desc())).scalars().all()


def session_of(work: Work, session_id: str, person_id: str | None) -> Session:
    """An open session; only one of that person where `person_id` is given."""
    found = work.session.get(Session, session_id)
    if found is None or found.ended_at is not None or person_id not in (None, found.person_id):
        raise no_such_session()
    return found


def tokens_of(work: Work, person_id: str) -> Sequence[ApiToken]:
    mine = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.ended_at.is_(None))
    return work.session.execute(mine.order_by(ApiToken.created_at.desc())).scalars().all()


def token_of(work: Work, token_id: str, person_id: str) -> ApiToken:
    found = work.session.get(ApiToken, token_id)
    if found is None or found.ended_at is not None or found.person_id != person_id:
        raise no_such_token()
    return found


def estates_of(work: Work, person: Person) -> Sequence[Estate]:
    """The estates that the person works for, by name."""
    chosen = select(Estate).order_by(Estate.name)
    if EVERY_ESTATE not in person.estates:
        chosen = chosen.where(Estate.id.in_(person.estates))
    return work.session.execute(chosen).scalars().all()


def moves_after(work: Work, position: int, limit: int = 500) -> Sequence[InboxMove]:
    """What moved in the inboxes after that position, in order."""
    later = select(InboxMove).where(InboxMove.position > position).order_by(InboxMove.position).limit(limit)
    return work.session.execute(later).scalars().all()
