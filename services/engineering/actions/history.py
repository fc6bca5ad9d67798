"""Writing down what happens to a work order: every move goes through here, so that none is without its line."""

from kit.ids import new_id
from kit.work import Work
from services.engineering.models import WorkOrder, WorkOrderLine
from services.engineering.rules.moves import MOVES, Act, State


def move(work: Work, order: WorkOrder, act: Act, zh: str = "", en: str = "") -> None:
    """Moves the order along the table and notes it."""
    before = order.state
    _, order.state = MOVES[act]
    note(work, order, act.value, zh, en, before)


def note(work: Work, order: WorkOrder, act: str, zh: str = "", en: str = "", before: State | None = None) -> None:
    """Adds a line to the order's history; `before` is the state it had, where the state changes."""
    line = WorkOrderLine(
        id=new_id(),
        work_order_id=order.id,
        at=work.now,
        who_id=work.caller.id,
        who=work.caller.name,
        act=act,
        before=before,
        after=order.state,
        note_zh=zh,
        note_en=en,
    )
    work.session.add(line)
