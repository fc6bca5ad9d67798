"""What property learns of leases: who has which unit from when to when."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from kit.ids import new_id
from kit.work import Work
from services.contracts.events import LeaseMoved, LeaseRegistered, UnitStateChanged
from services.property.models import BoardTaken, Lease, Occupancy
from services.property.rules.units import last_day_before

FREE = ("available", "withdrawn")  # The states on sales control's board in which nobody has a unit.


def know_the_lease(work: Work, event: LeaseRegistered) -> None:
    """Keeps the lease, and whose its unit is; a lease that has moved here since stays where it moved to."""
    lease = work.session.get(Lease, event.lease_id) or Lease(id=event.lease_id)
    stays = _stays_of(work, lease)
    lease.number, lease.estate_id = event.number, event.estate_id
    lease.customer_id, lease.customer_name = event.customer_id, event.customer_name
    lease.starts_on, lease.ends_on = event.starts_on, event.ends_on
    if len(stays) <= 1:
        lease.unit_id = event.unit_id
    work.session.add(lease)
    work.session.flush()
    _fit(work, lease, stays)


def _fit(work: Work, lease: Lease, stays: Sequence[Occupancy]) -> None:
    """The first stay begins and the last ends with the lease."""
    if not stays:
        stays = [Occupancy(id=new_id(), lease_id=lease.id)]
        work.session.add(stays[0])
    stays[0].since = lease.starts_on
    stays[-1].until = lease.ends_on
    stays[-1].unit_id = lease.unit_id


def follow_the_move(work: Work, event: LeaseMoved) -> None:
    """Contracts has moved the lease; where our own notice has done so already, nothing is left to do."""
    lease = work.session.get_one(Lease, event.lease_id)
    move_in(work, lease, event.new_unit_id, event.moved_on, event.unit_change_id)


def move_in(work: Work, lease: Lease, unit_id: str, day: date, unit_change_id: str) -> None:
    """From `day` on the lease's customer has that unit, and the old one is vacant; once per unit change."""
    stays = _stays_of(work, lease)
    if any(stay.unit_change_id == unit_change_id for stay in stays):
        return
    stays[-1].until = last_day_before(day)
    stay = Occupancy(id=new_id(), unit_id=unit_id, lease_id=lease.id, since=day, until=lease.ends_on)
    stay.unit_change_id = unit_change_id
    work.session.add(stay)
    lease.unit_id = unit_id


def _stays_of(work: Work, lease: Lease) -> Sequence[Occupancy]:
    wanted = select(Occupancy).where(Occupancy.lease_id == lease.id).order_by(Occupancy.since, Occupancy.id)
    return work.session.scalars(wanted.with_for_update()).all()


def follow_the_board(work: Work, event: UnitStateChanged) -> None:
    """Keeps which units a deal of sales control has, so that no tenant is sent into one."""
    taken = work.session.get(BoardTaken, event.unit_id)
    if event.state in FREE or event.deal_id is None:
        if taken is not None:
            work.session.delete(taken)
        return
    work.session.merge(BoardTaken(unit_id=event.unit_id, deal_id=event.deal_id))
