"""Unit changes: what was asked, which units they claim, what inspections found, the papers, who has acknowledged."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Json, Line, Short, When, word
from services.property.models.base import Base
from services.property.models.estates import Estate, Lease, Unit
from services.property.rules.changes import Kept
from services.property.rules.words import Cause, ChangeState, FaultState, Keeping


class RunningNumber(Base):
    """The last number given in a series."""

    __tablename__ = "running_numbers"

    series: Mapped[Short] = mapped_column(primary_key=True)
    last: Mapped[int]


class UnitChange(Base):
    """A customer's change from one unit to another; its steps are the procedure case of the same id.

    `notice` is what its notice says of units and items, as it went out (NOTE-5). `keeping` is what sales control has
    said of the new unit, the last of it as the `keeping_told`-th event about that unit; of changes that are older than
    such answers it keeps the unit without having said so.
    """

    __tablename__ = "unit_changes"
    __table_args__ = (Index(None, "estate_id", "state", "change_date"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short] = mapped_column(unique=True)
    estate_id: Mapped[Id] = mapped_column(ForeignKey("estates.id"))
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"), index=True)
    lease_number: Mapped[Short]
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    old_unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    new_unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    change_date: Mapped[date]
    cause: Mapped[Cause] = mapped_column(word(Cause))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[ChangeState] = mapped_column(word(ChangeState))
    requested_at: Mapped[When]
    requested_by: Mapped[Short]
    keeping: Mapped[Keeping] = mapped_column(word(Keeping), server_default=Keeping.KEPT.value)
    keeping_told: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    taken_zh: Mapped[str] = mapped_column(Text, default="", server_default="")
    taken_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    issued_at: Mapped[When | None]
    issued_by: Mapped[Short | None]
    notice: Mapped[dict[str, Any] | None] = mapped_column(Json)
    closed_at: Mapped[When | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)

    estate: Mapped[Estate] = relationship(lazy="raise")
    lease: Mapped[Lease] = relationship(lazy="raise")
    old_unit: Mapped[Unit] = relationship(lazy="raise", foreign_keys=[old_unit_id])
    new_unit: Mapped[Unit] = relationship(lazy="raise", foreign_keys=[new_unit_id])

    @property
    def kept(self) -> Kept:
        """How its new unit stands with sales control."""
        return Kept(self.keeping, self.taken_zh, self.taken_en)


class UnitClaim(Base):
    """A unit is part of one open change only, on whichever side: that is this table's key."""

    __tablename__ = "unit_claims"

    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_change_id: Mapped[Id] = mapped_column(ForeignKey("unit_changes.id"), index=True)
    side: Mapped[Short]


class Inspection(Base):
    """One inspection of the new unit; `round` counts them from 1."""

    __tablename__ = "inspections"
    __table_args__ = (Index(None, "unit_change_id", "round", unique=True),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_change_id: Mapped[Id] = mapped_column(ForeignKey("unit_changes.id"))
    round: Mapped[int] = mapped_column(Integer)
    clear: Mapped[bool]
    inspected_at: Mapped[When]
    inspected_by: Mapped[Short]


class Fault(Base):
    """A fault that an inspection found, and what became of it; `trade` is a word of `services.words.Trade`."""

    __tablename__ = "faults"

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_change_id: Mapped[Id] = mapped_column(ForeignKey("unit_changes.id"), index=True)
    inspection_id: Mapped[Id] = mapped_column(ForeignKey("inspections.id"))
    round: Mapped[int]
    trade: Mapped[Short]
    place: Mapped[Line]
    description: Mapped[str] = mapped_column(Text)
    state: Mapped[FaultState] = mapped_column(word(FaultState))
    work_order_number: Mapped[Short | None]
    technician: Mapped[Short | None]
    closed_at: Mapped[When | None]
    outcome: Mapped[str | None] = mapped_column(Text)

    @property
    def in_words(self) -> str:
        """What is wrong, and where in the unit."""
        return f"{self.place}：{self.description}" if self.place else self.description


class Attachment(Base):
    """A paper that belongs to a change, with the hash of what came in; `data` is only loaded when asked for."""

    __tablename__ = "attachments"

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_change_id: Mapped[Id] = mapped_column(ForeignKey("unit_changes.id"), index=True)
    step: Mapped[Short]
    name: Mapped[Line]
    content_type: Mapped[Line]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[When]
    added_by: Mapped[Short]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)


class Acknowledgement(Base):
    """A department has acknowledged the unit change notice."""

    __tablename__ = "acknowledgements"

    unit_change_id: Mapped[Id] = mapped_column(ForeignKey("unit_changes.id"), primary_key=True)
    department: Mapped[Short] = mapped_column(primary_key=True)
    at: Mapped[When]
