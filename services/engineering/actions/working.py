"""What a technician does with a work order, step by step, and how one ends (ENG-2)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.procedure.due import number
from kit.procedure.events import TaskOutcome
from kit.work import Work
from services.engineering import scope
from services.engineering.actions import dispatching
from services.engineering.actions.history import move, note
from services.engineering.events import WorkOrderCancelled, WorkOrderFinished, WorkOrderOverdue
from services.engineering.models import Photo, Technician, WorkOrder
from services.engineering.rules.moves import OPEN, Act, reasons_not_to_cancel, reasons_not_to_move, reasons_not_to_work
from services.engineering.rules.numbers import kind_of_picture, reasons_not_to_add_photo, reasons_not_to_finish
from services.engineering.settings import MOST_PHOTOS_OF_AN_ORDER


def accept(work: Work, work_order_id: str) -> WorkOrder:
    """The technician takes the order on."""
    order = _for_work(work, work_order_id, Act.ACCEPT)
    order.accepted_at = work.now
    move(work, order, Act.ACCEPT)
    return order


def start(work: Work, work_order_id: str) -> WorkOrder:
    """Work begins."""
    order = _for_work(work, work_order_id, Act.START)
    order.started_at = work.now
    move(work, order, Act.START)
    return order


def pause(work: Work, work_order_id: str, reason: str) -> WorkOrder:
    """Work stops for a reason, such as a part on order."""
    order = _for_work(work, work_order_id, Act.PAUSE)
    move(work, order, Act.PAUSE, reason, reason)
    return order


def resume(work: Work, work_order_id: str) -> WorkOrder:
    """Work goes on."""
    order = _for_work(work, work_order_id, Act.RESUME)
    move(work, order, Act.RESUME)
    return order


def reject(work: Work, work_order_id: str, reason: str) -> WorkOrder:
    """The technician gives the order back to dispatch."""
    order = _for_work(work, work_order_id, Act.REJECT)
    dispatching.reject(work, order, reason)
    return order


def finish(
    work: Work, work_order_id: str, cost: Decimal, materials: Sequence[Mapping[str, Any]], remark: str = ""
) -> WorkOrder:
    """Work is done; `cost` is in yuan."""
    raise_if_any(reasons_not_to_finish(cost), Invalid)
    order = _for_work(work, work_order_id, Act.FINISH)
    technician = work.session.get_one(Technician, order.technician_id)
    order.cost, order.finished_at = cost, work.now
    order.materials = [{**material, "quantity": format(material["quantity"], "f")} for material in materials]
    move(work, order, Act.FINISH, remark, remark)
    finished = WorkOrderFinished(
        work_order_id=order.id,
        number=order.number,
        estate_id=order.estate_id,
        unit_id=order.unit_id,
        unit_change_id=order.unit_change_id,
        fault_id=order.fault_id,
        technician=technician.name,
        cost=cost,
        finished_at=work.now,
    )
    work.announce(finished, estate=order.estate_id)
    return order


def cancel(work: Work, work_order_id: str, reason: str) -> WorkOrder:
    """The order will not be done, by the decision of a person."""
    order = scope.work_order(work, work_order_id)
    work.expect(order.version)
    against = (*reasons_not_to_move(order.state, Act.CANCEL), *reasons_not_to_cancel(order.priority, by_hand=True))
    raise_if_any(against)
    end_without_work(work, order, reason, reason)
    return order


def end_without_work(work: Work, order: WorkOrder, zh: str, en: str) -> None:
    """Cancels the order and tells the others."""
    move(work, order, Act.CANCEL, zh, en)
    dispatching.close_request(work, order, TaskOutcome.CANCELLED)
    cancelled = WorkOrderCancelled(
        work_order_id=order.id,
        number=order.number,
        estate_id=order.estate_id,
        unit_id=order.unit_id,
        unit_change_id=order.unit_change_id,
        fault_id=order.fault_id,
        reason=zh,
    )
    work.announce(cancelled, estate=order.estate_id)


def add_photo(work: Work, work_order_id: str, name: str, data: bytes) -> Photo:
    """Keeps a picture with the order."""
    order = scope.work_order(work, work_order_id)
    counted = select(func.count()).select_from(Photo).where(Photo.work_order_id == order.id)
    photos, most = work.session.execute(counted).scalar_one(), number(MOST_PHOTOS_OF_AN_ORDER, work.settings)
    raise_if_any(reasons_not_to_add_photo(data, photos, most), Invalid)
    photo = Photo(
        id=new_id(),
        work_order_id=order.id,
        name=name,
        content_type=kind_of_picture(data) or "",
        data=data,
        at=work.now,
        added_by=work.caller.name,
    )
    work.session.add(photo)
    note(work, order, "photo", name, name)
    return photo


def mark_what_is_overdue(work: Work, limit: int = 100) -> None:
    """Says once of each open order whose deadline has passed that it is late."""
    late = select(WorkOrder).where(
        WorkOrder.state.in_(OPEN), WorkOrder.due_at <= work.now, WorkOrder.overdue_at.is_(None)
    )
    late = late.order_by(WorkOrder.due_at).limit(limit).with_for_update(skip_locked=True)
    for order in work.session.scalars(late).all():
        order.overdue_at = work.now
        note(work, order, "overdue", "已超过完成期限", "the deadline has passed")
        work.announce(_overdue(work, order), estate=order.estate_id)


def _overdue(work: Work, order: WorkOrder) -> WorkOrderOverdue:
    technician = work.session.get(Technician, order.technician_id) if order.technician_id else None
    assert order.due_at is not None, "only an order with a deadline can be late"
    return WorkOrderOverdue(
        work_order_id=order.id,
        number=order.number,
        estate_id=order.estate_id,
        unit_id=order.unit_id,
        unit_change_id=order.unit_change_id,
        fault_id=order.fault_id,
        technician=technician.name if technician else None,
        due_at=order.due_at,
    )


def _for_work(work: Work, work_order_id: str, act: Act) -> WorkOrder:
    """The order, if the caller may do this to it now."""
    order = scope.work_order(work, work_order_id)
    work.expect(order.version)
    own = scope.technician_of_caller(work)
    own_id = own.id if own else None
    raise_if_any(reasons_not_to_move(order.state, act))
    raise_if_any(reasons_not_to_work(act, own_id, order.technician_id, work.caller.rank))
    return order
