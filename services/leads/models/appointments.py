"""Viewings by appointment, and the quarters of an hour they take of consultants and units (LEAD-21)."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.appointments import AppointmentState


class Appointment(Base):
    """A viewing of a unit by a lead; the unit is as it was given: its number, and its id where that was known.

    `day` is its day at the estate; `customer` is what the register calls them.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index(None, "estate_id", "starts_at"),
        Index(None, "consultant_id", "starts_at"),
        Index(None, "customer_id", "starts_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    estate_id: Mapped[Id]
    customer_id: Mapped[Id]
    customer: Mapped[Line] = mapped_column(info={"personal": True})
    consultant_id: Mapped[Short]
    consultant: Mapped[Line]
    unit_id: Mapped[Id | None]
    unit_number: Mapped[Short]
    starts_at: Mapped[When]
    ends_at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[AppointmentState] = mapped_column(word(AppointmentState))
    reason: Mapped[str | None] = mapped_column(String(500))
    changed_at: Mapped[When]
    by_id: Mapped[Short]
    by_name: Mapped[Line]

    __mapper_args__ = {"version_id_col": version}


class AppointmentSlot(Base):
    """A quarter of an hour that is taken: its key is why nobody and nothing is promised twice (LEAD-21).

    `resource` is `consultant:<id>`, or `unit:<estate>:<number>`; `slot` counts quarters of an hour since 1970.
    """

    __tablename__ = "appointment_slots"

    resource: Mapped[str] = mapped_column(String(160), primary_key=True)
    slot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    appointment_id: Mapped[Id] = mapped_column(ForeignKey("appointments.id"), index=True)
