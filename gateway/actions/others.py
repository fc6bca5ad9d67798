"""What the gateway does when it hears something: it keeps the estates, and passes on what moves in the inboxes."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from gateway.models import BOARD, Estate, InboxMove
from kit.database import lock
from kit.work import Work
from services.contracts.events import UnitStateChanged
from services.notify.events import InboxChanged
from services.property.events import EstateOpened

MOVES = "atrium.inbox_moves"
# A page that was away for longer loads its inbox anew instead of catching up.
MOVES_KEPT = timedelta(hours=24)


def know_the_estate(work: Work, event: EstateOpened) -> None:
    """Keeps what the gateway needs of an estate."""
    work.session.merge(Estate(id=event.estate_id, name=event.name, timezone=event.timezone))


def write_down_move(work: Work, event: InboxChanged) -> None:
    """Appends a change for the streams to read.

    One after the other: positions are given before commits, and a stream that has read up to one must not miss a
    smaller one that shows later.
    """
    lock(work.session, MOVES)
    told = ("inbox_id", "estate_id", "department", "person_id", "rank", "revision", "item_id", "change")
    work.session.add(InboxMove(at=work.now, **{name: getattr(event, name) for name in told}))


def write_down_the_board(work: Work, event: UnitStateChanged) -> None:
    """Appends a unit's new state on the board, for every page that shows it (SALE-1)."""
    lock(work.session, MOVES)
    unit = {"estate_id": event.estate_id, "item_id": event.unit_id, "change": event.state}
    work.session.add(InboxMove(at=work.now, inbox_id=f"{BOARD}{event.estate_id}", revision=0, **unit))


def forget_moves(work: Work) -> None:
    """Deletes changes that no stream will ask for any more.

    The newest one stays: SQLite would give its position anew to the next, which a stream that has it would not look at.
    """
    newest = select(func.max(InboxMove.position)).scalar_subquery()
    old = (InboxMove.at <= work.now - MOVES_KEPT) & (InboxMove.position < newest)
    work.session.execute(delete(InboxMove).where(old))
