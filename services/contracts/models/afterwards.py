"""What comes after a deal: units given back, customers who change units, customers with a problem (SALE-8, SALE-9)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Line, Moment, Short, When, Yuan, word
from services.contracts.models.base import Base, sorting
from services.contracts.models.deals import Deal
from services.contracts.rules.problems import ProblemState
from services.contracts.rules.withdrawals import Why, WithdrawalState


class Withdrawal(Base):
    """A customer wants to give a unit back; `refund` is in yuan, on the evidence named (SALE-9)."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index("ix_withdrawals_estate", "estate_id", "requested_at"),
        *sorting("withdrawals", "requested_at", "withdrawn_on"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.id"), index=True)
    estate_id: Mapped[Id]
    state: Mapped[WithdrawalState] = mapped_column(word(WithdrawalState))
    why: Mapped[Why] = mapped_column(word(Why))
    reason: Mapped[str] = mapped_column(Text)
    refund: Mapped[Yuan]
    evidence: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[When]
    requested_by_id: Mapped[Short]
    requested_by: Mapped[str] = mapped_column(String(128))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(128))
    decision: Mapped[str] = mapped_column(Text, default="")
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    trace: Mapped[Short]

    deal: Mapped[Deal] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class UnitMove(Base):
    """A customer has changed units, as property's notice told it (SALE-8)."""

    __tablename__ = "unit_moves"
    __table_args__ = (*sorting("unit_moves", "changed_on", key="unit_change_id"),)

    unit_change_id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    estate_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id]
    customer_name: Mapped[Line]
    old_unit_number: Mapped[Short]
    new_unit_number: Mapped[Short]
    changed_on: Mapped[date] = mapped_column(Date)
    cause: Mapped[Short]
    trace: Mapped[Short]


class Problem(Base):
    """A customer with a problem, reported upward until it is resolved (SALE-8)."""

    __tablename__ = "problems"
    __table_args__ = (Index("ix_problems_estate", "estate_id", "reported_at"), *sorting("problems", "reported_at"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.id"), index=True)
    estate_id: Mapped[Id]
    state: Mapped[ProblemState] = mapped_column(word(ProblemState))
    text: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[When]
    reported_by: Mapped[str] = mapped_column(String(128))
    resolution: Mapped[str] = mapped_column(Text, default="")
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by: Mapped[str | None] = mapped_column(String(128))
    trace: Mapped[Short]

    deal: Mapped[Deal] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}
