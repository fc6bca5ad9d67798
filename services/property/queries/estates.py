"""Estates with their buildings and floors, and units with who has them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from kit.columns import word
from kit.listing import Listing
from kit.work import Work
from services.property.errors import NoSuchEstate, NoSuchLease, NoSuchUnit
from services.property.models import BoardTaken, Estate, Lease, Occupancy, Unit, UnitChange, UnitClaim, UnitKey
from services.property.queries.scope import covers_today, within
from services.property.rules.changes import LeaseFacts, UnitFacts
from services.property.rules.words import UnitState

_NOW = aliased(Occupancy)
_KEYS = select(UnitKey.number).where(UnitKey.unit_id == bindparam("unit_id")).order_by(UnitKey.number)


def estate(work: Work, id: str, field: str | None = None) -> Estate:
    """One estate. Raises NoSuchEstate."""
    found = work.session.scalar(select(Estate).where(Estate.id == id, within(work, Estate.id)))
    if found is None:
        raise NoSuchEstate(field)
    return found


def estates(work: Work) -> Sequence[Estate]:
    """All estates the caller may know of, by name."""
    return work.session.scalars(select(Estate).where(within(work, Estate.id)).order_by(Estate.name)).all()


def estate_called(work: Work, names: Iterable[str]) -> dict[str, Estate]:
    """The estates of these names, the caller's or not."""
    found = work.session.scalars(select(Estate).where(Estate.name.in_(set(names))))
    return {estate.name: estate for estate in found}


def floors(work: Work, estate: Estate) -> list[dict[str, Any]]:
    """The buildings of an estate, each with its floors from the ground up and how their units stand."""
    state = _state()
    rows = work.session.execute(
        _with_occupant(work, select(Unit.building, Unit.floor, state, func.count()))
        .where(Unit.estate_id == estate.id)
        .group_by(Unit.building, Unit.floor, state)
        .order_by(Unit.building, Unit.floor)
    )
    buildings: dict[str, dict[int, dict[str, int]]] = {}
    for building, floor, of_state, count in rows:
        standing = buildings.setdefault(building, {}).setdefault(floor, dict.fromkeys(UnitState, 0))
        standing[of_state] += count
    return [
        {"name": name, "floors": [{"floor": floor, **counts} for floor, counts in of_building.items()]}
        for name, of_building in buildings.items()
    ]


def unit(work: Work, id: str, field: str | None = None) -> Unit:
    """One unit. Raises NoSuchUnit."""
    found = work.session.scalar(select(Unit).where(Unit.id == id, within(work, Unit.estate_id)))
    if found is None:
        raise NoSuchUnit(field)
    return found


def lease(work: Work, id: str, field: str | None = None) -> Lease:
    """One lease. Raises NoSuchLease."""
    found = work.session.scalar(select(Lease).where(Lease.id == id, within(work, Lease.estate_id)))
    if found is None:
        raise NoSuchLease(field)
    return found


def lease_of(work: Work, customer_id: str, unit: Unit) -> Lease | None:
    """The customer's lease of that unit: the one that ends last, where there were several."""
    wanted = select(Lease).where(Lease.customer_id == customer_id, Lease.unit_id == unit.id)
    return work.session.scalar(wanted.order_by(Lease.ends_on.desc()).limit(1))


def lease_facts(lease: Lease) -> LeaseFacts:
    """A lease as the rules see it."""
    return LeaseFacts(lease.number, lease.customer_id, lease.unit_id, lease.starts_on, lease.ends_on)


def unit_facts(work: Work, unit: Unit, day: date) -> UnitFacts:
    """A unit as the rules see it: until when it is let from that day on, and which open change it is part of."""
    let_until = select(func.max(Occupancy.until)).where(Occupancy.unit_id == unit.id, Occupancy.until >= day)
    claimed_by = select(UnitChange.number).join(UnitClaim, UnitClaim.unit_change_id == UnitChange.id)
    return UnitFacts(
        id=unit.id,
        number=unit.number,
        estate_id=unit.estate_id,
        let_until=work.session.scalar(let_until),
        claimed_by=work.session.scalar(claimed_by.where(UnitClaim.unit_id == unit.id)),
        is_sold_or_held=work.session.get(BoardTaken, unit.id) is not None,
    )


