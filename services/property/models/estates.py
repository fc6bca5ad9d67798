"""Estates and their units, and who rents which unit, as contracts tells of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Line, Short, SquareMetres, When
from services.property.models.base import Base


class Estate(Base):
    """An estate that the company looks after; its days are reckoned in its own time zone."""

    __tablename__ = "estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line] = mapped_column(unique=True)
    timezone: Mapped[Short]
    opened_at: Mapped[When]


class Unit(Base):
    """A unit that can be let; areas are in square metres."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        CheckConstraint("area_usable > 0", name="area"),
        CheckConstraint("area_usable <= area_built", name="usable_area"),
        Index(None, "estate_id", "building", "floor"),
        Index(None, "number", "id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    estate_id: Mapped[Id] = mapped_column(ForeignKey("estates.id"))
    building: Mapped[Short]
    floor: Mapped[int]
    number: Mapped[Short]
    area_built: Mapped[SquareMetres]
    area_usable: Mapped[SquareMetres]
    layout: Mapped[Short]
    aspect: Mapped[Short]
    fit_out: Mapped[Short]
    use: Mapped[Short]
    remark: Mapped[Line]
    recorded_at: Mapped[When]

    estate: Mapped[Estate] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class UnitKey(Base):
    """A key on the list of a unit's keys."""

    __tablename__ = "unit_keys"

    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), primary_key=True)
    number: Mapped[Short] = mapped_column(primary_key=True)
    listed_on: Mapped[date]


class Lease(Base):
    """A lease as contracts registered it: whose it is, for which unit now, until when."""

    __tablename__ = "leases"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    estate_id: Mapped[Id]
    unit_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Occupancy(Base):
    """The days, both included, for which a lease has a unit; `unit_change_id` is the change that brought it there."""

    __tablename__ = "occupancies"
    __table_args__ = (UniqueConstraint("lease_id", "unit_change_id"), Index(None, "unit_id", "until"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"))
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"))
    since: Mapped[date]
    until: Mapped[date]
    unit_change_id: Mapped[Id | None]

    lease: Mapped[Lease] = relationship(lazy="raise")


class BoardTaken(Base):
    """A unit that a deal of sales control has: nobody else moves into it."""

    __tablename__ = "board_taken"

    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), primary_key=True)
    deal_id: Mapped[Id]
