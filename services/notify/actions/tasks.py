"""Tasks of all procedures, as the departments find them in their inboxes: opened, closed, late (NOTE-1)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOverdue
from kit.work import Work
from services.notify.actions import moves
from services.notify.actions.items import add_item, address_of_rank, close_items
from services.notify.models import Item
from services.notify.rules.inboxes import Address, Change, Kind

KINDS = {TaskKind.DO: Kind.TASK, TaskKind.SIGN: Kind.SIGNATURE}


def open_task(work: Work, opened: TaskOpened) -> None:
    """Puts the task into its department's inbox."""
    add_item(
        work,
        origin=f"task:{_key(opened)}:{opened.kind.value}",
        to=Address(opened.estate_id, opened.department),
        kind=KINDS[opened.kind],
        asks=True,
        case_id=opened.case_id,
        step=opened.step,
        round=opened.round,
        about=opened.procedure,
        number=opened.number,
        title_zh=opened.title_zh,
        title_en=opened.title_en,
        link=opened.link,
        opened_at=opened.opened_at,
        due_at=opened.due_at,
    )


def close_task(work: Work, closed: TaskClosed) -> None:
    """Closes the task; with the department's last one of that step, the reports of its lateness too."""
    items = _open_items(work, closed)
    done = [item for item in items if item.kind is KINDS[closed.kind]]
    close_items(work, done, closed.outcome.value)
    left = [item for item in items if item.kind in KINDS.values() and item not in done]
    if not left:
        close_items(work, items, closed.outcome.value)


def tell_that_a_task_is_late(work: Work, late: TaskOverdue) -> None:
    """Marks the task, and puts a report into the inbox of the rank that is told (PROC-5)."""
    for item in _open_items(work, late):
        if item.overdue_at is None and item.kind in KINDS.values():
            item.overdue_at = work.now
            moves.note(work, item, Change.OVERDUE)
    add_item(
        work,
        origin=f"late:{_key(late)}:{late.level}",
        to=address_of_rank(work, late.department, late.told_rank, late.estate_id),
        kind=Kind.ESCALATION,
        asks=True,
        case_id=late.case_id,
        step=late.step,
        round=late.round,
        about=late.procedure,
        number=late.number,
        title_zh=f"逾期:{late.title_zh}",
        title_en=f"Overdue: {late.title_en}",
        link=late.link,
        due_at=late.due_at,
        overdue_at=work.now,
    )


def _key(told: TaskOpened | TaskClosed | TaskOverdue) -> str:
    return f"{told.case_id}:{told.step}:{told.round}:{told.department}"


def _open_items(work: Work, told: TaskClosed | TaskOverdue) -> Sequence[Item]:
    same: ColumnElement[bool] = and_(
        Item.case_id == told.case_id,
        Item.step == told.step,
        Item.round == told.round,
        Item.department == told.department,
        Item.closed_at.is_(None),
    )
    return work.session.scalars(select(Item).where(same).order_by(Item.id).with_for_update()).all()
