"""The register of leases: customers who rent, their leases, and what became of each."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Json, Line, Short, When
from services.contracts.models.base import Base, sorting
from services.contracts.models.units import Unit
from services.contracts.rules import TARIFF_PLACES, TARIFFS, Move, Standing, Stay, tidy


def _tariff() -> MappedColumn[Decimal]:
    return mapped_column(Exact(TARIFF_PLACES))


class Customer(Base):
    """A tenant. The same name and phone is the same customer."""

    __tablename__ = "customers"
    __table_args__ = (UniqueConstraint("name", "phone"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    phone: Mapped[Short] = mapped_column(info={"personal": True})
    registered_at: Mapped[When]


class Lease(Base):
    """A lease: who rents what, until when and at which tariffs, in yuan (SALE-6). Its unit is that of its last stay.

    `moving_for` is the number of the open unit change that is to take it to another unit, on the day `moving_on`.
    """

    __tablename__ = "leases"
    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index(None, "estate_id", "ends_on"),
        *sorting("leases", "number", "starts_on", "ends_on"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    number: Mapped[Short]
    estate_id: Mapped[Id]
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    customer_id: Mapped[Id] = mapped_column(ForeignKey("customers.id"), index=True)
    contact: Mapped[Short] = mapped_column(info={"personal": True})
    business: Mapped[Short]
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
    registered_at: Mapped[When]
    moving_for: Mapped[Short | None]
    moving_for_id: Mapped[Id | None] = mapped_column(index=True)
    moving_on: Mapped[date | None] = mapped_column(Date)

    unit: Mapped[Unit] = relationship(lazy="raise")
    customer: Mapped[Customer] = relationship(lazy="raise")
    stays: Mapped[list["LeaseStay"]] = relationship(lazy="raise", order_by="LeaseStay.position")
    changes: Mapped[list["LeaseChange"]] = relationship(lazy="raise", order_by="LeaseChange.id")

    __mapper_args__ = {"version_id_col": version}

    def tariffs(self) -> dict[str, Any]:
        """The tariffs by their names, in yuan; spaces and lines as counts."""
        told = {name: getattr(self, name) for name in TARIFFS}
        return {name: tidy(value) if isinstance(value, Decimal) else value for name, value in told.items()}

    def standing(self) -> Standing:
        """What a correction has to leave as it is."""
        moved_on = self.stays[-1].since if len(self.stays) > 1 else None
        term = Stay(self.number, self.starts_on, self.ends_on)
        move = Move(self.moving_for, self.moving_on) if self.moving_for and self.moving_on else None
        return Standing(self.customer.name, self.unit_id, self.unit.number, term, moved_on, move)


class LeaseStay(Base):
    """A stretch of days on which a lease has a unit: from `since` to `until`, both included, or to the lease's end."""

    __tablename__ = "lease_stays"
    __table_args__ = (
        UniqueConstraint("lease_id", "position"),
        UniqueConstraint("lease_id", "unit_change_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    unit_number: Mapped[Short]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    unit_change_id: Mapped[Id | None]
    unit_change_number: Mapped[Short | None]


class LeaseChange(Base):
    """One thing that happened to a lease. Rows are only ever added."""

    __tablename__ = "lease_changes"

    id: Mapped[Id] = mapped_column(primary_key=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"), index=True)
    at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    change: Mapped[Short]
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    unit_change_id: Mapped[Id | None]


refuse_changes(Base.metadata.tables["lease_changes"])
