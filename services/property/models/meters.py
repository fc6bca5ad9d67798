"""Meters and their readings, which are only ever added to."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Json, Short, When, word
from services.property.models.base import Base
from services.property.models.estates import Unit
from services.property.rules.words import MeterKind, ReadingSource

_IN_USE = text("retired_on IS NULL")


class Meter(Base):
    """A meter of a unit, until it is replaced by another of its kind; it counts from 0 where nothing was read yet.

    A number is in use once per estate and kind; at another unit it is another meter, with readings of its own.
    """

    __tablename__ = "meters"
    __table_args__ = (
        Index("uq_meters_in_use", "unit_id", "kind", unique=True, postgresql_where=_IN_USE, sqlite_where=_IN_USE),
        Index(
            "uq_meters_number_in_use",
            *("estate_id", "kind", "number"),
            unique=True,
            postgresql_where=_IN_USE,
            sqlite_where=_IN_USE,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(ForeignKey("estates.id"))
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[MeterKind] = mapped_column(word(MeterKind))
    number: Mapped[Short]
    installed_on: Mapped[date]
    retired_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(lazy="raise")


class Reading(Base):
    """One reading, in kWh or cubic metres; `signers` are those who signed it, each with role, name and time."""

    __tablename__ = "readings"
    __table_args__ = (Index(None, "meter_id", "read_on"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    meter_id: Mapped[Id] = mapped_column(ForeignKey("meters.id"))
    value: Mapped[Decimal] = mapped_column(Exact(2))
    read_on: Mapped[date]
    source: Mapped[ReadingSource] = mapped_column(word(ReadingSource))
    unit_change_id: Mapped[Id | None] = mapped_column(index=True)
    recorded_at: Mapped[When]
    recorded_by: Mapped[Short]
    signers: Mapped[list[dict[str, Any]]] = mapped_column(Json, info={"personal": True})

    superseded: Mapped["SupersededReading | None"] = relationship(viewonly=True, lazy="raise", uselist=False)


class SupersededReading(Base):
    """The mark on a reading that was a mistake or was taken again: it stays on record and no longer counts."""

    __tablename__ = "superseded_readings"

    reading_id: Mapped[Id] = mapped_column(ForeignKey("readings.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    superseded_at: Mapped[When]
    superseded_by: Mapped[Short]


refuse_changes(Reading.__table__)
refuse_changes(SupersededReading.__table__)
