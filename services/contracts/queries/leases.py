"""What contracts looks up and shows: leases, customers and the state of units, as far as the caller's estates reach."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from kit.caller import EVERY_ESTATE
from kit.clock import DEFAULT_ZONE
from kit.work import Work
from services.contracts.models import Customer, Estate, Lease, LeaseStay, Unit
from services.contracts.rules import LeaseState, Stay, UnitToLet

CHUNK = 500


def in_sight(work: Work, estate_id: Any) -> ColumnElement[bool]:
    """What lies in the caller's estates; the rest does not exist for them (GATE-2)."""
    if EVERY_ESTATE in work.caller.estates:
        return true()
    return estate_id.in_(work.caller.estates)  # type: ignore[no-any-return]


def take_unit(work: Work, unit_id: str) -> Unit | None:
    """A unit, locked: whoever else would let it waits for us."""
    return work.session.scalars(
        select(Unit)
        .where(Unit.id == unit_id, in_sight(work, Unit.estate_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def take_moving_lease(work: Work, unit_change_id: str) -> Lease | None:
    """The lease that an open unit change is to move, locked."""
    return work.session.scalars(
        select(Lease).where(Lease.moving_for_id == unit_change_id).with_for_update()
    ).one_or_none()


def _whole_leases(work: Work) -> Select[Lease]:
    whole = (Lease.unit, Lease.customer, Lease.stays, Lease.changes)
    return select(Lease).options(*map(selectinload, whole)).where(in_sight(work, Lease.estate_id))


def find_lease(work: Work, lease_id: str) -> Lease | None:
    """A lease with its unit, customer, stays and history."""
    return work.session.scalars(_whole_leases(work).where(Lease.id == lease_id)).one_or_none()


def take_lease(work: Work, lease_id: str) -> Lease | None:
    """The same, locked for a change."""
    taking = _whole_leases(work).where(Lease.id == lease_id).with_for_update()
    return work.session.scalars(taking).one_or_none()


def leases_by_number(work: Work, numbers: Iterable[str]) -> list[Lease]:
    """The leases of these numbers, whatever the case of their letters, in every estate the caller may see."""
    wanted, found = [number.lower() for number in numbers], list[Lease]()
    for start in range(0, len(wanted), CHUNK):
        some = _whole_leases(work).where(func.lower(Lease.number).in_(wanted[start : start + CHUNK]))
        found += work.session.scalars(some)
    return found


def units_by_number(work: Work, numbers: Iterable[str]) -> list[Unit]:
    """The units of these numbers, in every estate the caller may see."""
    wanted, found = list(numbers), list[Unit]()
    for start in range(0, len(wanted), CHUNK):
        some = select(Unit).where(Unit.number.in_(wanted[start : start + CHUNK]), in_sight(work, Unit.estate_id))
        found += work.session.scalars(some)
    return found


def has_number(session: Session, estate_id: str, number: str) -> bool:
    taken = exists().where(Lease.estate_id == estate_id, Lease.number == number)
    return bool(session.scalar(select(taken)))


def is_customer(session: Session, name: str, phone: str) -> bool:
    return bool(session.scalar(select(exists().where(Customer.name == name, Customer.phone == phone))))


def customer_of(session: Session, name: str, phone: str) -> Customer:
    return session.scalars(select(Customer).where(Customer.name == name, Customer.phone == phone)).one()


def unit_to_let(session: Session, unit: Unit) -> UnitToLet:
    """A unit with the stays it is promised to."""
    return as_rules_see(unit, stays_of(session, [unit.id]).get(unit.id, ()))


def as_rules_see(unit: Unit, stays: Iterable[Stay]) -> UnitToLet:
    """A unit with the stays it is promised to, and with its state on the board while a deal has it."""
    taken = unit.state if unit.deal_id is not None else None
    return UnitToLet(unit.id, unit.number, unit.kept_for, tuple(stays), taken)


def stays_of(session: Session, unit_ids: Iterable[str]) -> dict[str, list[Stay]]:
    """All stays in these units, by unit."""
    wanted, found = list(unit_ids), dict[str, list[Stay]]()
    last_day = func.coalesce(LeaseStay.until, Lease.ends_on, type_=LeaseStay.until.type)
    stays = select(LeaseStay.unit_id, Lease.number, LeaseStay.since, last_day).join(
        Lease, Lease.id == LeaseStay.lease_id
    )
    for start in range(0, len(wanted), CHUNK):
        some = stays.where(LeaseStay.unit_id.in_(wanted[start : start + CHUNK])).order_by(LeaseStay.since)
        for unit_id, number, since, until in session.execute(some):
            found.setdefault(unit_id, []).append(Stay(number, since, until))
    return found


def zones(work: Work) -> dict[str, str]:
    """The time zone of each estate."""
    return {estate.id: estate.timezone for estate in work.session.scalars(select(Estate))}


def today_at(work: Work, estate_id: str, known: dict[str, str]) -> date:
    """The day it is at an estate."""
    return work.today(known.get(estate_id, DEFAULT_ZONE))


def _at_local_day(work: Work, estate_id: Any, condition: Any) -> ColumnElement[bool]:
    """`condition(day)` with the day it is in each estate's own time zone."""
    by_zone: dict[str, list[str]] = {}
    for estate, zone in zones(work).items():
        by_zone.setdefault(zone, []).append(estate)
    elsewhere = [estate_id.in_(estates) & condition(work.today(zone)) for zone, estates in by_zone.items()]
    return or_(*elsewhere) if elsewhere else condition(work.today())


def lease_is(work: Work, state: LeaseState) -> ColumnElement[bool]:
    """The leases in that state today."""
    conditions = {
        LeaseState.UPCOMING: lambda day: Lease.starts_on > day,
        LeaseState.RUNNING: lambda day: and_(Lease.starts_on <= day, Lease.ends_on >= day),
        LeaseState.ENDED: lambda day: Lease.ends_on < day,
    }
    return _at_local_day(work, Lease.estate_id, conditions[state])


def is_let(work: Work) -> ColumnElement[bool]:
    """The units that some lease has today."""

    def on(day: date) -> ColumnElement[bool]:
        last_day = func.coalesce(LeaseStay.until, Lease.ends_on)
        return exists().where(
            LeaseStay.unit_id == Unit.id, LeaseStay.lease_id == Lease.id, LeaseStay.since <= day, last_day >= day
        )

    return _at_local_day(work, Unit.estate_id, on)


def lease_rows(work: Work) -> Select[Any]:
    """Leases as a list shows them."""
    beside = (Unit.number.label("unit_number"), Unit.building, Customer.name.label("customer_name"), Customer.phone)
    return (
        rows_of(Lease, *beside)
        .join(Unit, Unit.id == Lease.unit_id)
        .join(Customer, Customer.id == Lease.customer_id)
        .where(in_sight(work, Lease.estate_id))
    )


def customer_rows(work: Work) -> Select[Any]:
    """Customers who rent, or rented, something in the caller's estates."""
    rents = exists().where(Lease.customer_id == Customer.id, in_sight(work, Lease.estate_id))
    return rows_of(Customer.id, Customer.name).where(rents)


def unit_rows(work: Work) -> Select[Any]:
    """Units with whether each is let today."""
    return rows_of(Unit, is_let(work).label("is_let")).where(in_sight(work, Unit.estate_id))


def rows_of(*columns: Any) -> Select[Any]:
    """A select of these columns or models."""
    return select(*columns)
