"""Leads as their consultants work on them: how each stands now, and what was said of it, which only grows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Json, Line, Moment, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.follow_up import ContactKind, Outcome, Stage
from services.leads.rules.leads import Grade, LeadState
from services.leads.rules.words import Channel


class Lead(Base):
    """A customer of the register at an estate, as all that is known makes it; worked out anew with each news.

    `consultant_id` is whose it is to work on; names and phones are those given last, channel and medium those of the
    first registration. `heard_on` is when the customer last came or asked, `due_from` and `due_until` are the days of
    what is due next, `due_at` the end of the last. `alarm_at` is when the clock is to say that a first call is late,
    and `alarmed_for` the visit of which it has said so.
    """

    __tablename__ = "leads"
    __table_args__ = (
        UniqueConstraint("customer_id", "estate_id"),
        Index(None, "consultant_id", "due_at"),
        Index(None, "estate_id", "due_at"),
        Index(None, "estate_id", "heard_on"),
        Index(None, "heard_on", "id"),
        Index(None, "alarm_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    customer_id: Mapped[Id]
    estate_id: Mapped[Id]
    number: Mapped[Short]
    name: Mapped[Line] = mapped_column(info={"personal": True})
    company: Mapped[Line]
    phones: Mapped[list[Any]] = mapped_column(Json, info={"personal": True})
    channel: Mapped[Channel] = mapped_column(word(Channel))
    medium: Mapped[Short]
    consultant_id: Mapped[Short]
    consultant: Mapped[Line]
    state: Mapped[LeadState] = mapped_column(word(LeadState))
    grade: Mapped[Grade | None] = mapped_column(word(Grade))
    heard_on: Mapped[date] = mapped_column(Date)
    visited_on: Mapped[date | None] = mapped_column(Date)
    contacted_on: Mapped[date | None] = mapped_column(Date)
    dealt_on: Mapped[date | None] = mapped_column(Date)
    stage: Mapped[Stage | None] = mapped_column(word(Stage))
    due_from: Mapped[date | None] = mapped_column(Date)
    due_until: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    alarm_at: Mapped[datetime | None] = mapped_column(Moment)
    alarmed_for: Mapped[date | None] = mapped_column(Date)

    __mapper_args__ = {"version_id_col": version}


class LeadToMake(Base):
    """A customer who was in the register before there were leads; the clock makes the lead, and forgets this."""

    __tablename__ = "leads_to_make"

    customer_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(primary_key=True)


class Grading(Base):
    """A consultant has graded a lead. Rows are only ever added."""

    __tablename__ = "gradings"
    __table_args__ = (Index(None, "customer_id", "estate_id", "at"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    customer_id: Mapped[Id]
    estate_id: Mapped[Id]
    at: Mapped[When]
    grade: Mapped[Grade] = mapped_column(word(Grade))
    note: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[Short]
    by_name: Mapped[Line]


class Contact(Base):
    """A consultant has been in touch with a lead: when, how, what was said, what came of it. Rows are only ever added.

    `day` is its day at the estate, `noted_at` when it was written down.
    """

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "customer_id", "estate_id", "at"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    customer_id: Mapped[Id]
    estate_id: Mapped[Id]
    at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    kind: Mapped[ContactKind] = mapped_column(word(ContactKind))
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    said: Mapped[str] = mapped_column(String(1000), info={"personal": True})
    customer_asked: Mapped[bool]
    noted_at: Mapped[When]
    by_id: Mapped[Short]
    by_name: Mapped[Line]


for _table in ("gradings", "contacts"):
    refuse_changes(Base.metadata.tables[_table])
