"""What every service that runs procedures tells the others: tasks that opened, closed, or are late (PROC-2, PROC-5).

A task is known by its case, step, round, department and kind; within a round it opens once and closes once. A step that
is sent back, or recorded again, goes on in its next round.
"""

from datetime import datetime
from enum import StrEnum

from kit.events import ANY, Event


class TaskKind(StrEnum):
    """What a department is asked for: to do the step, or to sign what another recorded."""

    DO = "do"
    SIGN = "sign"


class TaskOutcome(StrEnum):
    """How a task ended."""

    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    SENT_BACK = "sent_back"


class TaskOpened(Event, service=ANY, about="case", key="case_id"):
    """A step has become possible, or waits for a signature: one department has something to do."""

    case_id: str
    procedure: str
    step: str
    round: int
    department: str
    kind: TaskKind
    title_zh: str
    title_en: str
    number: str
    link: str
    estate_id: str | None
    opened_at: datetime
    due_at: datetime | None


class TaskClosed(Event, service=ANY, about="case", key="case_id"):
    """One department has nothing more to do for a step in this round."""

    case_id: str
    procedure: str
    step: str
    round: int
    department: str
    kind: TaskKind
    outcome: TaskOutcome
    closed_at: datetime


class TaskOverdue(Event, service=ANY, about="case", key="case_id"):
    """A task is late, and one rank more is told: `level` 1 at the deadline, the next each further working day."""

    case_id: str
    procedure: str
    step: str
    round: int
    department: str
    told_rank: str
    title_zh: str
    title_en: str
    number: str
    link: str
    estate_id: str | None
    due_at: datetime
    level: int
