"""What engineering shows: technicians with their load, work orders with their history, readings to sign."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import selectinload

from kit.clock import end_of_day
from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.engineering import scope
from services.engineering.errors import NoSuchPhoto, NoSuchWorkOrder
from services.engineering.models import (
    Photo,
    ServiceArea,
    SignatureTask,
    Skill,
    Technician,
    WorkOrder,
    WorkOrderLine,
)
from services.engineering.rules.moves import (
    MOVES,
    OPEN,
    Act,
    reasons_not_to_cancel,
    reasons_not_to_move,
    reasons_not_to_work,
)

TECHNICIANS = Listing(
    columns={"staff_number": Technician.staff_number, "name": Technician.name},
    key=Technician.id,
    default_sort="staff_number",
    filters={
        "on_duty": Technician.on_duty,
        "trade": lambda trade: Technician.skills.any(Skill.trade == trade),
        "estate_id": lambda estate_id: Technician.areas.any(ServiceArea.estate_id == estate_id),
    },
    search=(Technician.staff_number, Technician.name),
)
WORK_ORDERS = Listing(
    columns={
        "queue": WorkOrder.queue,
        "number": WorkOrder.number,
        "due_at": WorkOrder.due_at,
        "opened_at": WorkOrder.opened_at,
    },
    key=WorkOrder.id,
    default_sort="queue",
    filters={
        "state": WorkOrder.state,
        "open": lambda is_open: WorkOrder.state.in_(OPEN) == is_open,
        "technician_id": WorkOrder.technician_id,
        "estate_id": WorkOrder.estate_id,
        "unit_id": WorkOrder.unit_id,
        "unit_change_id": WorkOrder.unit_change_id,
        "trade": WorkOrder.trade,
        "due_by": lambda day: WorkOrder.due_at <= end_of_day(day),
        "overdue": lambda late: (WorkOrder.overdue_at.is_not(None) & WorkOrder.state.in_(OPEN)) == late,
    },
    search=(WorkOrder.number, WorkOrder.unit_number, WorkOrder.description),
)
SIGNATURES = Listing(
    columns={"opened_at": SignatureTask.opened_at, "due_at": SignatureTask.due_at},
    key=SignatureTask.id,
    default_sort="opened_at",
    filters={"closed": lambda closed: SignatureTask.closed_at.is_not(None) == closed},
    search=(SignatureTask.number, SignatureTask.title_zh, SignatureTask.title_en),
)
# What a caller must hold for each act; the doors declare the same.
PERMISSIONS = {Act.DISPATCH: "work_order.dispatch", Act.CANCEL: "work_order.dispatch"}


def technicians(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the technicians that the caller may know of, each with the number of orders in hand."""
    chosen = select(Technician).where(scope.seen_technicians(work.caller)).options(*scope.WITH_SKILLS)
    page, counted = TECHNICIANS.page(work, chosen, asked), scope.loads(work)
    page["items"] = [_with_load(one, counted) for one in page["items"]]
    return page


def technician(work: Work, technician_id: str) -> dict[str, Any]:
    """One technician, as the list shows them."""
    work.session.flush()
    return _with_load(scope.technician(work, technician_id), scope.loads(work))


def _with_load(one: Technician, counted: Mapping[str, int]) -> dict[str, Any]:
    names = ("id", "staff_number", "name", "history", "on_duty", "person_id", "skills", "areas", "version")
    return {name: getattr(one, name) for name in names} | {"in_hand": counted.get(one.id, 0)}


def work_orders(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the work orders of the caller's estates."""
    chosen = select(WorkOrder).where(scope.within(work.caller, WorkOrder.estate_id))
    if asked.get("mine"):
        own = scope.technician_of_caller(work)
        chosen = chosen.where(WorkOrder.technician_id == own.id if own else false())
    page = WORK_ORDERS.page(work, chosen.options(selectinload(WorkOrder.technician)), asked)
    page["items"] = [_row(order) for order in page["items"]]
    return page


def work_order(work: Work, work_order_id: str) -> dict[str, Any]:
    """One work order with its history, photos, reasoning, and what the caller may do with it."""
    work.session.flush()
    chosen = select(WorkOrder).where(WorkOrder.id == work_order_id, scope.within(work.caller, WorkOrder.estate_id))
    order = work.session.scalars(chosen.options(selectinload(WorkOrder.technician))).one_or_none()
    if order is None:
        raise NoSuchWorkOrder()
    lines = select(WorkOrderLine).where(WorkOrderLine.work_order_id == order.id).order_by(WorkOrderLine.id)
    photos = select(Photo).where(Photo.work_order_id == order.id).order_by(Photo.id)
    return _row(order) | {
        "history": work.session.scalars(lines).all(),
        "photos": work.session.scalars(photos).all(),
        "may_do": _may_do(work, order),
    }


def photo(work: Work, work_order_id: str, photo_id: str) -> Photo:
    """One photo with its data. Raises NoSuchPhoto."""
    chosen = (
        select(Photo)
        .join(WorkOrder, WorkOrder.id == Photo.work_order_id)
        .where(Photo.id == photo_id, WorkOrder.id == work_order_id, scope.within(work.caller, WorkOrder.estate_id))
    )
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchPhoto()
    return found


def signatures(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what engineering is asked to sign in the caller's estates (ENG-4)."""
    seen = scope.within(work.caller, SignatureTask.estate_id) | SignatureTask.estate_id.is_(None)
    return SIGNATURES.page(work, select(SignatureTask).where(seen), asked)


def _row(order: WorkOrder) -> dict[str, Any]:
    columns = {column.key: getattr(order, column.key) for column in order.__mapper__.column_attrs}
    overdue = order.overdue_at is not None and order.state in OPEN
    return columns | {"technician": order.technician, "overdue": overdue}


def _may_do(work: Work, order: WorkOrder) -> list[dict[str, Any]]:
    own = scope.technician_of_caller(work)
    return [
        {"act": act.value, "zh": act.zh, "en": act.en, "reasons_against": _reasons_against(work, order, act, own)}
        for act in MOVES
        if act is not Act.RETURN
    ]


def _reasons_against(work: Work, order: WorkOrder, act: Act, own: Technician | None) -> list[Reason]:
    reasons = list(reasons_not_to_move(order.state, act))
    reasons += reasons_not_to_work(act, own.id if own else None, order.technician_id, work.caller.rank)
    if not work.caller.may(PERMISSIONS.get(act, "work_order.work")):
        reasons.append(Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this."))
    if act is Act.CANCEL:
        reasons += reasons_not_to_cancel(order.priority, by_hand=True)
    return reasons
