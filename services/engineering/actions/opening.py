"""Opening work orders: by hand, or for the faults that property found."""

from typing import Any

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.work import Work
from services.engineering import scope
from services.engineering.actions.dispatching import dispatch_automatically
from services.engineering.actions.history import note
from services.engineering.events import WorkOrderOpened
from services.engineering.models import KnownEstate, WorkOrder, WorkOrderCount
from services.engineering.rules.moves import Priority, State
from services.engineering.rules.numbers import number_of, place_in_queue, reasons_not_to_open


def open_work_order(work: Work, estate_id: str, unit_id: str | None = None, **told: Any) -> WorkOrder:
    """Opens an ordinary work order and dispatches it; `told` are further columns of the order.

    Raises NoSuchPlace for an estate or unit that the caller does not know, Invalid for a deadline in the past.
    """
    raise_if_any(reasons_not_to_open(told.get("due_at"), work.now), Invalid)
    estate = scope.estate(work, estate_id)
    if unit_id is not None:
        unit = scope.unit(work, unit_id, estate_id)
        told |= {"unit_number": unit.number, "building": unit.building, "floor": unit.floor}
    return add_work_order(work, estate, unit_id=unit_id, priority=Priority.ORDINARY, **told)


def add_work_order(work: Work, estate: KnownEstate, priority: Priority, **told: Any) -> WorkOrder:
    """Numbers, stores and announces a work order, then looks for a technician."""
    order = WorkOrder(
        id=new_id(),
        number=number_of(day := work.today(estate.zone), _count_up(work, estate.id, day)),
        estate_id=estate.id,
        priority=priority,
        queue=place_in_queue(priority, told.get("due_at")),
        state=State.NEW,
        opened_at=work.now,
        opened_by=work.caller.name,
        **{"rejected_by": [], "materials": [], "asked_times": 0, "asks_supervisor": False, "about_customer": False}
        | told,
    )
    work.session.add(order)
    work.session.flush()
    note(work, order, "open")
    _announce_opening(work, order)
    dispatch_automatically(work, order)
    return order


def _announce_opening(work: Work, order: WorkOrder) -> None:
    opened = WorkOrderOpened(
        work_order_id=order.id,
        number=order.number,
        estate_id=order.estate_id,
        unit_id=order.unit_id,
        trade=order.trade.value,
        priority=order.priority.value,
        due_at=order.due_at,
        unit_change_id=order.unit_change_id,
        fault_id=order.fault_id,
    )
    work.announce(opened, estate=order.estate_id)


def _count_up(work: Work, estate_id: str, day: Any) -> int:
    """The next running number of the estate's day; whoever comes second waits for our commit."""
    taking = insert_into(work.session, WorkOrderCount).values(estate_id=estate_id, day=day, last=1)
    taking = taking.on_conflict_do_update(index_elements=["estate_id", "day"], set_={"last": WorkOrderCount.last + 1})
    return int(work.session.execute(taking.returning(WorkOrderCount.last)).scalar_one())
