"""The inbox: a service's real queue.

Rows come in from the bus, are claimed in order per subject, and end done, parked or discarded.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, String, bindparam, delete, exists, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from kit.events import Envelope, Malformed
from kit.ids import new_id
from kit.inserts import on_each_engine
from kit.schemas import is_storable
from kit.tables import inbox

BASE64 = "base64:"
LONGEST_PAUSE = timedelta(minutes=5)


class State(StrEnum):
    PENDING = "pending"
    DONE = "done"
    PARKED = "parked"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class Heard:
    """One event as it lies in the inbox."""

    position: int
    event_id: str
    type: str
    subject: str
    correlation_id: str
    body: str
    attempts: int

    def envelope(self) -> Envelope:
        return Envelope.from_json(self.body)


_COLUMNS = (
    inbox.c.position,
    inbox.c.event_id,
    inbox.c.type,
    inbox.c.subject,
    inbox.c.correlation_id,
    inbox.c.body,
    inbox.c.attempts,
)


def row_for(body: str | bytes, now: datetime) -> dict[str, Any]:
    """The inbox row of a message that came in; one that is not an event of ours is parked at once, with its payload."""
    text = as_text(body)
    try:
        envelope = Envelope.from_json(text)
        _check_attributes(envelope)
    except (Malformed, RecursionError) as error:
        return _stray(text, str(error), now)
    return {
        "event_id": envelope.id,
        "type": envelope.type,
        "subject": envelope.subject,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "body": text,
        "state": State.PENDING.value,
        "attempts": 0,
        "received_at": now,
        "due_at": now,
        "error": None,
    }


def _stray(text: str, error: str, now: datetime) -> dict[str, Any]:
    stray = new_id()
    return {
        "event_id": stray,
        "type": "malformed",
        "subject": f"malformed/{stray}",
        "correlation_id": stray,
        "causation_id": None,
        "body": text,
        "state": State.PARKED.value,
        "attempts": 0,
        "received_at": now,
        "due_at": now,
        "error": error,
    }


def park_unstorable(session: Session, body: str | bytes, error: str, now: datetime) -> None:
    """Parks a message that the database refused, its body in base64."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    session.execute(insert(inbox).values(**_stray(BASE64 + b64encode(data).decode(), error, now)))


