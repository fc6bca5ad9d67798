"""The settlements of old units, line by line (FIN-4)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Json, Short, When, Yuan
from services.finance.models.base import Base
from services.finance.models.leases import LeaseAccount


class Settlement(Base):
    """The closed account of a unit a tenant leaves (FIN-4); `facts` are the readings and missing items as heard."""

    __tablename__ = "settlements"
    __table_args__ = (
        Index(
            "uq_settlements_open",
            "unit_change_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'confirmed')"),
            sqlite_where=text("state IN ('draft', 'confirmed')"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    unit_change_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    estate_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id]
    lease_id: Mapped[Id] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short]
    change_date: Mapped[date] = mapped_column(Date)
    state: Mapped[Short]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    total: Mapped[Yuan]
    drafted_at: Mapped[When]
    closed_at: Mapped[When | None]
    closed_by_id: Mapped[Short | None]
    closed_by: Mapped[str | None] = mapped_column(String(128))
    void_reason: Mapped[str | None] = mapped_column(Text)
    entry_id: Mapped[Id | None] = mapped_column(ForeignKey("entries.id"))

    lease: Mapped[LeaseAccount] = relationship(viewonly=True, lazy="raise")
    lines: Mapped[list["SettlementLine"]] = relationship(
        lazy="raise", order_by="SettlementLine.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def sum_of_lines(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


class SettlementLine(Base):
    """One line of a settlement with its working; `reason` and `added_by` are only there where finance added it."""

    __tablename__ = "settlement_lines"

    id: Mapped[Id] = mapped_column(primary_key=True)
    settlement_id: Mapped[Id] = mapped_column(ForeignKey("settlements.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    income: Mapped[Short]
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    amount: Mapped[Yuan]
    reason: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[str | None] = mapped_column(String(128))
