"""Whose customer a deal was about, as leasing says it, and what its consultants earn by it (FIN-6)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Exact, Id, Json, Short, When, Yuan
from services.finance.models.base import Base, Person
from services.finance.models.deals import Deal

_STANDS = text("state IN ('accrued', 'payable', 'paid')")


class Verdict(Base):
    """The verdict in force on a deal: of those heard the one with the highest position."""

    __tablename__ = "verdicts"

    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), primary_key=True)
    verdict_id: Mapped[Id]
    position: Mapped[int]
    shares: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    is_final: Mapped[bool]


class Commission(Base):
    """What a consultant earns by a deal under one verdict: `percent` is the share, `rate` the percentage of `price`.

    Of each, one stands at a time; one that was taken back stays beside that which was earned anew.
    `month` is that of the accrual, as 2026-12; `payable_on` the day since when it may be paid.
    """

    __tablename__ = "commissions"
    __table_args__ = (
        Index(
            "uq_commissions_standing",
            *("deal_id", "position", "consultant_id"),
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    consultant_id: Mapped[Id] = mapped_column(index=True)
    position: Mapped[int]
    price: Mapped[Yuan]
    rate: Mapped[Decimal] = mapped_column(Exact(4))
    percent: Mapped[Decimal] = mapped_column(Exact(4))
    amount: Mapped[Yuan]
    state: Mapped[Short] = mapped_column(index=True)
    month: Mapped[Short] = mapped_column(index=True)
    accrued_at: Mapped[When] = mapped_column(index=True)
    payable_on: Mapped[date | None] = mapped_column(Date)
    paid_at: Mapped[When | None]
    paid_by: Mapped[str | None] = mapped_column(String(128))
    taken_back_at: Mapped[When | None]
    reason: Mapped[str | None] = mapped_column(Text)
    entry_id: Mapped[Id] = mapped_column(ForeignKey("entries.id"))

    deal: Mapped[Deal] = relationship(viewonly=True, lazy="raise")
    consultant: Mapped[Person | None] = relationship(
        viewonly=True, lazy="raise", primaryjoin="foreign(Commission.consultant_id) == Person.id"
    )
