"""Quotations, as they were said, for ever (LEAD-13)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import BigKey, Exact, Id, Json, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.disclosure import Audience, PriceKind
from services.leads.rules.offers import Dealing


class Quotation(Base):
    """A quotation. Rows are only ever added.

    `told` holds all that was said: units, lines with their workings, concessions; amounts in yuan as text. `listed`
    holds the price list of each unit at the time, which is not shown and tells later what has changed.
    """

    __tablename__ = "quotations"
    __table_args__ = (
        Index(None, "estate_id", "position"),
        Index(None, "customer_id", "position"),
        Index(None, "by_id", "position"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigKey, unique=True, autoincrement=False)
    number: Mapped[Short]
    estate_id: Mapped[Id]
    at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    dealing: Mapped[Dealing] = mapped_column(word(Dealing))
    audience: Mapped[Audience] = mapped_column(word(Audience))
    said_as: Mapped[PriceKind] = mapped_column(word(PriceKind))
    customer_id: Mapped[Id | None]
    broker_id: Mapped[Id | None]
    addressee: Mapped[Line] = mapped_column(info={"personal": True})
    term_months: Mapped[int | None]
    monthly: Mapped[Decimal] = mapped_column(Exact(2))
    once: Mapped[Decimal] = mapped_column(Exact(2))
    told: Mapped[dict[str, Any]] = mapped_column(Json)
    listed: Mapped[dict[str, Any]] = mapped_column(Json)
    by_id: Mapped[Short]
    by_name: Mapped[Line]


class QuotedUnit(Base):
    """A unit that a quotation is of, to be found by."""

    __tablename__ = "quoted_units"

    quotation_id: Mapped[Id] = mapped_column(primary_key=True)
    unit_id: Mapped[Id] = mapped_column(primary_key=True, index=True)


refuse_changes(Quotation.__table__)
refuse_changes(QuotedUnit.__table__)
