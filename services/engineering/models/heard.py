"""Engineering's own copy of what it has been told: estates, units, people with a log-in, and readings to sign."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Line, Moment, Short, When
from services.engineering.models.base import Base


class KnownEstate(Base):
    """An estate that the company looks after."""

    __tablename__ = "known_estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Short]
    zone: Mapped[Short]


class KnownUnit(Base):
    """A unit and where it lies."""

    __tablename__ = "known_units"

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    building: Mapped[Short]
    floor: Mapped[int]


class KnownPerson(Base):
    """Somebody with a log-in and a staff number."""

    __tablename__ = "known_people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    staff_number: Mapped[Short | None] = mapped_column(index=True)
    active: Mapped[bool]


class SignatureTask(Base):
    """Something engineering is asked to sign, such as meter readings (ENG-4); it is signed where it is asked for."""

    __tablename__ = "signature_tasks"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id]
    procedure: Mapped[Short]
    step: Mapped[Short]
    round: Mapped[int]
    estate_id: Mapped[Id | None]
    number: Mapped[Short]
    title_zh: Mapped[Line]
    title_en: Mapped[Line]
    link: Mapped[Line]
    opened_at: Mapped[When]
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Short | None]

    __table_args__ = (
        UniqueConstraint("case_id", "step", "round"),
        Index("ix_signature_tasks_estate_id_closed_at", "estate_id", "closed_at"),
    )
