"""Reading: each person's own mark on an item, apart from any acknowledgement (NOTE-1)."""

from datetime import datetime

from sqlalchemy import select

from kit.inserts import insert_into
from kit.procedure.due import number
from kit.work import Work
from services.notify import queries, scope, settings
from services.notify.actions import moves
from services.notify.actions.items import close_items
from services.notify.errors import NoSuchItem
from services.notify.models import Item, ItemRead
from services.notify.rules.acknowledging import laid_aside_before

ALL = "all"


def mark_read(work: Work, item_id: str) -> Item:
    """The caller has read the item. Raises NoSuchItem; reading it again changes nothing."""
    item = work.session.scalars(select(Item).where(Item.id == item_id, scope.mine(work.caller))).one_or_none()
    if item is None:
        raise NoSuchItem()
    if _mark(work, [item.id]):
        moves.note_read(work, item.id)
    return item


def mark_all_read(work: Work) -> int:
    """The caller has read everything that is open; says how many items were new."""
    unread = select(Item.id).where(scope.mine(work.caller), Item.closed_at.is_(None), ~queries.was_read(work.caller.id))
    count = _mark(work, list(work.session.scalars(unread)))
    if count:
        moves.note_read(work, ALL)
    return count


def lay_plain_notices_aside(work: Work, limit: int = 500) -> None:
    """Closes notices that ask for nothing once they are old, so that the open list holds what matters."""
    before: datetime = laid_aside_before(work.now, number(settings.PLAIN_NOTICES_STAY, work.settings))
    old = select(Item).where(Item.closed_at.is_(None), ~Item.asks, Item.opened_at < before)
    items = work.session.scalars(old.order_by(Item.id).limit(limit).with_for_update(skip_locked=True)).all()
    close_items(work, items, "laid_aside")


def _mark(work: Work, item_ids: list[str]) -> int:
    if not item_ids:
        return 0
    rows = [{"item_id": item_id, "person_id": work.caller.id, "at": work.now} for item_id in item_ids]
    new = 0
    for start in range(0, len(rows), 500):
        marking = insert_into(work.session, ItemRead).values(rows[start : start + 500]).on_conflict_do_nothing()
        new += len(work.session.execute(marking.returning(ItemRead.item_id)).all())
    return new
