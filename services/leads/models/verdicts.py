"""The verdicts on deals, each as it was given for ever (LEAD-10), and how each deal stands now."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Json, Line, Short, When, Yuan, word
from services.leads.models.base import Base
from services.leads.rules.verdicts import VerdictKind


class StoredVerdict(Base):
    """One verdict on a deal, whole: the deal, what was weighed, the rules in order, the shares. Rows are only added.

    `position` counts the verdicts on a deal, of which the last is in force. `weighed`, `reasons` and `shares` are as
    `rules/verdicts.py` writes them, `numbers` those of the rules when the deal was weighed. `why` is the reason that
    whoever overruled has given.
    """

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("deal_id", "position"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id]
    position: Mapped[int]
    kind: Mapped[VerdictKind] = mapped_column(word(VerdictKind))
    at: Mapped[When]
    by_id: Mapped[Short]
    by_name: Mapped[Line]
    number: Mapped[Short]
    estate_id: Mapped[Id]
    unit_number: Mapped[Short]
    deal_kind: Mapped[Short]
    price: Mapped[Yuan]
    customer_id: Mapped[Id]
    closer_id: Mapped[Short]
    closed_at: Mapped[When]
    closed_on: Mapped[date] = mapped_column(Date)
    is_on_site: Mapped[bool]
    weighed: Mapped[list[Any]] = mapped_column(Json)
    reasons: Mapped[list[Any]] = mapped_column(Json)
    shares: Mapped[list[Any]] = mapped_column(Json)
    claimant_id: Mapped[Short | None]
    claim_until: Mapped[date | None] = mapped_column(Date)
    is_final: Mapped[bool]
    numbers: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[str | None] = mapped_column(String(500))


class Attribution(Base):
    """A deal as its verdict in force has it, for lists; `version` is that verdict's position.

    On the day `withdrawn_on` its unit was given back; the verdicts stay.

    The customer's name stands here alone: a verdict, which is for ever, knows customers by their ids.
    """

    __tablename__ = "attributions"
    __table_args__ = (
        Index(None, "estate_id", "closed_at"),
        Index(None, "customer_id", "closed_at"),
        Index(None, "is_final", "closed_at"),
    )

    deal_id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[VerdictKind] = mapped_column(word(VerdictKind))
    number: Mapped[Short]
    estate_id: Mapped[Id]
    unit_number: Mapped[Short]
    deal_kind: Mapped[Short]
    customer_id: Mapped[Id]
    customer_name: Mapped[Line] = mapped_column(info={"personal": True})
    closer_id: Mapped[Short]
    closed_at: Mapped[When]
    closed_on: Mapped[date] = mapped_column(Date)
    claimant_id: Mapped[Short | None]
    claim_until: Mapped[date | None] = mapped_column(Date)
    is_final: Mapped[bool]
    withdrawn_on: Mapped[date | None] = mapped_column(Date)


class AttributedShare(Base):
    """What a consultant has of a deal by the verdict in force, in percent."""

    __tablename__ = "attribution_shares"

    deal_id: Mapped[Id] = mapped_column(primary_key=True)
    consultant_id: Mapped[Short] = mapped_column(primary_key=True, index=True)
    percent: Mapped[Decimal] = mapped_column(Exact(2))


refuse_changes(Base.metadata.tables["verdicts"])
