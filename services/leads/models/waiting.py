"""The long-term waiting list: who went elsewhere, and which units were found for them since (LEAD-18)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Exact, Id, Line, Moment, Short, When, word
from services.leads.models.base import Base
from services.leads.models.units import TARIFF_PLACES
from services.leads.rules.losing import Cause
from services.leads.rules.offers import Dealing, Wanted


class Waiting(Base):
    """A lead that was lost at an estate: to which building, at which price and term, and why; and what it wants.

    `rival_price` and `expected_price` are yuan for a square metre and day, or for the whole unit. While `left_at` is
    empty the customer waits, once at most.
    """

    __tablename__ = "waiting_list"
    __table_args__ = (
        Index(
            "uq_waiting_list_open",
            "estate_id",
            "customer_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
            sqlite_where=text("left_at IS NULL"),
        ),
        Index(None, "estate_id", "lost_on"),
        Index(
            "ix_waiting_list_wanted",
            *("estate_id", "dealing", "area_from", "area_to", "budget"),
            postgresql_where=text("left_at IS NULL"),
            sqlite_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    estate_id: Mapped[Id]
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer: Mapped[Line] = mapped_column(info={"personal": True})
    consultant_id: Mapped[Short] = mapped_column(index=True)
    consultant: Mapped[Line]
    lost_on: Mapped[date] = mapped_column(Date)
    at: Mapped[When]
    dealing: Mapped[Dealing] = mapped_column(word(Dealing))
    cause: Mapped[Cause] = mapped_column(word(Cause))
    reason: Mapped[str] = mapped_column(String(500))
    rival_building: Mapped[Line]
    rival_price: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    rival_term_months: Mapped[int | None]
    expected_price: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    area_from: Mapped[Decimal | None] = mapped_column(Exact(2))
    area_to: Mapped[Decimal | None] = mapped_column(Exact(2))
    layout: Mapped[Short]
    budget: Mapped[Decimal | None] = mapped_column(Exact(2))
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    left_reason: Mapped[str | None] = mapped_column(String(500))

    __mapper_args__ = {"version_id_col": version}

    def as_wanted(self) -> Wanted:
        """What is looked for; the price that was too high bounds it only where the price was the cause."""
        most = self.expected_price if self.cause is Cause.PRICE else None
        return Wanted(self.area_from, self.area_to, self.layout, self.budget, most)


class FoundOffer(Base):
    """A unit that came free and fits somebody who waits; told once for each time that it comes free."""

    __tablename__ = "found_offers"
    __table_args__ = (UniqueConstraint("waiting_id", "unit_id", "free_since"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    waiting_id: Mapped[Id] = mapped_column(index=True)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short]
    free_since: Mapped[When]
    at: Mapped[When]
    price: Mapped[Decimal] = mapped_column(Exact(TARIFF_PLACES))
