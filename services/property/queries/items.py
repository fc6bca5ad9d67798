"""What is handed out: who holds which key, card and permit, and since when."""

from collections.abc import Iterable, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, tuple_
from sqlalchemy.orm import joinedload

from kit.listing import Listing
from kit.work import Work
from services.property.errors import NoSuchItem
from services.property.models import Item, Lease, Unit, UnitChange
from services.property.queries.scope import within
from services.property.rules.items import Ticket
from services.property.rules.words import ItemState

ITEMS = Listing(
    columns={"number": Item.number, "issued_on": Item.issued_on, "closed_on": Item.closed_on, "unit": Unit.number},
    key=Item.id,
    default_sort="-issued_on",
    filters={
        "estate_id": Item.estate_id,
        "unit_id": Item.unit_id,
        "lease_id": Item.lease_id,
        "customer_id": Item.customer_id,
        "kind": Item.kind,
        "state": Item.state,
    },
    search=(Item.number, Unit.number, Lease.customer_name),
)
_ITEMS = (
    select(
        *(column for column in Item.__table__.c),
        Unit.number.label("unit_number"),
        Lease.number.label("lease_number"),
        Lease.customer_name,
    )
    .join(Unit, Unit.id == Item.unit_id)
    .join(Lease, Lease.id == Item.lease_id)
)


def items(work: Work) -> Select[Any]:
    """Every item the caller may know of, with its unit and its holder."""
    return _ITEMS.where(within(work, Item.estate_id))


def shown(work: Work, *conditions: ColumnElement[bool]) -> Sequence[Any]:
    """The items of which this holds, with units and holders."""
    return work.session.execute(items(work).where(*conditions).order_by(Item.kind, Item.number, Item.id)).all()


class OfChange(NamedTuple):
    """The items that a unit change is about, with units and holders."""

    to_return: list[Any]
    returned: list[Any]
    handed_over: list[Any]


def of_change(work: Work, change: UnitChange) -> OfChange:
    """What the customer still holds for the old unit, what was ticked off, what was handed over."""
    asked = {name: getattr(change, name) for name in vars(_ANY_CHANGE)}
    rows = [row for row in work.session.execute(_of_change(), asked) if work.caller.may_see(row.estate_id)]
    return OfChange(*([row for row in rows if row[place]] for place in (-3, -2, -1)))


_ANY_CHANGE = SimpleNamespace(
    **{name: bindparam(name) for name in ("id", "customer_id", "old_unit_id", "change_date")},
)


@cache
def _of_change() -> Select[Any]:
    """The items of any change, each with the parts of `OfChange` that it belongs to; put together once."""
    parts = (
        held_for(_ANY_CHANGE.customer_id, _ANY_CHANGE.old_unit_id),
        accounted_for(_ANY_CHANGE),
        handed_over_in(_ANY_CHANGE.id),
    )
    return _ITEMS.add_columns(*parts).where(or_(*parts)).order_by(Item.kind, Item.number, Item.id)


def item(work: Work, id: str) -> Item:
    """One item, locked, with its unit. Raises NoSuchItem."""
    wanted = select(Item).options(joinedload(Item.unit, innerjoin=True), joinedload(Item.lease, innerjoin=True))
    wanted = wanted.where(Item.id == id, within(work, Item.estate_id)).with_for_update(of=Item)
    found = work.session.scalar(wanted)
    if found is None:
        raise NoSuchItem()
    return found


def out(work: Work, estate_id: str, tickets: Iterable[Ticket]) -> list[Ticket]:
    """Which of these are with somebody now."""
    wanted = [(ticket.kind, ticket.number) for ticket in tickets]
    found = select(Item).where(
        Item.estate_id == estate_id, Item.state == ItemState.ISSUED, tuple_(Item.kind, Item.number).in_(wanted)
    )
    return [item.ticket for item in work.session.scalars(found)]


def held_for(customer_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """The condition that a customer holds an item for a unit, under whichever lease of it."""
    return and_(Item.customer_id == customer_id, Item.unit_id == unit_id, Item.state == ItemState.ISSUED)


def issued_to(work: Work, customer_id: str, unit_id: str) -> Sequence[Item]:
    """What a customer holds for a unit."""
    wanted = select(Item).where(held_for(customer_id, unit_id))
    return work.session.scalars(wanted.order_by(Item.kind, Item.number)).all()


def accounted_for(change: Any) -> ColumnElement[bool]:
    """The condition that an item was ticked in a unit change, or was lost for its old unit before and is charged."""
    lost = and_(Item.state == ItemState.MISSING, Item.closed_for.is_(None), Item.issued_on <= change.change_date)
    of_old_unit = and_(Item.customer_id == change.customer_id, Item.unit_id == change.old_unit_id)
    return or_(ticked_off_in(change.id), and_(of_old_unit, lost))


def lost_in(work: Work, unit_change_id: str) -> Sequence[Item]:
    """What did not come back in a unit change and is still missing, locked, with its unit."""
    wanted = select(Item).options(joinedload(Item.unit, innerjoin=True))
    wanted = wanted.where(Item.closed_for == unit_change_id, Item.state == ItemState.MISSING).order_by(Item.id)
    return work.session.scalars(wanted.with_for_update(of=Item).execution_options(populate_existing=True)).all()


def issued_for(work: Work, unit_change_id: str) -> Sequence[Item]:
    """What was handed over in a unit change."""
    return work.session.scalars(
        select(Item).where(handed_over_in(unit_change_id)).order_by(Item.kind, Item.number)
    ).all()


def closed_for(work: Work, unit_change_id: str) -> Sequence[Item]:
    """What was ticked off in a unit change, locked."""
    ticked = select(Item).where(ticked_off_in(unit_change_id)).order_by(Item.kind, Item.number)
    return work.session.scalars(ticked.with_for_update()).all()


def handed_over_in(unit_change_id: Any) -> ColumnElement[bool]:
    """The condition that an item was handed over in a unit change, and not taken back in it to be handed over anew."""
    return and_(Item.issued_for == unit_change_id, Item.closed_for.is_distinct_from(unit_change_id))


def ticked_off_in(unit_change_id: Any) -> ColumnElement[bool]:
    """The condition that an item of the old unit was ticked off in a unit change, as returned or missing."""
    return and_(Item.closed_for == unit_change_id, Item.issued_for.is_distinct_from(unit_change_id))
