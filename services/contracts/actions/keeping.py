"""Keeping the new unit of a unit change from everybody else, or telling property who has it (SALE-17)."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import aliased

from kit.reasons import Reason
from kit.work import Work
from services.contracts.errors import NotYet
from services.contracts.events import UnitKept, UnitLetGo, UnitNotKept
from services.contracts.models import CalledOff, Deal, Lease, Unit, WaitingChange
from services.contracts.queries import leases as queries
from services.contracts.rules import Stay, reasons_not_to_keep
from services.property.events import UnitChangeCancelled, UnitChanged, UnitChangeRequested


def keep_unit(work: Work, event: UnitChangeRequested) -> None:
    """Keeps the new unit of a requested unit change for its lease, and that lease's term for the change.

    Where another has the unit the change waits for it. Property is told which, and told again when asked again; a
    change that was called off, or has taken place, wants nothing any more. Raises NotYet for a unit or lease not known
    here.
    """
    unit, lease = queries.take_unit(work, event.new_unit_id), queries.take_lease(work, event.lease_id)
    if unit is None:
        raise NotYet(f"unit {event.new_unit_number} of unit change {event.number} is not recorded here")
    if lease is None:
        raise NotYet(f"lease {event.lease_id} of unit change {event.number} is not registered here")
    if _is_over(work, lease, event.unit_change_id):
        return
    lease.moving_for, lease.moving_for_id, lease.moving_on = event.number, event.unit_change_id, event.change_date
    waits = WaitingChange(unit_change_id=event.unit_change_id, number=event.number, unit_id=unit.id, told="")
    waits.lease_id, waits.change_date = lease.id, event.change_date
    work.session.merge(waits)
    see_to_who_waits(work, unit)


def _is_over(work: Work, lease: Lease, unit_change_id: str) -> bool:
    has_moved = any(stay.unit_change_id == unit_change_id for stay in lease.stays)
    return has_moved or work.session.get(CalledOff, unit_change_id) is not None


def release_unit(work: Work, event: UnitChangeCancelled) -> None:
    """Lets the new unit of a cancelled unit change be let again, or be kept for the next, and its lease end."""
    work.session.merge(CalledOff(unit_change_id=event.unit_change_id))
    if unit := queries.take_unit(work, event.new_unit_id):
        end(work, unit, event)
    if lease := queries.take_moving_lease(work, event.unit_change_id):
        lease.moving_for = lease.moving_for_id = lease.moving_on = None


def end(work: Work, unit: Unit, event: UnitChangeCancelled | UnitChanged) -> None:
    """The unit change wants the unit no longer, or has it. The others are told unless the unit is kept on."""
    work.session.execute(delete(WaitingChange).where(WaitingChange.unit_change_id == event.unit_change_id))
    if unit.kept_for_id != event.unit_change_id:
        return
    unit.kept_for = unit.kept_for_id = None
    see_to_who_waits(work, unit)
    if unit.kept_for_id is None:
        gone = UnitLetGo(
            unit_id=unit.id,
            estate_id=unit.estate_id,
            unit_number=unit.number,
            unit_change_id=event.unit_change_id,
        )
        work.announce(gone, estate=unit.estate_id)


def see_to_who_waits(work: Work, unit: Unit) -> None:
    """Keeps a unit that has come free for the unit change that waits for it; tells property where that has changed.

    Of two that wait for one unit the later is meant: property has no two open for it, and has called the earlier off.
    """
    waits = select(WaitingChange).where(WaitingChange.unit_id == unit.id).order_by(WaitingChange.unit_change_id.desc())
    change = work.session.scalars(waits.limit(1)).one_or_none()
    if change is None:
        return
    work.session.refresh(unit, with_for_update=True)
    if unit.kept_for_id is None:
        _keep_or_tell(work, unit, change)
    elif unit.kept_for_id == change.unit_change_id:
        _keep(work, unit, change)


def tell_what_was_never_told(work: Work, limit: int = 100) -> None:
    """What sales control keeps since before it told the others of it, it tells them now.

    Where another change has the unit, or a later one waits for it, there is nothing to tell yet, and no place is taken.
    """
    later = aliased(WaitingChange)
    is_last = ~exists().where(
        later.unit_id == WaitingChange.unit_id, later.unit_change_id > WaitingChange.unit_change_id
    )
    is_next = or_(Unit.kept_for_id.is_(None), Unit.kept_for_id == WaitingChange.unit_change_id)
    untold = select(WaitingChange.unit_id).join(Unit, Unit.id == WaitingChange.unit_id)
    untold = untold.where(WaitingChange.told == "", is_next, is_last).order_by(WaitingChange.unit_change_id)
    for unit_id in work.session.scalars(untold.limit(limit)).all():
        if unit := queries.take_unit(work, unit_id):
            see_to_who_waits(work, unit)


def _keep_or_tell(work: Work, unit: Unit, change: WaitingChange) -> None:
    deal = work.session.get(Deal, unit.deal_id) if unit.deal_id else None
    lease = work.session.get_one(Lease, change.lease_id)
    wanted = Stay(lease.number, change.change_date, lease.ends_on)
    let = queries.unit_to_let(work.session, unit)
    against = list(reasons_not_to_keep(wanted, let, deal.number if deal else unit.deal_id))
    if not against:
        _keep(work, unit, change)
    elif change.told != against[0].zh:
        change.told = against[0].zh
        _tell_that_it_is_not(work, unit, change, deal, against)


def _keep(work: Work, unit: Unit, change: WaitingChange) -> None:
    unit.kept_for, unit.kept_for_id = change.number, change.unit_change_id
    work.session.delete(change)
    work.session.flush()  # Whoever looks at the unit anew finds it kept.
    kept = UnitKept(
        unit_id=unit.id,
        estate_id=unit.estate_id,
        unit_number=unit.number,
        unit_change_id=change.unit_change_id,
        unit_change_number=change.number,
    )
    work.announce(kept, estate=unit.estate_id)


def _tell_that_it_is_not(
    work: Work, unit: Unit, change: WaitingChange, deal: Deal | None, against: Sequence[Reason]
) -> None:
    taken = UnitNotKept(
        unit_id=unit.id,
        estate_id=unit.estate_id,
        unit_number=unit.number,
        unit_change_id=change.unit_change_id,
        unit_change_number=change.number,
        state=unit.state.value,
        deal_id=deal.id if deal else None,
        deal_number=deal.number if deal else None,
        lease_number=next((str(one.details["lease"]) for one in against if "lease" in one.details), None),
        why_zh="".join(one.zh for one in against),
        why_en=" ".join(one.en for one in against),
    )
    work.announce(taken, estate=unit.estate_id)
