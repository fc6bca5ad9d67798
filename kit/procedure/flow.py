"""How a case moves on: which steps have become possible, and when the whole is done."""

from typing import Any

from kit.procedure.due import Opening
from kit.procedure.events import TaskKind, TaskOutcome
from kit.procedure.history import Kind, changing, note
from kit.procedure.models import Case, CaseState, CaseStep, StepState
from kit.procedure.table import Procedure, Step, procedure_named
from kit.procedure.tasks import close_tasks, open_tasks
from kit.work import Work


def satisfied(case: Case, table: Procedure) -> set[str]:
    """The steps that no longer hold up those that need them.

    A step done is one. A step skipped is one only when all that it needs is: one may know early that it is not called
    for, and what comes after still waits for what came before.
    """
    ready: set[str] = set()
    states = {row.name: row.state for row in case.steps}
    for step in table.in_order:
        state = states.get(step.name)
        if state == StepState.DONE or (state == StepState.SKIPPED and ready.issuperset(step.needs)):
            ready.add(step.name)
    return ready


def move_on(work: Work, case: Case) -> None:
    """Opens every step that has become possible, and closes the case when all are done or skipped."""
    table = procedure_named(case.procedure)
    ready = satisfied(case, table)
    for step in table.steps:
        row = case.step(step.name)
        if row.state == StepState.WAITING and ready.issuperset(step.needs):
            open_step(work, case, step, row)
    if len(ready) == len(table.steps):
        case.state = CaseState.DONE
        case.closed_at = work.now
        note(work, case, Kind.CASE_DONE)


def open_step(work: Work, case: Case, step: Step, row: CaseStep) -> None:
    """The step can be done from now on; its deadline is reckoned and its owners get their tasks."""
    with changing(work, case, row, Kind.OPENED):
        row.state = StepState.OPEN
        row.opened_at = work.now
        if step.due is not None:
            row.due_at = step.due.deadline(Opening(work.now, case.zone, case.days, work.settings))
            row.next_attention_at = row.due_at
        open_tasks(work, case, step, row, step.owners, TaskKind.DO)


def end_step(work: Work, case: Case, row: CaseStep, state: StepState, outcome: TaskOutcome) -> None:
    """The step is over for this round; nobody is waited for any more."""
    close_tasks(work, case, row, outcome)
    row.state = state
    row.next_attention_at = None


def take_back(work: Work, case: Case, row: CaseStep, kind: Kind, **more: Any) -> None:
    """What was done in the step no longer counts; it waits to be done in its next round."""
    with changing(work, case, row, kind, **more):
        end_step(work, case, row, StepState.WAITING, TaskOutcome.SENT_BACK)
        row.round += 1
        row.level, row.recorded, row.signatures, row.reason = 0, None, [], None
        row.opened_at = row.due_at = row.overdue_at = row.done_at = None
        row.done_by_id = row.done_by = None
