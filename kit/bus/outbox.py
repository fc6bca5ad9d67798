"""The outbox as the relay sees it: what still has to be sent, and the mark that it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from kit.tables import outbox


@dataclass(frozen=True)
class Said:
    """One event on its way out; `body` is its CloudEvents JSON."""

    position: int
    event_id: str
    type: str
    routing_key: str
    subject: str
    correlation_id: str
    body: str

    @property
    def service(self) -> str:
        return self.type.partition(".")[0]


_COLUMNS = (
    outbox.c.position,
    outbox.c.event_id,
    outbox.c.type,
    outbox.c.routing_key,
    outbox.c.subject,
    outbox.c.correlation_id,
    outbox.c.body,
)


# Put together once: that takes longer than the database does for the answer.
_PENDING = (
    select(*_COLUMNS)
    .where(outbox.c.sent_at.is_(None))
    .order_by(outbox.c.position)
    .limit(bindparam("most", type_=Integer))
)
_MARK = (
    update(outbox)
    .where(outbox.c.position.in_(bindparam("positions", expanding=True)))
    .values(sent_at=bindparam("moment"))
)


def pending(session: Session | Connection, limit: int) -> list[Said]:
    """The oldest events not yet sent.

    Chosen by their mark and never by a cursor: positions are given before commits, so a later position can show first.
    """
    return [Said(*row) for row in session.execute(_PENDING, {"most": limit})]


def waves(events: Sequence[Said]) -> list[list[Said]]:
    """Splits events so that no wave holds two of one subject.

    Only one event of a subject is on its way unconfirmed: were the first of two lost and the second not, the listener
    would hear them in the wrong order.
    """
    split: list[list[Said]] = []
    turn: dict[str, int] = {}
    for event in events:
        number = turn.get(event.subject, 0)
        turn[event.subject] = number + 1
        if number == len(split):
            split.append([])
        split[number].append(event)
    return split


def mark_sent(session: Session | Connection, events: Iterable[Said], at: datetime) -> None:
    session.execute(_MARK, {"positions": [event.position for event in events], "moment": at})


def depth(session: Session) -> tuple[int, datetime | None]:
    """How many events wait to be sent, and since when the oldest does."""
    waiting = outbox.c.sent_at.is_(None)
    count = session.execute(select(func.count()).where(waiting)).scalar_one()
    oldest = session.execute(select(outbox.c.at).where(waiting).order_by(outbox.c.position).limit(1))
    return count, oldest.scalar()


def stretch(
    session: Session, since: datetime, until: datetime, types: Sequence[str], after: int, limit: int
) -> list[Said]:
    """What was said between two moments and is already sent, from a position on, oldest first, for a replay.

    What still waits to be sent is left to the relay, so that a replay never overtakes it.
    """
    chosen = select(*_COLUMNS).where(
        outbox.c.at >= since, outbox.c.at < until, outbox.c.position > after, outbox.c.sent_at.is_not(None)
    )
    if types:
        chosen = chosen.where(outbox.c.type.in_(types))
    return [Said(*row) for row in session.execute(chosen.order_by(outbox.c.position).limit(limit))]


def forget(session: Session, before: datetime, limit: int = 1000) -> int:
    """Deletes a batch of sent events older than `before`; says how many."""
    old = select(outbox.c.position).where(outbox.c.sent_at.is_not(None), outbox.c.at < before).limit(limit)
    return len(session.execute(delete(outbox).where(outbox.c.position.in_(old)).returning(outbox.c.position)).all())
