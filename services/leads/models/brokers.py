"""Brokers with their class and its history, and what the monitoring room was told (LEAD-15, LEAD-16)."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.disclosure import BrokerKind


class Broker(Base):
    """A broker as the desk of an estate knows them; the phone tells them apart."""

    __tablename__ = "brokers"
    __table_args__ = (UniqueConstraint("estate_id", "phone"), Index(None, "estate_id", "name"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    estate_id: Mapped[Id]
    name: Mapped[Line] = mapped_column(info={"personal": True})
    company: Mapped[Line]
    phone: Mapped[Short] = mapped_column(info={"personal": True})
    kind: Mapped[BrokerKind] = mapped_column(word(BrokerKind))
    registered_at: Mapped[When]
    registered_by: Mapped[Line]

    __mapper_args__ = {"version_id_col": version}


class BrokerClassing(Base):
    """That a broker was put into a class, by whom and why. Rows are only ever added."""

    __tablename__ = "broker_classings"

    id: Mapped[Id] = mapped_column(primary_key=True)
    broker_id: Mapped[Id] = mapped_column(index=True)
    at: Mapped[When]
    by_id: Mapped[Short]
    by_name: Mapped[Line]
    before: Mapped[BrokerKind | None] = mapped_column(word(BrokerKind))
    after: Mapped[BrokerKind] = mapped_column(word(BrokerKind))
    reason: Mapped[str] = mapped_column(String(500))


class VisitReport(Base):
    """That the monitoring room was told of a stranger or a broker; `looks` is what they are known by. Never changed."""

    __tablename__ = "visit_reports"
    __table_args__ = (Index(None, "estate_id", "at"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    at: Mapped[When]
    broker_id: Mapped[Id | None]
    quotation_id: Mapped[Id | None]
    looks: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[Short]
    by_name: Mapped[Line]


refuse_changes(BrokerClassing.__table__)
refuse_changes(VisitReport.__table__)
