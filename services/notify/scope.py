"""What of all inboxes is the caller's: everything else does not exist for that caller (GATE-2)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from kit.caller import EVERY_ESTATE, Caller
from services.notify.models import Item, Notice, Recipient


def within(caller: Caller, estate: Any) -> ColumnElement[bool]:
    """The condition that `estate`, a column, is one of the caller's, or none."""
    if EVERY_ESTATE in caller.estates:
        return true()
    return or_(estate.is_(None), estate.in_(sorted(caller.estates)))


def mine(caller: Caller, kind: Any = Item) -> ColumnElement[bool]:
    """Of items (or inboxes): the caller's own; and the department's at the caller's estates, of no rank or theirs."""
    return or_(kind.person_id == caller.id, _of_the_department(caller, kind))


def _of_the_department(caller: Caller, kind: Any) -> ColumnElement[bool]:
    if caller.department is None:
        return false()
    rank = or_(kind.rank.is_(None), kind.rank == caller.rank)
    return and_(kind.department == caller.department, rank, within(caller, kind.estate_id))


def seen_notices(caller: Caller) -> ColumnElement[bool]:
    """Notices that came into the caller's inbox; those above the departments see all that went to any of them."""
    came_in = exists().where(Item.notice_id == Notice.id, mine(caller))
    if caller.department is not None:
        return came_in
    went_out = exists().where(Recipient.notice_id == Notice.id)
    return or_(came_in, and_(went_out, within(caller, Notice.estate_id)))
