"""Giving work orders to technicians: automatically, by hand, by claim, and back again (ENG-2)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from kit.errors import Refused, raise_if_any
from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome
from kit.reasons import Reason
from kit.work import Work
from services.engineering import scope
from services.engineering.actions.history import move, note
from services.engineering.events import WorkOrderDispatched
from services.engineering.models import Technician, WorkOrder
from services.engineering.rules.dispatch import (
    NO_TECHNICIAN,
    Mode,
    Ranked,
    rank_technicians,
    reasons_not_to_give,
    why_nobody,
)
from services.engineering.rules.moves import Act, State, reasons_not_to_move
from services.words import Department

PROCEDURE, STEP = "work_order", "dispatch"


def dispatch_automatically(work: Work, order: WorkOrder) -> None:
    """Gives the order to the best technician; where nobody suits it stays new, says why, and a supervisor is asked."""
    technicians = {one.id: one for one in work.session.scalars(select(Technician).options(*scope.WITH_SKILLS))}
    candidates = [one.as_candidate() for one in technicians.values()]
    ranked = rank_technicians(order.as_job(), candidates, scope.loads(work))
    if ranked:
        first, *others = ranked
        _give(work, order, technicians[first.candidate.id], Mode.AUTOMATIC, first.reasons, others)
    else:
        _ask_supervisor(work, order, why_nobody(order.as_job(), candidates))


def dispatch_what_waits(work: Work) -> None:
    """Tries again to dispatch what nobody could be found for, the most urgent first."""
    waiting = select(WorkOrder).where(WorkOrder.state == State.NEW).order_by(WorkOrder.queue, WorkOrder.id)
    for order in work.session.scalars(waiting.with_for_update(skip_locked=True)).all():
        dispatch_automatically(work, order)


def dispatch_by_hand(work: Work, work_order_id: str, technician_id: str) -> WorkOrder:
    """Gives the order to the technician that the caller chose. Raises Refused where a rule stands against it."""
    order = scope.work_order(work, work_order_id)
    work.expect(order.version)
    _hand_to(work, order, scope.technician(work, technician_id), Mode.BY_HAND, Act.DISPATCH)
    return order


def claim(work: Work, work_order_id: str) -> WorkOrder:
    """The caller, a technician, takes an order that nobody has yet. Raises Refused where a rule stands against it."""
    order = scope.work_order(work, work_order_id)
    work.expect(order.version)
    technician = scope.technician_of_caller(work)
    if technician is None:
        raise Refused(NO_TECHNICIAN)
    _hand_to(work, order, technician, Mode.CLAIM, Act.CLAIM)
    return order


def reject(work: Work, order: WorkOrder, reason: str) -> None:
    """The technician gives the order back; it goes to dispatch again, but not to the same one."""
    order.rejected_by = [*order.rejected_by, str(order.technician_id)]
    take_back(work, order, Act.REJECT, reason, reason)


def take_back(work: Work, order: WorkOrder, act: Act, zh: str, en: str) -> None:
    """Takes the order from its technician and looks for another."""
    order.technician_id = None
    order.accepted_at = None
    move(work, order, act, zh, en)
    dispatch_automatically(work, order)


def _hand_to(work: Work, order: WorkOrder, technician: Technician, mode: Mode, act: Act) -> None:
    candidate = technician.as_candidate()
    raise_if_any((*reasons_not_to_move(order.state, act), *reasons_not_to_give(order.as_job(), candidate)))
    zh, en = f"由{work.caller.name}决定", f"decided by {work.caller.name}"
    reasons = [Reason(mode.value, zh, en, rule="ENG-2")]
    if candidate.closeness_to(order.where) is None:
        reasons.append(Reason("outside_area", "不在其服务区域内", "outside the service areas", rule="ENG-2"))
    _give(work, order, technician, mode, reasons, (), act)


def _give(
    work: Work,
    order: WorkOrder,
    technician: Technician,
    mode: Mode,
    reasons: Sequence[Reason],
    others: Iterable[Ranked],
    act: Act = Act.DISPATCH,
) -> None:
    order.technician_id = technician.id
    order.accepted_at = None
    order.reasoning = {
        "mode": mode.value,
        "technician": technician.name,
        "reasons": told(reasons),
        "others": [{"technician": one.candidate.name, "reasons": told(one.reasons)} for one in others],
    }
    zh, en = (sep.join(reason.say(lang) for reason in reasons) for lang, sep in (("zh", ","), ("en", ", ")))
    move(work, order, act, f"派给{technician.name}:{zh}", f"given to {technician.name}: {en}")
    close_request(work, order, TaskOutcome.DONE)
    announce_dispatch(work, order, technician)


def announce_dispatch(work: Work, order: WorkOrder, technician: Technician) -> None:
    """Tells who has the order and where it is; said again when the place has changed."""
    dispatched = WorkOrderDispatched(
        work_order_id=order.id,
        number=order.number,
        estate_id=order.estate_id,
        unit_id=order.unit_id,
        unit_number=order.unit_number,
        trade=order.trade.value,
        description=order.description,
        technician_id=technician.id,
        technician=technician.name,
        person_id=technician.person_id,
        due_at=order.due_at,
    )
    work.announce(dispatched, estate=order.estate_id)


def _ask_supervisor(work: Work, order: WorkOrder, reasons: Sequence[Reason]) -> None:
    """Leaves the order new with the reasons, and opens one task in the department's inbox for it."""
    order.reasoning = {"mode": None, "technician": None, "reasons": told(reasons), "others": []}
    if order.asks_supervisor:
        return
    order.asks_supervisor = True
    order.asked_times += 1
    zh, en = (sep.join(reason.say(lang) for reason in reasons) for lang, sep in (("zh", ""), ("en", " ")))
    note(work, order, "nobody", zh, en)
    opened = TaskOpened(
        case_id=order.id,
        procedure=PROCEDURE,
        step=STEP,
        round=order.asked_times,
        department=Department.ENGINEERING.value,
        kind=TaskKind.DO,
        title_zh="工单无人可派,请主管人工派单",
        title_en="Nobody suits this work order; a supervisor is to dispatch it",
        number=order.number,
        link=f"/work-orders/{order.id}",
        estate_id=order.estate_id,
        opened_at=work.now,
        due_at=order.due_at,
    )
    work.announce(opened, estate=order.estate_id)


def close_request(work: Work, order: WorkOrder, outcome: TaskOutcome) -> None:
    """Closes the supervisor's task, where one is open."""
    if order.asks_supervisor:
        order.asks_supervisor = False
        closed = TaskClosed(
            case_id=order.id,
            procedure=PROCEDURE,
            step=STEP,
            round=order.asked_times,
            department=Department.ENGINEERING.value,
            kind=TaskKind.DO,
            outcome=outcome,
            closed_at=work.now,
        )
        work.announce(closed, estate=order.estate_id)


def told(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as they are stored and shown, in both languages."""
    return [{"code": reason.code, "zh": reason.zh, "en": reason.en, "rule": reason.rule} for reason in reasons]
