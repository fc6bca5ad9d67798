"""What contracts shows at its doors: leases, customers and unit states as plain values."""

from typing import Any

from kit.listing import Listing
from kit.phones import masked
from kit.work import Work
from services.contracts.models import Customer, Lease, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules import LeaseState, UnitState, state_on

LEASES = Listing(
    columns={
        "number": Lease.number,
        "starts_on": Lease.starts_on,
        "ends_on": Lease.ends_on,
        "unit_number": Unit.number,
        "customer_name": Customer.name,
    },
    key=Lease.id,
    default_sort="number",
    filters={
        "estate_id": Lease.estate_id,
        "unit_id": Lease.unit_id,
        "unit_number": Unit.number,
        "customer_id": Lease.customer_id,
        "ends_before": lambda day: Lease.ends_on < day,
    },
    search=(Lease.number, Customer.name, Unit.number, Lease.business),
)
CUSTOMERS = Listing(columns={"name": Customer.name}, key=Customer.id, default_sort="name", search=(Customer.name,))
UNIT_STATES = Listing(
    columns={"number": Unit.number, "floor": Unit.floor},
    key=Unit.id,
    default_sort="number",
    filters={"estate_id": Unit.estate_id, "building": Unit.building},
    search=(Unit.number,),
)
IN_BOTH = ("id", "number", "estate_id", "unit_id", "customer_id", "business", "starts_on", "ends_on", "payment")


def leases(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of leases, phones masked."""
    statement = queries.lease_rows(work)
    if "state" in asked:
        statement = statement.where(queries.lease_is(work, asked["state"]))
    page = LEASES.page(work, statement, asked)
    zones = queries.zones(work)
    items = []
    for row in page["items"]:
        told = _told(row.Lease, _state(work, row.Lease, zones))
        told |= {"unit_number": row.unit_number, "building": row.building, "customer_name": row.customer_name}
        items.append(told | {"phone": masked(row.phone)})
    return page | {"items": items}


def lease(work: Work, found: Lease) -> dict[str, Any]:
    """One lease, whole; the phone in full for those who register leases."""
    phone = found.customer.phone
    told = _told(found, _state(work, found, queries.zones(work)))
    return told | {
        "version": found.version,
        "unit_number": found.unit.number,
        "building": found.unit.building,
        "customer_name": found.customer.name,
        "phone": phone if work.caller.may("lease.register") else masked(phone),
        "contact": found.contact,
        "registered_at": found.registered_at,
        "tariffs": found.tariffs(),
        "stays": found.stays,
        "history": found.changes,
    }


def _told(found: Lease, state: LeaseState) -> dict[str, Any]:
    return {name: getattr(found, name) for name in IN_BOTH} | {"state": state}


def _state(work: Work, found: Lease, zones: dict[str, str]) -> LeaseState:
    return state_on(found.starts_on, found.ends_on, queries.today_at(work, found.estate_id, zones))


def customers(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of customers."""
    return CUSTOMERS.page(work, queries.customer_rows(work), asked)


def unit_states(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of units with whether each is let today."""
    statement = queries.unit_rows(work)
    if "state" in asked:
        is_let = queries.is_let(work)
        statement = statement.where(is_let if asked["state"] is UnitState.LET else ~is_let)
    page = UNIT_STATES.page(work, statement, asked)
    return page | {"items": [_unit_state(row.Unit, row.is_let) for row in page["items"]]}


def _unit_state(unit: Unit, is_let: bool) -> dict[str, Any]:
    names = ("estate_id", "number", "building", "floor", "area_built", "kept_for")
    told = {name: getattr(unit, name) for name in names}
    return told | {"unit_id": unit.id, "state": UnitState.LET if is_let else UnitState.VACANT}
