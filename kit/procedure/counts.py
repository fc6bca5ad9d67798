"""Counts what is under way, for those who watch: by index, so that what is long over costs nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit.procedure.models import Case, CaseState, CaseStep, StepState

Place = tuple[str, str]


@dataclass
class Waiting:
    """How many steps wait, by procedure and step; how many tasks, and late ones, by procedure and department."""

    steps: Counter[Place] = field(default_factory=Counter)
    tasks: Counter[Place] = field(default_factory=Counter)
    overdue: Counter[Place] = field(default_factory=Counter)


def cases(session: Session) -> list[tuple[str, int]]:
    """How many cases of each procedure are under way."""
    counted = select(Case.procedure, func.count()).where(Case.state == CaseState.OPEN.value).group_by(Case.procedure)
    return [(procedure, count) for procedure, count in session.execute(counted)]


def steps(session: Session, now: datetime) -> Waiting:
    """What waits to be done or signed; late is what is due by `now`, whether it was already marked or not."""
    states = (StepState.OPEN.value, StepState.AWAITING_SIGNATURES.value)
    late = func.count().filter(CaseStep.due_at <= now)
    counted = (
        select(Case.procedure, CaseStep.name, CaseStep.tasks, func.count(), late)
        .join(Case, Case.id == CaseStep.case_id)
        .where(CaseStep.state.in_(states))
        .group_by(Case.procedure, CaseStep.name, CaseStep.tasks)
    )
    waiting = Waiting()
    for procedure, step, tasks, count, overdue in session.execute(counted):
        waiting.steps[procedure, step] += count
        for department, _kind in tasks:
            waiting.tasks[procedure, department] += count
            waiting.overdue[procedure, department] += overdue
    return waiting
