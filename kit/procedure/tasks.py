"""Opens and closes the tasks that departments find in their inboxes (PROC-2)."""

from collections.abc import Iterable

from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome
from kit.procedure.models import Case, CaseStep
from kit.procedure.table import Step, procedure_named
from kit.procedure.words import Words
from kit.work import Work


def title(case: Case, step: Step, kind: TaskKind) -> Words:
    """What a task is called in an inbox."""
    procedure = procedure_named(case.procedure)
    if kind is TaskKind.SIGN:
        return Words(f"{procedure.zh}:{step.zh}(签字)", f"{procedure.en}: {step.en} (signature)")
    return Words(f"{procedure.zh}:{step.zh}", f"{procedure.en}: {step.en}")


def open_tasks(work: Work, case: Case, step: Step, row: CaseStep, departments: Iterable[str], kind: TaskKind) -> None:
    """Gives each department its task; a quiet step is in no inbox."""
    if step.quiet:
        return
    words = title(case, step, kind)
    for department in departments:
        row.tasks = [*row.tasks, [str(department), kind.value]]
        work.announce(
            TaskOpened(
                case_id=case.id,
                procedure=case.procedure,
                step=row.name,
                round=row.round,
                department=str(department),
                kind=kind,
                title_zh=words.zh,
                title_en=words.en,
                number=case.number,
                link=case.link,
                estate_id=case.estate_id,
                opened_at=work.now,
                due_at=row.due_at,
            ),
            estate=case.estate_id,
        )


def close_tasks(work: Work, case: Case, row: CaseStep, outcome: TaskOutcome, department: str | None = None) -> None:
    """Closes the step's open tasks, or those of one department."""
    closing = [task for task in row.tasks if department in (None, task[0])]
    row.tasks = [task for task in row.tasks if task not in closing]
    for owner, kind in closing:
        work.announce(
            TaskClosed(
                case_id=case.id,
                procedure=case.procedure,
                step=row.name,
                round=row.round,
                department=owner,
                kind=TaskKind(kind),
                outcome=outcome,
                closed_at=work.now,
            ),
            estate=case.estate_id,
        )
