"""What property does about keys, cards and permits: hands out, takes back, notes what is gone (PROP-1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError

from kit.errors import Refused, raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.property import settings
from services.property.events import ItemFound, ItemLost
from services.property.models import Estate, Item, Lease
from services.property.queries import changes
from services.property.queries import items as queries
from services.property.rules.items import (
    Handed,
    Ticket,
    reasons_against_issue_day,
    reasons_not_to_close,
    reasons_not_to_issue,
    reasons_not_to_issue_where_left,
    reasons_not_to_lose,
)
from services.property.rules.words import ItemState


def issue_items(
    work: Work, lease: Lease, unit_id: str, handed: Sequence[Handed], day: date, unit_change_id: str | None = None
) -> list[Item]:
    """Hands items to the lease's customer for a unit. Refused when one of them is out already."""
    tickets = [one.ticket for one in handed]
    raise_if_any(reasons_not_to_issue(tickets, queries.out(work, lease.estate_id, tickets)))
    items = [_item(work, lease, unit_id, one, day, unit_change_id) for one in handed]
    work.session.add_all(items)
    _keep_out(work, tickets)
    return items


def _keep_out(work: Work, tickets: Sequence[Ticket]) -> None:
    """Writes down that these are out; where somebody else was faster with one of them, the database says so."""
    try:
        work.session.flush()
    except IntegrityError as error:
        raise Refused(*reasons_not_to_issue(tickets, tickets)) from error


def issue_again(work: Work, items: Sequence[Item]) -> None:
    """These were ticked off by mistake: their holder has them as before, and nothing is charged for them."""
    tickets = [item.ticket for item in items]
    held = queries.out(work, items[0].estate_id, tickets) if items else ()
    raise_if_any(reasons_not_to_issue(tickets, held))
    for item in items:
        item.state, item.charge, item.note = ItemState.ISSUED, None, None
        item.closed_on = item.closed_by = item.closed_for = None
    _keep_out(work, tickets)


def issue_on(work: Work, lease: Lease, handed: Sequence[Handed], day: date | None) -> list[Item]:
    """Hands items to the lease's customer for the unit they have, today or on a day that is past.

    A unit change out of that unit is locked, so that nothing slips in while its items are taken back.
    """
    today = work.today(work.session.get_one(Estate, lease.estate_id).timezone)
    leaving = changes.change_out_of(work, lease.unit_id)
    work.session.refresh(lease)
    items_are_back = leaving is not None and changes.items_are_back(work, leaving)
    left_by = leaving.number if leaving and items_are_back and leaving.old_unit_id == lease.unit_id else None
    raise_if_any([*reasons_against_issue_day(day or today, today), *reasons_not_to_issue_where_left(left_by)])
    return issue_items(work, lease, lease.unit_id, handed, day or today)


def _item(work: Work, lease: Lease, unit_id: str, handed: Handed, day: date, unit_change_id: str | None) -> Item:
    item = Item(id=new_id(), estate_id=lease.estate_id, unit_id=unit_id, lease_id=lease.id)
    item.customer_id, item.person = lease.customer_id, handed.person
    item.kind, item.number, item.state = handed.ticket.kind, handed.ticket.number, ItemState.ISSUED
    item.issued_on, item.issued_by, item.issued_for = day, work.caller.name, unit_change_id
    return item


def take_back_item(work: Work, item: Item, note: str | None = None, unit_change_id: str | None = None) -> Item:
    """The customer has brought the item back, or one that was missing has turned up."""
    raise_if_any(reasons_not_to_close(item.ticket, item.state))
    was_missing, lost_for = item.state is ItemState.MISSING, item.closed_for
    item.charge = None
    _close(work, item, ItemState.RETURNED, note, unit_change_id or lost_for)
    if was_missing:
        _tell_found(work, item)
    return item


def lose_item(work: Work, item: Item, note: str | None = None, unit_change_id: str | None = None) -> Item:
    """The item is gone, and its price is charged: with the old unit's settlement in a unit change, else at once."""
    raise_if_any(reasons_not_to_lose(item.ticket, item.state))
    item.charge = charge_for(item, work.settings)
    _close(work, item, ItemState.MISSING, note, unit_change_id)
    if unit_change_id is None:
        tell_lost(work, item)
    return item


def tell_lost(work: Work, item: Item) -> None:
    """Announces that a missing item's charge is due beside any settlement; the item has its unit at hand."""
    assert item.closed_on is not None, "what is missing has a day"
    told = ItemLost(
        **_parties(item),
        unit_id=item.unit_id,
        unit_number=item.unit.number,
        charge=item.charged,
        lost_on=item.closed_on,
    )
    work.announce(told, estate=item.estate_id)


def _tell_found(work: Work, item: Item) -> None:
    assert item.closed_on is not None, "what is back has a day"
    work.announce(ItemFound(**_parties(item), found_on=item.closed_on), estate=item.estate_id)


def _parties(item: Item) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in ("estate_id", "customer_id", "lease_id", "number")}
    return told | {"item_id": item.id, "kind": item.kind.value, "unit_change_id": item.closed_for}


def charge_for(item: Item, numbers: Mapping[str, object] | None) -> Decimal:
    """What the item costs when it does not come back, in yuan."""
    return settings.MISSING[item.kind].under(numbers)


def _close(work: Work, item: Item, state: ItemState, note: str | None, unit_change_id: str | None) -> Item:
    estate = work.session.get_one(Estate, item.estate_id)
    item.state, item.note = state, note
    item.closed_on, item.closed_by, item.closed_for = work.today(estate.timezone), work.caller.name, unit_change_id
    return item
