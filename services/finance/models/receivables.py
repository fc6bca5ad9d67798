"""Later days that were asked for, money found for somebody, and what customers are paid back (FIN-3)."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Short, When, Yuan
from services.finance.models.base import Base
from services.finance.models.deals import Deal, Instalment
from services.finance.models.deposits import Suspense


class Deferral(Base):
    """An application for a later day of payment; of an instalment one is open at a time."""

    __tablename__ = "deferrals"
    __table_args__ = (
        Index(
            "uq_deferrals_asked",
            "instalment_id",
            unique=True,
            postgresql_where=text("state = 'asked'"),
            sqlite_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    instalment_id: Mapped[Id] = mapped_column(ForeignKey("instalments.id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    old_date: Mapped[date] = mapped_column(Date)
    new_date: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[Short]
    asked_at: Mapped[When] = mapped_column(index=True)
    asked_by_id: Mapped[Short]
    asked_by: Mapped[str] = mapped_column(String(128))
    decided_at: Mapped[When | None]
    decided_by: Mapped[str | None] = mapped_column(String(128))
    note: Mapped[str | None] = mapped_column(Text)
    trace: Mapped[Short] = mapped_column(default="", server_default="")

    instalment: Mapped[Instalment] = relationship(viewonly=True, lazy="raise")


class Match(Base):
    """Money in suspense that went to a lease, a deal or a deposit, or was owed back; reversed where that was wrong."""

    __tablename__ = "matches"

    id: Mapped[Id] = mapped_column(primary_key=True)
    suspense_id: Mapped[Id] = mapped_column(ForeignKey("suspense.id"), index=True)
    entry_id: Mapped[Id] = mapped_column(ForeignKey("entries.id"), index=True)
    purpose: Mapped[Short]
    number: Mapped[Short]
    lease_id: Mapped[Id | None]
    deal_id: Mapped[Id | None]
    amount: Mapped[Yuan]
    at: Mapped[When]
    by: Mapped[str] = mapped_column(String(128))
    reversed_at: Mapped[When | None]
    reversed_by: Mapped[str | None] = mapped_column(String(128))
    reason: Mapped[str | None] = mapped_column(Text)

    suspense: Mapped[Suspense] = relationship(lazy="raise")


class Refund(Base):
    """What a customer is to have back, on the evidence named; owed once so much is held of their money."""

    __tablename__ = "refunds"

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    amount: Mapped[Yuan]
    evidence: Mapped[str] = mapped_column(Text)
    state: Mapped[Short]
    approved_at: Mapped[When] = mapped_column(index=True)
    purse: Mapped[Short | None]
    paid_at: Mapped[When | None]
    paid_by: Mapped[str | None] = mapped_column(String(128))

    deal: Mapped[Deal] = relationship(viewonly=True, lazy="raise")
