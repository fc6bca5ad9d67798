"""Finding what the caller may know of: everything else does not exist for that caller (GATE-2)."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import selectinload

from kit.caller import EVERY_ESTATE, Caller
from kit.work import Work
from services.engineering.errors import NoSuchPlace, NoSuchTechnician, NoSuchWorkOrder
from services.engineering.models import KnownEstate, KnownUnit, ServiceArea, Technician, WorkOrder
from services.engineering.rules.moves import IN_HAND

WITH_SKILLS = (selectinload(Technician.skills), selectinload(Technician.areas))


def within(caller: Caller, estate: Any) -> ColumnElement[bool]:
    """The condition that `estate`, a column, is one of the caller's."""
    if EVERY_ESTATE in caller.estates:
        return true()
    return estate.in_(sorted(caller.estates))  # type: ignore[no-any-return]


def seen_technicians(caller: Caller) -> ColumnElement[bool]:
    """Technicians who look after one of the caller's estates, or whose areas belong to no estate yet."""
    if EVERY_ESTATE in caller.estates:
        return true()
    return Technician.areas.any(or_(ServiceArea.estate_id.is_(None), within(caller, ServiceArea.estate_id)))


def work_order(work: Work, work_order_id: str) -> WorkOrder:
    """The work order, locked while this work lasts. Raises NoSuchWorkOrder."""
    chosen = select(WorkOrder).where(WorkOrder.id == work_order_id, within(work.caller, WorkOrder.estate_id))
    found = work.session.scalars(chosen.with_for_update()).one_or_none()
    if found is None:
        raise NoSuchWorkOrder()
    return found


def technician(work: Work, technician_id: str) -> Technician:
    """The technician with skills and areas. Raises NoSuchTechnician."""
    chosen = select(Technician).where(Technician.id == technician_id, seen_technicians(work.caller))
    found = work.session.scalars(chosen.options(*WITH_SKILLS)).one_or_none()
    if found is None:
        raise NoSuchTechnician()
    return found


def technician_of_caller(work: Work) -> Technician | None:
    """The technician that the caller is, if the caller is one."""
    if work.caller.system:
        return None
    chosen = select(Technician).where(Technician.person_id == work.caller.id)
    return work.session.scalars(chosen.options(*WITH_SKILLS)).one_or_none()


def estate(work: Work, estate_id: str) -> KnownEstate:
    """The estate. Raises NoSuchPlace."""
    found = work.session.get(KnownEstate, estate_id)
    if found is None or not work.caller.may_see(estate_id):
        raise NoSuchPlace("estate_id")
    return found


def unit(work: Work, unit_id: str, estate_id: str) -> KnownUnit:
    """The unit of that estate. Raises NoSuchPlace."""
    found = work.session.get(KnownUnit, unit_id)
    if found is None or found.estate_id != estate_id:
        raise NoSuchPlace("unit_id")
    return found


def loads(work: Work) -> dict[str, int]:
    """How many work orders each technician has in hand."""
    counted = select(WorkOrder.technician_id, func.count()).where(
        WorkOrder.state.in_(IN_HAND), WorkOrder.technician_id.is_not(None)
    )
    return {str(row[0]): row[1] for row in work.session.execute(counted.group_by(WorkOrder.technician_id))}
