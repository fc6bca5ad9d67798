"""Estates and units as property tells of them, and how each unit stands on the board."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Date, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Exact, Id, Line, Moment, Short, SquareMetres, word
from services.contracts.models.base import Base, sorting
from services.contracts.rules.board import State
from services.contracts.rules.terms import TARIFF_PLACES

_Tariff = Exact(TARIFF_PLACES)


class Estate(Base):
    """An estate, as property opened it."""

    __tablename__ = "estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    timezone: Mapped[Short]


class WaitingChange(Base):
    """An open unit change whose new unit is not kept for it yet, because another has it (SALE-17).

    `told` is what property was told last of why that is so: nothing, where it was not told yet.
    """

    __tablename__ = "waiting_changes"

    unit_change_id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"))
    change_date: Mapped[date] = mapped_column(Date)
    told: Mapped[str] = mapped_column(Text, default="")


class CalledOff(Base):
    """A unit change that was called off; should it be asked for once more, nothing is kept for it."""

    __tablename__ = "called_off_changes"

    unit_change_id: Mapped[Id] = mapped_column(primary_key=True)


class Unit(Base):
    """A unit, as property recorded it; `kept_for` is the number of the unit change that is to bring a tenant in.

    On the board it has a `state`, a price for what it is offered for (yuan; SALE-1), and the deal that has it;
    `is_offered` is whether sales control has released it, whoever has it since.
    `leased_until` is the last day that is promised to any lease of the register.
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        Index("ix_units_board", "number", "id"),
        *sorting("units", "floor", "area_built"),
        *sorting("units", "sale_price", "rent_per_sqm_day", "state_since", may_be_empty=True),
        Index("ix_units_state", "estate_id", "state"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    estate_name: Mapped[Line]
    number: Mapped[Short]
    building: Mapped[Short]
    floor: Mapped[int]
    area_built: Mapped[SquareMetres]
    kept_for: Mapped[Short | None]
    kept_for_id: Mapped[Id | None]

    area_usable: Mapped[Decimal | None] = mapped_column(Exact(2))
    layout: Mapped[Short] = mapped_column(default="", server_default="")
    aspect: Mapped[Short] = mapped_column(default="", server_default="")
    fit_out: Mapped[Short] = mapped_column(default="", server_default="")
    use: Mapped[Short] = mapped_column(default="", server_default="")

    state: Mapped[State] = mapped_column(word(State), default=State.WITHDRAWN, server_default=State.WITHDRAWN.value)
    is_offered: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    state_since: Mapped[datetime | None] = mapped_column(Moment)
    deal_id: Mapped[Id | None]
    leased_until: Mapped[date | None] = mapped_column(Date, index=True)
    sale_price: Mapped[Decimal | None] = mapped_column(Exact(2))
    rent_per_sqm_day: Mapped[Decimal | None] = mapped_column(_Tariff)
    management_per_sqm_month: Mapped[Decimal] = mapped_column(_Tariff, default=0, server_default="0")
    parking_per_month: Mapped[Decimal] = mapped_column(_Tariff, default=0, server_default="0")
    phone_per_line_month: Mapped[Decimal] = mapped_column(_Tariff, default=0, server_default="0")
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    sample_notes: Mapped[str] = mapped_column(Text, default="", server_default="")
