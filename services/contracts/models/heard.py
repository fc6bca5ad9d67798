"""Sales control's own copy of what it has been told: who works where, and which customers leasing has registered."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Exact, Id, Json, Line, Short
from services.contracts.models.base import Base


class KnownPerson(Base):
    """Somebody who works here, or did."""

    __tablename__ = "known_people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    estates: Mapped[list[Any]] = mapped_column(Json)
    active: Mapped[bool]


class KnownVisitor(Base):
    """A customer of leasing's register at an estate."""

    __tablename__ = "known_visitors"

    customer_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(primary_key=True)


class KnownConcession(Base):
    """A discount that a customer has on a unit, in percent of the list's price (LEAD-14)."""

    __tablename__ = "known_concessions"
    __table_args__ = (Index("ix_known_concessions_whose", "customer_id", "unit_id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    customer_id: Mapped[Id]
    unit_id: Mapped[Id]
    dealing: Mapped[Short]
    percent: Mapped[Decimal] = mapped_column(Exact(2))
    granted_by: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str] = mapped_column(Text)
    valid_until: Mapped[date] = mapped_column(Date)


class RunningNumber(Base):
    """The last number given in a series."""

    __tablename__ = "running_numbers"

    series: Mapped[Short] = mapped_column(primary_key=True)
    last: Mapped[int]
