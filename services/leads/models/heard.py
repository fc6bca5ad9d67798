"""Leasing's own copy of what it has been told: estates, and who works where."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Json, Line, Short
from services.leads.models.base import Base


class KnownEstate(Base):
    """An estate that the company looks after; `zone` is an IANA name."""

    __tablename__ = "known_estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    zone: Mapped[Short]


class KnownPerson(Base):
    """Somebody who works here, or did: consultants above all."""

    __tablename__ = "known_people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    username: Mapped[Short | None]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    estates: Mapped[list[Any]] = mapped_column(Json)
    active: Mapped[bool]
