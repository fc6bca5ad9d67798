"""What is late (PROC-5): marked once at the deadline, then told to one rank more on each further working day.

What lapses is late for nobody: at its deadline it is skipped, and the service may act on it.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kit import calendar
from kit.procedure.cases import change
from kit.procedure.events import TaskKind, TaskOutcome, TaskOverdue
from kit.procedure.flow import end_step, move_on
from kit.procedure.history import Kind, changing, note
from kit.procedure.models import Case, CaseStep, StepState
from kit.procedure.table import Lapses, procedure_named
from kit.procedure.tasks import title
from kit.procedure.upkeep import keep_up
from kit.procedure.words import words_of
from kit.work import Work

OnLapse = Callable[[Work, Case, str], None]


def mark_overdue(work: Work, limit: int = 100, on_lapse: OnLapse | None = None) -> int:
    """Marks and reports up to `limit` steps whose time has come; says how many. Copies share the work between them.

    Of a step that has lapsed `on_lapse(work, case, name)` is told in the same transaction, once the case has moved on.
    """
    count = 0
    for case in _claim(work, limit):
        for row in case.steps:
            if row.next_attention_at is not None and row.next_attention_at <= work.now:
                if lapses := procedure_named(case.procedure).by_name[row.name].lapses:
                    _lapse(work, case, row, lapses, on_lapse)
                else:
                    _report(work, case, row)
                count += 1
    return count


def _claim(work: Work, limit: int) -> list[Case]:
    """The cases with something due, locked; those that somebody else is at are left for the next time.

    The steps are read after the lock was had, so that one just done by somebody is seen to be done.
    """
    due = (
        select(CaseStep.case_id)
        .join(Case, Case.id == CaseStep.case_id)
        .where(CaseStep.next_attention_at <= work.now)
        .order_by(CaseStep.next_attention_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Case)
    )
    ids = set(work.session.execute(due).scalars())
    claimed = select(Case).where(Case.id.in_(ids)).options(selectinload(Case.steps)).order_by(Case.id)
    cases = list(work.session.execute(claimed.execution_options(populate_existing=True)).scalars())
    for case in cases:
        keep_up(work, case)
    return cases


def _lapse(work: Work, case: Case, row: CaseStep, lapses: Lapses, on_lapse: OnLapse | None) -> None:
    change(work, case)
    with changing(work, case, row, Kind.LAPSED, words_of(lapses)):
        end_step(work, case, row, StepState.SKIPPED, TaskOutcome.SKIPPED)
        row.reason = f"{lapses.zh} {lapses.en}"
        row.done_by_id, row.done_by, row.done_at = work.caller.id, work.caller.name, work.now
    move_on(work, case)
    if on_lapse is not None:
        on_lapse(work, case, row.name)


def _report(work: Work, case: Case, row: CaseStep) -> None:
    table = procedure_named(case.procedure)
    ladder = [] if table.by_name[row.name].quiet else table.ladder_by(work.settings)
    first = row.overdue_at is None
    if first:
        row.overdue_at = work.now
    told = ladder[row.level] if row.level < len(ladder) else None
    if told is not None:
        row.level += 1
        _announce(work, case, row, told)
    note(work, case, Kind.OVERDUE if first else Kind.TOLD, row, after={"level": row.level, "told": told})
    row.next_attention_at = _next_report(work, case, row) if row.level < len(ladder) else None


def _announce(work: Work, case: Case, row: CaseStep, rank: str) -> None:
    step = procedure_named(case.procedure).by_name[row.name]
    assert row.due_at is not None
    for department, kind in row.tasks:
        words = title(case, step, TaskKind(kind))
        work.announce(
            TaskOverdue(
                case_id=case.id,
                procedure=case.procedure,
                step=row.name,
                round=row.round,
                department=department,
                told_rank=rank,
                title_zh=words.zh,
                title_en=words.en,
                number=case.number,
                link=case.link,
                estate_id=case.estate_id,
                due_at=row.due_at,
                level=row.level,
            ),
            estate=case.estate_id,
        )


def _next_report(work: Work, case: Case, row: CaseStep) -> datetime:
    """One working day after the last report was due; where that has passed too, one working day from now."""
    assert row.next_attention_at is not None
    planned = a_working_day_later(row.next_attention_at, case.zone)
    return planned if planned > work.now else a_working_day_later(work.now, case.zone)


def a_working_day_later(moment: datetime, zone: str) -> datetime:
    """The same time of the next working day; midnight is the 24:00 of the day before it."""
    local = moment.astimezone(ZoneInfo(zone))
    ends_a_day = local.time() == time(0)
    day = local.date() - timedelta(days=1) if ends_a_day else local.date()
    later = calendar.nth_working_day_after(day, 1)
    if ends_a_day:
        later += timedelta(days=1)
    return datetime.combine(later, local.time(), ZoneInfo(zone)).astimezone(moment.tzinfo)
