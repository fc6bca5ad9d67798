"""Leasing's own copy of what can be offered: units, prices, the board, who has which trade on a floor, floor plans."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Line, Moment, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.offers import BoardState, Price, Unit

TARIFF_PLACES = 4


class OfferedUnit(Base):
    """A unit as property recorded it, contracts priced it, and the board has it, in whichever order they told of it.

    What was not told yet is empty; a unit never told of by the board is withdrawn. `rent_per_day` is worked out from
    tariff and area, in yuan, to be searched by. `free_since` is when the board last made it available, `kept_for` the
    number of the unit change that it is kept for.
    """

    __tablename__ = "offered_units"
    __table_args__ = (
        Index(None, "estate_id", "state", "area_built"),
        Index(None, "estate_id", "building", "floor"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    number: Mapped[Short]
    building: Mapped[Short | None]
    floor: Mapped[int | None]
    area_built: Mapped[Decimal | None] = mapped_column(Exact(2))
    area_usable: Mapped[Decimal | None] = mapped_column(Exact(2))
    layout: Mapped[Short | None]
    aspect: Mapped[Short | None]
    fit_out: Mapped[Short | None]
    use: Mapped[Short | None]
    sale_price: Mapped[Decimal | None] = mapped_column(Exact(2))
    rent_per_sqm_day: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    management_per_sqm_month: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    parking_per_month: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    phone_per_line_month: Mapped[Decimal | None] = mapped_column(Exact(TARIFF_PLACES))
    rent_per_day: Mapped[Decimal | None] = mapped_column(Exact(6))
    state: Mapped[BoardState] = mapped_column(word(BoardState), default=BoardState.WITHDRAWN)
    free_since: Mapped[datetime | None] = mapped_column(Moment)
    kept_for: Mapped[Short | None]

    @property
    def stands(self) -> BoardState:
        """How it stands on the board; what is kept for a tenant who changes units is on offer to nobody."""
        return BoardState.KEPT if self.kept_for and self.state is BoardState.AVAILABLE else self.state

    def as_unit(self) -> Unit | None:
        """The unit as the rules look at one; None until property has recorded it."""
        if self.area_built is None or self.area_usable is None:
            return None
        return Unit(
            self.id,
            self.number,
            self.building or "",
            self.floor or 0,
            self.area_built,
            self.area_usable,
            self.layout or "",
            self.aspect or "",
            self.fit_out or "",
            self.stands,
            self.as_price(),
        )

    def as_price(self) -> Price | None:
        """What it costs by the price list; None until contracts has told."""
        if self.management_per_sqm_month is None:
            return None
        return Price(
            self.sale_price,
            self.rent_per_sqm_day,
            self.management_per_sqm_month,
            self.parking_per_month or Decimal(0),
            self.phone_per_line_month or Decimal(0),
        )


class Tenancy(Base):
    """That a tenant of this trade has this unit on these days; who it is stays with contracts."""

    __tablename__ = "tenancies"

    lease_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    unit_id: Mapped[Id] = mapped_column(index=True)
    business: Mapped[Short]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)


class FloorPlan(Base):
    """A floor plan: of one unit, or of every unit of its building with that layout. The newest counts."""

    __tablename__ = "floor_plans"
    __table_args__ = (Index(None, "estate_id", "building", "layout"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    unit_id: Mapped[Id | None] = mapped_column(index=True)
    building: Mapped[Short]
    layout: Mapped[Short]
    name: Mapped[Line]
    content_type: Mapped[Short]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[When]
    added_by: Mapped[Line]


refuse_changes(FloorPlan.__table__)
