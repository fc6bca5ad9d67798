"""What contracts does when a tenant has changed units: the lease moves with them (SALE-17)."""

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts.actions.board import follow_the_leases
from services.contracts.actions.keeping import end
from services.contracts.actions.leases import note
from services.contracts.actions.withdrawals import note_the_move
from services.contracts.errors import NotYet
from services.contracts.events import LeaseMoved
from services.contracts.models import Lease, LeaseStay, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules import (
    Change,
    Stay,
    last_day_before,
    reasons_against_stay,
    reasons_against_taken_unit,
    reasons_not_to_move,
)
from services.property.events import UnitChanged


def move_lease(work: Work, event: UnitChanged) -> None:
    """Points the lease to the new unit from the change date, as its history says; the old unit is free again.

    Raises NotYet for a lease or unit not known here, and for a lease that an earlier unit change has yet to bring to
    the old unit.
    """
    unit, lease = queries.take_unit(work, event.new_unit_id), queries.take_lease(work, event.lease_id)
    if lease is None:
        raise NotYet(f"lease {event.lease_id} of unit change {event.number} is not registered here")
    if unit is None:
        raise NotYet(f"unit {event.new_unit_number} of unit change {event.number} is not recorded here")
    if any(stay.unit_change_id == event.unit_change_id for stay in lease.stays):
        return
    if lease.unit_id != event.old_unit_id:
        raise NotYet(f"lease {lease.number} is not in unit {event.old_unit_number}, which it should move out of")
    raise_if_any(reasons_not_to_move(lease.stays[-1].since, lease.ends_on, event.change_date))
    wanted = Stay(lease.number, event.change_date, lease.ends_on)
    raise_if_any(reasons_against_stay(wanted, queries.unit_to_let(work.session, unit)))
    raise_if_any(reasons_against_taken_unit(queries.as_rules_see(unit, ())))
    _move(lease, unit, event)
    _write_down(work, lease, event)
    note_the_move(work, event, lease.customer.name)
    work.session.flush()
    follow_the_leases(work, unit)
    end(work, unit, event)
    if old := queries.take_unit(work, event.old_unit_id):
        follow_the_leases(work, old)


def _move(lease: Lease, unit: Unit, event: UnitChanged) -> None:
    old = lease.stays[-1]
    old.until = last_day_before(event.change_date)
    new = LeaseStay(
        id=new_id(), position=old.position + 1, unit_id=unit.id, unit_number=unit.number, since=event.change_date
    )
    new.unit_change_id, new.unit_change_number = event.unit_change_id, event.number
    lease.stays.append(new)
    lease.unit = unit
    lease.moving_for = lease.moving_for_id = lease.moving_on = None


def _write_down(work: Work, lease: Lease, event: UnitChanged) -> None:
    old, new, day = event.old_unit_number, event.new_unit_number, event.change_date
    zh = f"换房 {event.number}:自 {day} 起由 {old} 换至 {new}。"
    en = f"Unit change {event.number}: from {old} to {new} as of {day}."
    note(work, lease, Change.MOVED, zh, en, {"unit": [old, new]}, event.unit_change_id)
    moved = LeaseMoved(
        lease_id=lease.id,
        number=lease.number,
        estate_id=lease.estate_id,
        customer_id=lease.customer_id,
        unit_change_id=event.unit_change_id,
        old_unit_id=event.old_unit_id,
        new_unit_id=event.new_unit_id,
        moved_on=day,
    )
    work.announce(moved, estate=lease.estate_id)
