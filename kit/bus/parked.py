"""Parked events: those that could not be handled, and why; an operator sends them again or discards them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from kit.bus.inbox import State
from kit.tables import inbox

_IS_PARKED = inbox.c.state == State.PARKED.value
_LISTED = (
    inbox.c.position,
    inbox.c.event_id,
    inbox.c.type,
    inbox.c.subject,
    inbox.c.correlation_id,
    inbox.c.attempts,
    inbox.c.received_at,
    inbox.c.error,
)


def listed(session: Session, type_: str | None = None, after: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """Parked events, oldest first, each with the last line of its error and how many wait behind it for its subject.

    `after` is the position of the last one seen.
    """
    behind = inbox.alias("behind")
    waiting = (
        select(func.count())
        .where(
            behind.c.subject == inbox.c.subject,
            behind.c.position > inbox.c.position,
            behind.c.state == State.PENDING.value,
        )
        .scalar_subquery()
    )
    chosen = select(*_LISTED, waiting.label("waiting_behind")).where(_IS_PARKED, inbox.c.position > after)
    if type_:
        chosen = chosen.where(inbox.c.type == type_)
    rows = session.execute(chosen.order_by(inbox.c.position).limit(limit)).mappings()
    return [dict(row) | {"error": last_line(row["error"])} for row in rows]


def last_line(error: str | None) -> str:
    """The line of a traceback that says what was wrong."""
    lines = (error or "").strip().splitlines()
    return lines[-1] if lines else ""


def shown(session: Session, position: int) -> dict[str, Any] | None:
    """One parked event with its payload and its whole error; None where there is none."""
    found = select(*_LISTED, inbox.c.body, inbox.c.note).where(_IS_PARKED, inbox.c.position == position)
    row = session.execute(found).mappings().first()
    return dict(row) if row else None


def send_again(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    """Makes parked events pending once more, with all their attempts ahead; says how many there were."""
    again = update(inbox).where(_IS_PARKED, which).values(state=State.PENDING.value, attempts=0, due_at=now, error=None)
    return len(session.execute(again.returning(inbox.c.position)).all())


def discard(session: Session, which: ColumnElement[bool], reason: str, now: datetime) -> int:
    """Ends parked events unhandled, with the reason; what waited behind them goes on. Says how many there were."""
    away = update(inbox).where(_IS_PARKED, which).values(state=State.DISCARDED.value, note=reason, done_at=now)
    return len(session.execute(away.returning(inbox.c.position)).all())


def one(position: int) -> ColumnElement[bool]:
    return inbox.c.position == position


def of_type(type_: str) -> ColumnElement[bool]:
    return inbox.c.type == type_


def every_one() -> ColumnElement[bool]:
    return inbox.c.position > 0
