"""Brings open cases to their table as it is now, after a release that added steps to it or dropped some."""

from kit.ids import new_id
from kit.procedure.events import TaskOutcome
from kit.procedure.flow import end_step, move_on
from kit.procedure.history import Kind, changing
from kit.procedure.models import Case, CaseStep, StepState
from kit.procedure.table import Procedure, procedure_named
from kit.procedure.words import Words
from kit.work import Work

_GONE = Words("程序已不再有此步骤。", "The procedure no longer has this step.")


def new_rows(procedure: Procedure, there: set[str]) -> list[CaseStep]:
    """What a case remembers of each step of the table, but for those that are there already."""
    return [
        CaseStep(
            id=new_id(),
            name=step.name,
            position=position,
            state=StepState.WAITING,
            round=1,
            level=0,
            tasks=[],
            signatures=[],
        )
        for position, step in enumerate(procedure.steps)
        if step.name not in there
    ]


def keep_up(work: Work, case: Case) -> None:
    """Gives an open case the steps that its table has gained, and skips those that it has lost.

    In a work that only reads, the case is shown with its new steps and nothing is stored.
    """
    if not case.is_open:
        return
    table = procedure_named(case.procedure)
    gained = new_rows(table, {row.name for row in case.steps})
    lost = [row for row in case.steps if row.name not in table.by_name and is_unfinished(row)]
    case.steps.extend(gained)
    if (gained or lost) and not work.reads_only:
        for row in lost:
            with changing(work, case, row, Kind.SKIPPED, _GONE):
                end_step(work, case, row, StepState.SKIPPED, TaskOutcome.SKIPPED)
        move_on(work, case)


def is_unfinished(row: CaseStep) -> bool:
    return row.state in (StepState.WAITING, StepState.OPEN, StepState.AWAITING_SIGNATURES)
