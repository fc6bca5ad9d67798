"""Leads handed over to a colleague, and who works on what since (LEAD-7)."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Json, Line, Short, When
from services.leads.models.base import Base


class HandOver(Base):
    """A consultant's open leads at an estate went to a colleague. Rows are only ever added.

    `count` is how many customers they are, `registrations` the ids of those that were in the consultant's care.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (Index(None, "estate_id", "at"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    from_id: Mapped[Short]
    from_name: Mapped[Line]
    to_id: Mapped[Short]
    to_name: Mapped[Line]
    count: Mapped[int]
    registrations: Mapped[list[Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[Short]
    by_name: Mapped[Line]


class Caretaker(Base):
    """Who works on a registered customer now, in place of the consultant who registered them.

    Two consultants may have registered the same customer, and each one's work is handed over by itself. The
    registration stays as it is, and so does every claim.
    """

    __tablename__ = "caretakers"

    registration_id: Mapped[Id] = mapped_column(primary_key=True)
    consultant_id: Mapped[Short] = mapped_column(index=True)
    consultant: Mapped[Line]
    hand_over_id: Mapped[Id]


refuse_changes(Base.metadata.tables["hand_overs"])
