"""What a service remembers of its procedures: cases, their steps, and a history that only grows (PROC-6)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import BigKey, Id, Json, Line, Moment, Short
from kit.tables import kit_metadata


class CaseState(StrEnum):
    """Where a case as a whole stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """Where one step of a case stands."""

    WAITING = "waiting"
    OPEN = "open"
    AWAITING_SIGNATURES = "awaiting_signatures"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Base(DeclarativeBase):
    metadata = kit_metadata


class Case(Base):
    """A procedure being carried out for one business thing, whose id it bears.

    `dates` are the days given at the opening, as ISO texts; `version` counts what people and events have done to it.
    """

    __tablename__ = "cases"

    id: Mapped[Id] = mapped_column(primary_key=True)
    procedure: Mapped[Short]
    number: Mapped[Short]
    estate_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    zone: Mapped[Short]
    dates: Mapped[dict[str, str]] = mapped_column(Json)
    link: Mapped[Line]
    state: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()
    steps: Mapped[list["CaseStep"]] = relationship(order_by="CaseStep.position", lazy="raise")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
    __table_args__ = (Index("ix_cases_procedure_state", "procedure", "state"),)

    @property
    def is_open(self) -> bool:
        return self.state == CaseState.OPEN

    @property
    def days(self) -> dict[str, date]:
        return {name: date.fromisoformat(day) for name, day in self.dates.items()}

    def step(self, name: str) -> "CaseStep":
        """The step of that name. Raises KeyError where the case has none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)


class CaseStep(Base):
    """One step of one case.

    `tasks` are the tasks now open, each a department and a kind; `signatures` those given in this round.
    `next_attention_at` is when the step becomes late or the next rank is told, and is empty where nothing is
    waited for; `level` counts the ranks told.
    """

    __tablename__ = "case_steps"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"))
    name: Mapped[Short]
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(24))
    round: Mapped[int]
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    overdue_at: Mapped[datetime | None] = mapped_column(Moment)
    next_attention_at: Mapped[datetime | None] = mapped_column(Moment)
    level: Mapped[int]
    tasks: Mapped[list[list[str]]] = mapped_column(Json)
    recorded: Mapped[dict[str, Any] | None] = mapped_column(Json)
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(Json, info={"personal": True})
    reason: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_id: Mapped[str | None] = mapped_column(String(64))
    done_by: Mapped[str | None] = mapped_column(String(128))

    __table_args__ = (UniqueConstraint("case_id", "name"),)


_watched = CaseStep.__table__.c.next_attention_at
Index(
    "ix_case_steps_next_attention_at",
    _watched,
    postgresql_where=_watched.is_not(None),
    sqlite_where=_watched.is_not(None),
)


class HistoryLine(Base):
    """One thing that happened to a case: who, when, which step and round, what was recorded, before and after."""

    __tablename__ = "case_history"

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(32))
    step: Mapped[str | None] = mapped_column(String(64))
    round: Mapped[int | None]
    by_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(128))
    department: Mapped[str | None] = mapped_column(String(64))
    recorded: Mapped[dict[str, Any] | None] = mapped_column(Json)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str | None] = mapped_column(Text)
    note_zh: Mapped[str | None] = mapped_column(Text)
    note_en: Mapped[str | None] = mapped_column(Text)
    correlation_id: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_case_history_case_id", "case_id", "position"),)


# What is under way is counted often, and is little beside what is over.
_is_under_way = Case.__table__.c.state == CaseState.OPEN.value
Index("ix_cases_under_way", Case.__table__.c.procedure, postgresql_where=_is_under_way, sqlite_where=_is_under_way)
_waits = CaseStep.__table__.c.state.in_((StepState.OPEN.value, StepState.AWAITING_SIGNATURES.value))
Index("ix_case_steps_waiting", CaseStep.__table__.c.case_id, postgresql_where=_waits, sqlite_where=_waits)


refuse_changes(HistoryLine.__table__)
