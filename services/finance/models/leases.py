"""Leases as contracts tells of them: whom finance charges, at which tariffs, and for which unit since when."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship

from kit.columns import Exact, Id, Line, Short
from services.finance.models.base import Base
from services.finance.rules.settling import Rates

TARIFF_PLACES = 4


def _tariff() -> MappedColumn[Decimal]:
    return mapped_column(Exact(TARIFF_PLACES))


class LeaseAccount(Base):
    """A lease as finance sees it: whom to charge, and at which tariffs in yuan."""

    __tablename__ = "lease_accounts"
    OWNS: ClassVar[str] = "lease_id"

    lease_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    rent_per_sqm_day: Mapped[Decimal] = _tariff()
    management_per_sqm_month: Mapped[Decimal] = _tariff()
    electricity_per_kwh: Mapped[Decimal] = _tariff()
    water_per_m3: Mapped[Decimal] = _tariff()
    parking_spaces: Mapped[int]
    parking_per_month: Mapped[Decimal] = _tariff()
    phone_lines: Mapped[int]
    phone_per_line_month: Mapped[Decimal] = _tariff()
    payment: Mapped[Short]

    units: Mapped[list["LeaseUnit"]] = relationship(lazy="raise", order_by="LeaseUnit.position")

    def rates(self) -> Rates:
        """The tariffs that settling an old unit needs."""
        return Rates(
            electricity_per_kwh=self.electricity_per_kwh,
            water_per_m3=self.water_per_m3,
            parking_spaces=self.parking_spaces,
            parking_per_month=self.parking_per_month,
            phone_lines=self.phone_lines,
            phone_per_line_month=self.phone_per_line_month,
        )

    @property
    def owner_id(self) -> str:
        return self.lease_id

    def unit_on(self, day: date) -> tuple[str, str | None]:
        """Id and number of the unit a charge of that day is for; the change date already belongs to the new one."""
        unit = ([unit for unit in self.units if unit.since <= day] or self.units[:1])[-1]
        return unit.unit_id, unit.unit_number


class LeaseUnit(Base):
    """Since when a lease's charges go to a unit. The number is empty until property has told it."""

    __tablename__ = "lease_units"
    __table_args__ = (UniqueConstraint("lease_id", "position"), UniqueConstraint("lease_id", "unit_change_id"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short | None]
    since: Mapped[date] = mapped_column(Date)
    unit_change_id: Mapped[Id | None]