def keys_of(work: Work, unit_id: str) -> list[str]:
    """The numbers on a unit's list of keys."""
    return list(work.session.scalars(_KEYS, {"unit_id": unit_id}))


def keys_listed_on(work: Work, unit_id: str, day: date) -> set[str]:
    """The keys that came on the unit's list on that day."""
    wanted = select(UnitKey.number).where(UnitKey.unit_id == unit_id, UnitKey.listed_on == day)
    return set(work.session.scalars(wanted))


def occupancies_of(work: Work, unit_id: str) -> Sequence[Any]:
    """Who has had a unit and has it, newest first."""
    wanted = (
        select(
            Occupancy.since,
            Occupancy.until,
            Occupancy.unit_change_id,
            Lease.id.label("lease_id"),
            Lease.number.label("lease_number"),
            Lease.customer_id,
            Lease.customer_name,
        )
        .join(Lease, Lease.id == Occupancy.lease_id)
        .where(Occupancy.unit_id == unit_id)
        .order_by(Occupancy.since.desc())
    )
    return work.session.execute(wanted).all()


def _state() -> Any:
    """Occupied while somebody's lease covers the day; else reserved while a customer is moving in; else vacant."""
    state = case(
        (_NOW.id.is_not(None), literal(UnitState.OCCUPIED.value)),
        (UnitClaim.side == "new", literal(UnitState.RESERVED.value)),
        else_=literal(UnitState.VACANT.value),
    )
    return type_coerce(state, word(UnitState))


def _with_occupant(work: Work, statement: Select[Any]) -> Select[Any]:
    inner = aliased(Occupancy)
    current = (
        select(inner.id)
        .where(inner.unit_id == Unit.id, covers_today(work, Unit.estate_id, inner.since, inner.until))
        .order_by(inner.since.desc())
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )
    return (
        statement.select_from(Unit)
        .join(Estate, Estate.id == Unit.estate_id)
        .outerjoin(_NOW, _NOW.id == current)
        .outerjoin(Lease, Lease.id == _NOW.lease_id)
        .outerjoin(UnitClaim, UnitClaim.unit_id == Unit.id)
        .outerjoin(UnitChange, UnitChange.id == UnitClaim.unit_change_id)
    )


UNITS = Listing(
    columns={
        "number": Unit.number,
        "building": Unit.building,
        "floor": Unit.floor,
        "area_built": Unit.area_built,
        "area_usable": Unit.area_usable,
        "layout": Unit.layout,
    },
    key=Unit.id,
    default_sort="number",
    filters={
        "estate_id": Unit.estate_id,
        "building": Unit.building,
        "floor": Unit.floor,
        "layout": Unit.layout,
        "use": Unit.use,
        "state": lambda state: _state() == state,
        "area_from": lambda area: Unit.area_built >= area,
        "area_to": lambda area: Unit.area_built <= area,
    },
    search=(Unit.number, Unit.building, Unit.layout, Unit.remark, Lease.customer_name, Lease.number),
)


def units(work: Work) -> Select[Any]:
    """Every unit the caller may know of, with its state today and who has it."""
    wanted = select(
        *(column for column in Unit.__table__.c),
        Estate.name.label("estate_name"),
        _state().label("state"),
        Lease.id.label("lease_id"),
        Lease.number.label("lease_number"),
        Lease.customer_id,
        Lease.customer_name,
        _NOW.since.label("occupied_since"),
        _NOW.until.label("let_until"),
        UnitChange.id.label("unit_change_id"),
        UnitChange.number.label("unit_change_number"),
    )
    return _with_occupant(work, wanted).where(within(work, Unit.estate_id))
