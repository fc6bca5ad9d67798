"""Contracts with their payment plans and special clauses, and supplementary agreements (SALE-6, SALE-7)."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import Id, Line, Moment, Short, SquareMetres, When, Yuan, word
from services.contracts.models.base import Base, sorting
from services.contracts.models.deals import Deal
from services.contracts.models.units import Unit
from services.contracts.rules.board import Kind
from services.contracts.rules.contracts import ContractState, Means, Plan
from services.contracts.rules.supplements import Risk, SupplementState


class Contract(Base):
    """A contract that was signed: who, which unit, for how much, and how it is paid; money in yuan (SALE-6)."""

    __tablename__ = "contracts"
    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        Index("ix_contracts_signed", "estate_id", "signed_on"),
        *sorting("contracts", "number", "signed_on", "price"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Short]
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.id"), unique=True)
    estate_id: Mapped[Id]
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[Kind] = mapped_column(word(Kind))
    state: Mapped[ContractState] = mapped_column(word(ContractState))
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    parties: Mapped[str] = mapped_column(Text)
    area: Mapped[SquareMetres]
    price: Mapped[Yuan]
    plan: Mapped[Plan] = mapped_column(word(Plan))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    signed_on: Mapped[date] = mapped_column(Date)
    lease_id: Mapped[Id | None]
    recorded_at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    trace: Mapped[Short]

    deal: Mapped[Deal] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    parts: Mapped[list["ContractPart"]] = relationship(lazy="raise", order_by="ContractPart.position")
    clauses: Mapped[list["ContractClause"]] = relationship(lazy="raise", order_by="ContractClause.position")


class ContractPart(Base):
    """A payment of a contract's plan."""

    __tablename__ = "contract_parts"

    contract_id: Mapped[Id] = mapped_column(ForeignKey("contracts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Yuan]
    means: Mapped[Means] = mapped_column(word(Means))


class ContractClause(Base):
    """A special clause of a contract, apart, so that it is found later."""

    __tablename__ = "contract_clauses"

    contract_id: Mapped[Id] = mapped_column(ForeignKey("contracts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)


class Supplement(Base):
    """A supplementary agreement in the very words that are approved or not (SALE-7)."""

    __tablename__ = "supplements"

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    contract_id: Mapped[Id] = mapped_column(ForeignKey("contracts.id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[Short]
    state: Mapped[SupplementState] = mapped_column(word(SupplementState))
    submitted_at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[str | None] = mapped_column(String(128))

    decisions: Mapped[list["SupplementDecision"]] = relationship(lazy="raise", order_by="SupplementDecision.id")

    __mapper_args__ = {"version_id_col": version}


class SupplementDecision(Base):
    """Somebody has approved a text or not, bound to its hash. Rows are only ever added."""

    __tablename__ = "supplement_decisions"

    id: Mapped[Id] = mapped_column(primary_key=True)
    supplement_id: Mapped[Id] = mapped_column(ForeignKey("supplements.id"), index=True)
    at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    rank: Mapped[Short]
    is_approved: Mapped[bool]
    text_hash: Mapped[Short]
    reason: Mapped[str] = mapped_column(Text)


class Promise(Base):
    """What was promised to a customer outside of the contract, with its risk (SALE-7). Rows are only ever added."""

    __tablename__ = "promises"
    __table_args__ = (Index("ix_promises_estate", "estate_id", "at"), *sorting("promises", "at"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.id"), index=True)
    estate_id: Mapped[Id]
    promised_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    risk: Mapped[Risk] = mapped_column(word(Risk))
    risk_note: Mapped[str] = mapped_column(Text)
    at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    trace: Mapped[Short]

    deal: Mapped[Deal] = relationship(lazy="raise")


for _table in (ContractPart, ContractClause, SupplementDecision, Promise):
    refuse_changes(_table.__table__)
