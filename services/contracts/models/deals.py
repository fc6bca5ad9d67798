"""Deals, and what happened to each unit on the board (SALE-1, SALE-2)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.append_only import refuse_changes
from kit.columns import Exact, Id, Line, Moment, Short, When, word
from services.contracts.models.base import Base, sorting
from services.contracts.models.units import Unit
from services.contracts.rules.board import Cause, Kind, State
from services.contracts.rules.deals import DealState, Purse


class Deal(Base):
    """One customer's way to a unit, from holding it on. One deal at a time `has_unit`: the database sees to it.

    Money is in yuan; the price of a lease is its rent for a month. `due_at` is when the present stage runs out: the
    hold, the time for the deposit, or the time for finance to confirm it.
    """

    __tablename__ = "deals"
    __table_args__ = (
        Index(
            "uq_deals_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("has_unit"),
            sqlite_where=text("has_unit"),
        ),
        Index("ix_deals_state", "state", "sign_by"),
        Index("ix_deals_estate", "estate_id", "number"),
        Index("ix_deals_estate_closed", "estate_id", "closed_on"),
        Index(
            "ix_deals_discounts",
            "number",
            "id",
            postgresql_where=text("discount_reason <> ''"),
            sqlite_where=text("discount_reason <> ''"),
        ),
        *sorting("deals", "held_at"),
        *sorting("deals", "due_at", "closed_on", may_be_empty=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    number: Mapped[Short] = mapped_column(unique=True)
    estate_id: Mapped[Id]
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[Kind] = mapped_column(word(Kind))
    state: Mapped[DealState] = mapped_column(word(DealState))
    has_unit: Mapped[bool] = mapped_column(Boolean)
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    consultant_id: Mapped[Id] = mapped_column(index=True)
    consultant: Mapped[str] = mapped_column(String(128))
    held_at: Mapped[When]
    due_at: Mapped[datetime | None] = mapped_column(Moment)

    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    list_price: Mapped[Decimal | None] = mapped_column(Exact(2))
    price: Mapped[Decimal | None] = mapped_column(Exact(2))
    deposit: Mapped[Decimal | None] = mapped_column(Exact(2))
    terms: Mapped[str] = mapped_column(Text, default="")
    is_on_site: Mapped[bool] = mapped_column(Boolean, default=True)
    discount_reason: Mapped[str] = mapped_column(Text, default="")

    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    purse: Mapped[Purse | None] = mapped_column(word(Purse))
    confirm_by: Mapped[datetime | None] = mapped_column(Moment)
    deposit_id: Mapped[Id | None]
    receipt_number: Mapped[Short | None]
    closed_on: Mapped[date | None] = mapped_column(Date)
    sign_by: Mapped[date | None] = mapped_column(Date)
    overdue_told_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    trace: Mapped[Short] = mapped_column(default="", server_default="")

    unit: Mapped[Unit] = relationship(lazy="raise")
    changes: Mapped[list["BoardChange"]] = relationship(
        viewonly=True,
        lazy="raise",
        order_by="BoardChange.id",
        primaryjoin="Deal.id == foreign(BoardChange.deal_id)",
    )

    __mapper_args__ = {"version_id_col": version}


class BoardChange(Base):
    """A unit came from one state to another: for what cause and reason, by whom and when. Rows are only ever added."""

    __tablename__ = "board_changes"
    __table_args__ = (Index("ix_board_changes_unit", "unit_id", "id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"))
    estate_id: Mapped[Id] = mapped_column(index=True)
    at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    before: Mapped[State] = mapped_column(word(State))
    state: Mapped[State] = mapped_column(word(State))
    cause: Mapped[Cause] = mapped_column(word(Cause))
    reason: Mapped[str] = mapped_column(Text)
    deal_id: Mapped[Id | None] = mapped_column(index=True)
    price: Mapped[Decimal | None] = mapped_column(Exact(2))


refuse_changes(BoardChange.__table__)
