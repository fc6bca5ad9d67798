"""What contracts does about leases: registers them, corrects them, and writes down what happened to each."""

from typing import Any

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.work import Work
from services.contracts.actions.board import follow_the_leases
from services.contracts.errors import NoSuchUnit, NumberTaken, PhoneTaken
from services.contracts.events import LeaseRegistered, Tariffs
from services.contracts.models import Customer, Lease, LeaseChange, LeaseStay, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules import (
    TARIFFS,
    Change,
    Terms,
    reasons_not_to_correct,
    reasons_not_to_register,
    what_changed,
)


def register_lease(work: Work, unit_id: str, terms: Terms) -> Lease:
    """Registers a lease of a unit (SALE-6). Refused when its number or unit is taken, or its terms cannot be."""
    unit = _take_unit(work, unit_id)
    if queries.has_number(work.session, unit.estate_id, terms.number):
        raise NumberTaken(terms.number)
    raise_if_any(reasons_not_to_register(terms, queries.unit_to_let(work.session, unit)))
    lease = _new_lease(unit, _customer_of(work, terms), terms)
    lease.registered_at = work.now
    work.session.add(lease)
    note(work, lease, Change.REGISTERED, "登记合同。", "The lease was registered.", {"unit": ["", unit.number]})
    tell(work, lease)
    work.session.flush()
    follow_the_leases(work, unit)
    return lease


def correct_lease(work: Work, lease: Lease, unit_id: str, terms: Terms) -> None:
    """Brings a registered lease in line with `terms`, and tells the others if anything differed."""
    unit = _take_unit(work, unit_id)
    raise_if_any(reasons_not_to_correct(lease.standing(), terms, queries.unit_to_let(work.session, unit)))
    before = _told(lease)
    if lease.customer.phone != terms.phone and queries.is_customer(work.session, terms.customer_name, terms.phone):
        raise PhoneTaken(terms.customer_name)
    _write(lease, terms)
    changed = what_changed(before, _told(lease))
    if changed:
        note(work, lease, Change.CORRECTED, "更正合同。", "The lease was corrected.", changed)
        tell(work, lease)
        work.session.flush()
        follow_the_leases(work, unit)


def note(
    work: Work, lease: Lease, change: Change, zh: str, en: str, details: dict[str, Any], unit_change: str | None = None
) -> None:
    """Adds a row to the lease's history."""
    row = LeaseChange(
        id=new_id(), at=work.now, by_id=work.caller.id, by=work.caller.name, change=change.value, zh=zh, en=en
    )
    row.details, row.unit_change_id = details, unit_change
    lease.changes.append(row)


def tell(work: Work, lease: Lease) -> None:
    """Announces the lease as it stands now; no phone goes with it."""
    told = LeaseRegistered(
        lease_id=lease.id,
        number=lease.number,
        estate_id=lease.estate_id,
        unit_id=lease.unit.id,
        unit_number=lease.unit.number,
        customer_id=lease.customer.id,
        customer_name=lease.customer.name,
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        tariffs=Tariffs(**lease.tariffs()),
        payment=lease.payment,
        business=lease.business,
    )
    work.announce(told, estate=lease.estate_id)


def _take_unit(work: Work, unit_id: str) -> Unit:
    unit = queries.take_unit(work, unit_id)
    if unit is None:
        raise NoSuchUnit()
    return unit


def _new_lease(unit: Unit, customer: Customer, terms: Terms) -> Lease:
    lease = Lease(id=new_id(), number=terms.number, estate_id=unit.estate_id, unit=unit, customer=customer)
    lease.stays = [LeaseStay(id=new_id(), position=1, unit_id=unit.id, unit_number=unit.number, since=terms.starts_on)]
    lease.changes = []
    _write(lease, terms)
    return lease


def _customer_of(work: Work, terms: Terms) -> Customer:
    """The customer of that name and phone, new if there is none; two who ask at once get the same."""
    row = {"id": new_id(), "name": terms.customer_name, "phone": terms.phone, "registered_at": work.now}
    work.session.execute(insert_into(work.session, Customer).values(**row).on_conflict_do_nothing())
    return queries.customer_of(work.session, terms.customer_name, terms.phone)


def _write(lease: Lease, terms: Terms) -> None:
    lease.business, lease.contact, lease.payment = terms.business, terms.contact, terms.payment.value
    lease.customer.phone = terms.phone
    lease.starts_on, lease.ends_on = terms.starts_on, terms.ends_on
    if len(lease.stays) == 1:
        lease.stays[0].since = terms.starts_on
    for name in TARIFFS:
        setattr(lease, name, terms.tariffs[name])


def _told(lease: Lease) -> dict[str, Any]:
    told = {name: getattr(lease, name) for name in ("business", "contact", "payment", "starts_on", "ends_on")}
    return told | lease.tariffs() | {"phone": lease.customer.phone}
