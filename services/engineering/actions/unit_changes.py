"""Engineering's part in a unit change: repairs for the faults found; where the old unit's orders go (ENG-3)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from kit.clock import DEFAULT_ZONE, end_of_day
from kit.work import Work
from services.engineering import scope
from services.engineering.actions.dispatching import announce_dispatch, dispatch_automatically, take_back
from services.engineering.actions.history import note
from services.engineering.actions.opening import add_work_order
from services.engineering.actions.working import end_without_work
from services.engineering.models import KnownEstate, KnownUnit, Technician, WorkOrder
from services.engineering.rules.moves import OPEN, Act, Priority, State, follows_the_customer
from services.property.events import Fault, FaultsFound, UnitChangeCancelled, UnitChanged
from services.words import Trade


def open_repairs(work: Work, found: FaultsFound) -> None:
    """One work order per fault, due by the end of the day that property named; a fault already here is passed over."""
    estate = work.session.get(KnownEstate, found.estate_id) or KnownEstate(
        id=found.estate_id, name="", zone=DEFAULT_ZONE
    )
    faults = [fault.fault_id for fault in found.faults]
    known = set(work.session.scalars(select(WorkOrder.fault_id).where(WorkOrder.fault_id.in_(faults))))
    for fault in found.faults:
        if fault.fault_id not in known:
            _open_repair(work, estate, found, fault)


def _open_repair(work: Work, estate: KnownEstate, found: FaultsFound, fault: Fault) -> None:
    trade = Trade.called(fault.trade)
    add_work_order(
        work,
        estate,
        priority=Priority.UNIT_CHANGE,
        unit_id=found.unit_id,
        unit_number=found.unit_number,
        building=found.building,
        floor=found.floor,
        trade=trade or Trade.OTHER,
        description=fault.description if trade else f"[{fault.trade}] {fault.description}",
        due_at=end_of_day(found.repair_by, estate.zone),
        unit_change_id=found.unit_change_id,
        fault_id=fault.fault_id,
    )


def cancel_repairs(work: Work, cancelled: UnitChangeCancelled) -> None:
    """The repairs for a unit change that will not take place end with it."""
    theirs = WorkOrder.unit_change_id == cancelled.unit_change_id
    for order in _open_orders(work, theirs):
        end_without_work(
            work, order, f"换房 {cancelled.number} 已取消", f"unit change {cancelled.number} was cancelled"
        )


def take_orders_along(work: Work, changed: UnitChanged) -> None:
    """Open orders about the customer's own equipment go to the new unit; those about the room stay with the old one."""
    new = work.session.get(KnownUnit, changed.new_unit_id)
    for order in _open_orders(work, WorkOrder.unit_id == changed.old_unit_id):
        if follows_the_customer(order.priority, order.about_customer, order.customer_id, changed.customer_id):
            _move_to_new_unit(work, order, changed, new)
        else:
            zh = f"客户已换房至 {changed.new_unit_number};本工单属房间本身,留在 {changed.old_unit_number}"
            en = f"the customer has moved to {changed.new_unit_number}; this is about the room and stays"
            note(work, order, "stayed", zh, en)


def _move_to_new_unit(work: Work, order: WorkOrder, changed: UnitChanged, new: KnownUnit | None) -> None:
    order.unit_id, order.unit_number = changed.new_unit_id, changed.new_unit_number
    order.building, order.floor = (new.building, new.floor) if new else (None, None)
    zh = f"随客户由 {changed.old_unit_number} 转至 {changed.new_unit_number}"
    en = f"follows the customer from {changed.old_unit_number} to {changed.new_unit_number}"
    note(work, order, "followed", zh, en)
    if order.state is State.NEW:
        dispatch_automatically(work, order)
    elif order.technician_id is not None:
        _tell_whoever_has_it(work, order)


def _tell_whoever_has_it(work: Work, order: WorkOrder) -> None:
    """The technician learns of the new place; where it is outside their areas, and nothing begun, another is sought."""
    chosen = select(Technician).where(Technician.id == order.technician_id).options(*scope.WITH_SKILLS)
    technician = work.session.scalars(chosen).one()
    begun = order.state in (State.STARTED, State.PAUSED)
    if begun or technician.as_candidate().closeness_to(order.where) is not None:
        announce_dispatch(work, order, technician)
    else:
        zh, en = "新单元不在其服务区域内", "the new unit is outside their service areas"
        take_back(work, order, Act.RETURN, f"{technician.name}:{zh}", f"{technician.name}: {en}")


def _open_orders(work: Work, which: ColumnElement[bool]) -> Sequence[WorkOrder]:
    chosen = select(WorkOrder).where(which, WorkOrder.state.in_(OPEN)).order_by(WorkOrder.id)
    return work.session.scalars(chosen.with_for_update()).all()
