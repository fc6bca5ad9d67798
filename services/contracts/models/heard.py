"""Sales control's own copy of what it has been told: who works where, and which customers leasing has registered."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Json, Line, Short
from services.contracts.models.base import Base


class KnownPerson(Base):
    """Somebody who works here, or did."""

    __tablename__ = "known_people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    estates: Mapped[list[Any]] = mapped_column(Json)
    active: Mapped[bool]


class KnownVisitor(Base):
    """A customer of leasing's register at an estate."""

    __tablename__ = "known_visitors"

    customer_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(primary_key=True)


class RunningNumber(Base):
    """The last number given in a series."""

    __tablename__ = "running_numbers"

    series: Mapped[Short] = mapped_column(primary_key=True)
    last: Mapped[int]