def as_text(body: str | bytes) -> str:
    """A message's body as a database can hold it; what is no text is kept in base64."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return BASE64 + b64encode(data).decode()
    return text if is_storable(text) else BASE64 + b64encode(data).decode()


def _check_attributes(envelope: Envelope) -> None:
    """Raises Malformed for attributes that no event of ours has, and no column could hold."""
    for name, longest in (("id", 64), ("type", 128), ("subject", 255), ("correlation_id", 64), ("causation_id", 64)):
        value = getattr(envelope, name)
        if value is None and name == "causation_id":
            continue
        if not isinstance(value, str) or not 0 < len(value) <= longest or not is_storable(value):
            raise Malformed(f"{name} is no text of up to {longest} letters")


def _adding(dialect: Any) -> Any:
    return dialect.insert(inbox).on_conflict_do_nothing(index_elements=["event_id"]).returning(inbox.c.state)


_ADD = on_each_engine(_adding)


def store(session: Session, bodies: Sequence[str | bytes], now: datetime) -> list[str]:
    """Takes in messages in their order; gives the states of the new ones. One that is here already is passed over."""
    rows = [row_for(body, now) for body in bodies]
    if not rows:
        return []
    connection = session.connection()
    return list(connection.execute(_ADD[connection.dialect.name], rows).scalars())


def handle_again(session: Session, event_ids: Sequence[str], now: datetime) -> None:
    """Makes finished events pending once more, for a replay that asks for it; parked ones stay where they are."""
    finished = inbox.c.state.in_((State.DONE.value, State.DISCARDED.value))
    session.execute(
        update(inbox)
        .where(inbox.c.event_id.in_(event_ids), finished)
        .values(state=State.PENDING.value, attempts=0, error=None, due_at=now, done_at=None)
    )


# Written out: with parameters instead PostgreSQL would plan each time anew, or forgo the index of just these rows.
_PENDING, _PARKED = (literal_column(f"'{state}'", String) for state in (State.PENDING, State.PARKED))


def _taking() -> Any:
    """Takes the oldest rows that are pending and due, and behind no unfinished one of their subject."""
    earlier = inbox.alias("earlier")
    is_behind = exists().where(
        earlier.c.subject == inbox.c.subject,
        earlier.c.position < inbox.c.position,
        earlier.c.state.in_((_PENDING, _PARKED)),
    )
    # Put off for longer than any pause: the clock was set back, as by another start at the same ATRIUM_NOW.
    is_due = (inbox.c.due_at <= bindparam("now")) | (inbox.c.due_at > bindparam("longest"))
    ready = select(inbox.c.position).where(inbox.c.state == _PENDING, ~is_behind, is_due)
    limited = ready.order_by(inbox.c.position).limit(bindparam("most", type_=Integer))
    oldest = limited.with_for_update(skip_locked=True, of=inbox).cte("oldest")
    taken: dict[str, Any] = {"state": State.DONE.value, "done_at": bindparam("now"), "error": None}
    return update(inbox).where(inbox.c.position.in_(select(oldest.c.position))).values(taken).returning(*_COLUMNS)


_TAKE = _taking()


def take(session: Session, now: datetime, most: int = 1) -> list[Heard]:
    """The oldest events that may be handled now; they are done once this transaction is committed, and wait on if not.

    None is behind an unfinished one of its subject, so that there are never two of one subject. A row that another
    worker has taken still counts as unfinished until that worker commits, so nothing overtakes it.
    """
    rows = session.execute(_TAKE, {"now": now, "longest": now + LONGEST_PAUSE, "most": most})
    return sorted((Heard(*row) for row in rows), key=lambda heard: heard.position)


def put_back(session: Session, taken: Sequence[Heard]) -> None:
    """Lets events that this transaction has taken wait on, as if it had not."""
    session.execute(
        update(inbox)
        .where(inbox.c.position.in_([heard.position for heard in taken]))
        .values(state=State.PENDING.value, done_at=None)
    )


def retry(session: Session, heard: Heard, error: str, due_at: datetime) -> None:
    """Notes a failed attempt and when the next one is due."""
    session.execute(
        update(inbox)
        .where(inbox.c.position == heard.position, inbox.c.state == State.PENDING.value)
        .values(attempts=inbox.c.attempts + 1, error=error, due_at=due_at)
    )


def park(session: Session, heard: Heard, error: str) -> None:
    """Sets the event aside for an operator; what is behind it of the same subject waits with it."""
    session.execute(
        update(inbox)
        .where(inbox.c.position == heard.position, inbox.c.state == State.PENDING.value)
        .values(attempts=inbox.c.attempts + 1, error=error, state=State.PARKED.value)
    )


def depth(session: Session) -> tuple[int, datetime | None, int]:
    """How many events wait, since when the oldest does, and how many are parked."""
    pending, parked = (inbox.c.state == state.value for state in (State.PENDING, State.PARKED))
    waiting, aside = (session.execute(select(func.count()).where(is_so)).scalar_one() for is_so in (pending, parked))
    oldest = session.execute(select(inbox.c.received_at).where(pending).order_by(inbox.c.position).limit(1))
    return waiting, oldest.scalar(), aside


def forget(session: Session, before: datetime, limit: int = 1000) -> int:
    """Deletes a batch of finished events older than `before`; says how many."""
    finished = inbox.c.state.in_((State.DONE.value, State.DISCARDED.value))
    old = select(inbox.c.position).where(finished, inbox.c.received_at < before).limit(limit)
    return len(session.execute(delete(inbox).where(inbox.c.position.in_(old)).returning(inbox.c.position)).all())
