"""Why a step may not be done now for the time it is: too early, or lapsed (PROC-4)."""

from collections.abc import Iterator

from kit.clock import local_date
from kit.procedure.models import Case
from kit.procedure.table import Step
from kit.reasons import Reason
from kit.work import Work


def reasons_too_early(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """A step with a day before which it cannot be done waits for that day where its case is."""
    if step.not_before is not None:
        day = step.not_before.day(case.days, work.settings)
        if local_date(work.now, case.zone) < day:
            yield Reason(
                "too_early",
                f"“{step.zh}”最早于 {day.isoformat()} 办理。",
                f"“{step.en}” cannot be done before {day.isoformat()}.",
                rule="PROC-3",
                details={"not_before": day.isoformat()},
            )


def reasons_too_late(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """What lapses can be done to the end of its time, whether the clock has come by since or not."""
    due_at = case.step(step.name).due_at
    if step.lapses is not None and due_at is not None and due_at <= work.now:
        yield Reason("lapsed", step.lapses.zh, step.lapses.en, rule="PROC-4")
