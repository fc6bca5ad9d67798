"""Notify's own copy of what it has been told: the estates, and who works where."""

from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Json, Line, Short
from services.notify.models.base import Base


class KnownEstate(Base):
    """An estate, its name and its time zone."""

    __tablename__ = "known_estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    zone: Mapped[Short]


class KnownPerson(Base):
    """Somebody who works here; `estates` holds estate ids, or `"*"` for all of them."""

    __tablename__ = "known_people"

    id: Mapped[Short] = mapped_column(primary_key=True)
    name: Mapped[Line]
    department: Mapped[Short | None] = mapped_column(index=True)
    rank: Mapped[Short | None]
    estates: Mapped[list[str]] = mapped_column(Json)
    active: Mapped[bool]
