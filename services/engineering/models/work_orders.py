"""Work orders with their history and photos (ENG-2)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Json, Line, Short, When, word
from services.engineering.models.base import Base
from services.engineering.models.technicians import Technician
from services.engineering.rules.areas import Place
from services.engineering.rules.dispatch import Job
from services.engineering.rules.moves import Priority, State
from services.words import Trade


class WorkOrder(Base):
    """One thing to be repaired.

    Orders for a unit change carry `unit_change_id` and `fault_id`. `about_customer` says that the work concerns the
    customer's own equipment, so that it follows the customer into another unit. `reasoning` is why it was dispatched as
    it was, or why it could not be; `asked_times` counts how often a supervisor was asked to dispatch it by hand.
    """

    __tablename__ = "work_orders"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    estate_id: Mapped[Id]
    unit_id: Mapped[Id | None] = mapped_column(index=True)
    unit_number: Mapped[Short | None]
    building: Mapped[Short | None]
    floor: Mapped[int | None]
    place: Mapped[Line | None]
    trade: Mapped[Trade] = mapped_column(word(Trade))
    description: Mapped[str] = mapped_column(Text)
    priority: Mapped[Priority] = mapped_column(word(Priority))
    queue: Mapped[Short]
    customer_id: Mapped[Id | None]
    about_customer: Mapped[bool] = mapped_column(default=False)
    unit_change_id: Mapped[Id | None] = mapped_column(index=True)
    fault_id: Mapped[Id | None] = mapped_column(unique=True)
    state: Mapped[State] = mapped_column(word(State), default=State.NEW)
    technician_id: Mapped[Id | None] = mapped_column(ForeignKey("technicians.id"))
    rejected_by: Mapped[list[str]] = mapped_column(Json, default=list)
    reasoning: Mapped[dict[str, Any] | None] = mapped_column(Json)
    asks_supervisor: Mapped[bool] = mapped_column(default=False)
    asked_times: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[When]
    opened_by: Mapped[Short]
    due_at: Mapped[When | None]
    overdue_at: Mapped[When | None]
    accepted_at: Mapped[When | None]
    started_at: Mapped[When | None]
    finished_at: Mapped[When | None]
    cost: Mapped[Decimal | None] = mapped_column(Exact(2))
    materials: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    version: Mapped[int] = mapped_column()

    technician: Mapped[Technician | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        CheckConstraint("cost >= 0", name="cost"),
        Index("ix_work_orders_technician_id_state", "technician_id", "state"),
        Index("ix_work_orders_estate_id_state", "estate_id", "state"),
        Index("ix_work_orders_state_due_at", "state", "due_at"),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def where(self) -> Place:
        return Place(self.estate_id, self.building, self.floor)

    def as_job(self) -> Job:
        """The work order as dispatching looks at one."""
        return Job(self.trade, self.where, frozenset(self.rejected_by), self.technician_id)


class WorkOrderLine(Base):
    """One line of a work order's history, only ever added: who did what when, and what it changed."""

    __tablename__ = "work_order_lines"

    id: Mapped[Id] = mapped_column(primary_key=True)
    work_order_id: Mapped[Id] = mapped_column(ForeignKey("work_orders.id"), index=True)
    at: Mapped[When]
    who_id: Mapped[str] = mapped_column(String(64))
    who: Mapped[Line]
    act: Mapped[Short]
    before: Mapped[State | None] = mapped_column(word(State))
    after: Mapped[State] = mapped_column(word(State))
    note_zh: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")


refuse_changes(WorkOrderLine.__table__)


class Photo(Base):
    """A picture that goes with a work order."""

    __tablename__ = "work_order_photos"

    id: Mapped[Id] = mapped_column(primary_key=True)
    work_order_id: Mapped[Id] = mapped_column(ForeignKey("work_orders.id"), index=True)
    name: Mapped[Line]
    content_type: Mapped[Short]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[When]
    added_by: Mapped[Line]


class WorkOrderCount(Base):
    """The last running number of an estate's day."""

    __tablename__ = "work_order_counts"

    estate_id: Mapped[Id] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]
