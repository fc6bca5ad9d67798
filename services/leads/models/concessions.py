"""Concessions: what a consultant granted, and what was applied for, with its history (LEAD-14)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import BigKey, Exact, Id, Json, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.models.units import TARIFF_PLACES
from services.leads.rules.concessions import Kind, State
from services.leads.rules.offers import Dealing


class Concession(Base):
    """A concession for one customer and one unit; `amount` is a percent, or days without rent.

    `expected_price` is what the customer could bear and `listed` what the list asks: yuan for a square metre and day,
    or for the whole unit. With `is_put` it was an application; else its consultant granted it inside their authority.
    `granted` is what was granted in the end, quoted to the end of `valid_until`.
    """

    __tablename__ = "concessions"
    __table_args__ = (
        Index(None, "estate_id", "state", "position"),
        Index(None, "customer_id", "unit_id"),
        Index(None, "consultant_id", "position"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    position: Mapped[int] = mapped_column(BigKey, unique=True, autoincrement=False)
    number: Mapped[Short]
    estate_id: Mapped[Id]
    customer_id: Mapped[Id]
    customer: Mapped[Line] = mapped_column(info={"personal": True})
    unit_id: Mapped[Id]
    unit_number: Mapped[Short]
    dealing: Mapped[Dealing] = mapped_column(word(Dealing))
    kind: Mapped[Kind] = mapped_column(word(Kind))
    asked: Mapped[Decimal | None] = mapped_column(Exact(2))
    listed: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    expected_price: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    reason: Mapped[str] = mapped_column(String(500))
    is_put: Mapped[bool]
    state: Mapped[State] = mapped_column(word(State))
    granted: Mapped[Decimal | None] = mapped_column(Exact(2))
    decided_by_id: Mapped[Short | None]
    decided_by: Mapped[Line | None]
    valid_until: Mapped[date | None] = mapped_column(Date)
    at: Mapped[When]
    consultant_id: Mapped[Short]
    consultant: Mapped[Line]

    __mapper_args__ = {"version_id_col": version}


class ConcessionMove(Base):
    """One thing that happened to a concession. Rows are only ever added."""

    __tablename__ = "concession_moves"

    id: Mapped[Id] = mapped_column(primary_key=True)
    concession_id: Mapped[Id] = mapped_column(index=True)
    at: Mapped[When]
    by_id: Mapped[Short]
    by_name: Mapped[Line]
    act: Mapped[Short]
    before: Mapped[State | None] = mapped_column(word(State))
    after: Mapped[State] = mapped_column(word(State))
    reason: Mapped[str] = mapped_column(String(500))
    terms: Mapped[dict[str, Any]] = mapped_column(Json)


refuse_changes(ConcessionMove.__table__)
