"""Deals as contracts and leasing tell of them, and what their contracts say is to be paid when (FIN-3)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Json, Line, Short, When, Yuan
from services.finance.models.base import Base


class Deal(Base):
    """A deal as finance sees it, put together from whatever is heard of it in whatever order.

    `price` is that of the unit, or its rent for a month, as the deal was closed. `unplaced` are the ids of deposits
    whose money belongs to nobody's unit, heard of before or after they were confirmed.
    """

    __tablename__ = "deals"
    OWNS: ClassVar[str] = "deal_id"

    deal_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    kind: Mapped[Short | None]
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line | None]
    unit_id: Mapped[Id | None]
    unit_number: Mapped[Short | None]
    consultant_id: Mapped[Id | None] = mapped_column(index=True)
    price: Mapped[Yuan | None]
    closed_on: Mapped[date | None] = mapped_column(Date)
    contract_id: Mapped[Id | None]
    contract_number: Mapped[Short | None]
    signed_on: Mapped[date | None] = mapped_column(Date)
    lapsed_by: Mapped[Short | None]
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    unplaced: Mapped[list[str]] = mapped_column(Json)

    instalments: Mapped[list["Instalment"]] = relationship(
        back_populates="deal", lazy="raise", order_by="Instalment.position"
    )

    @property
    def owner_id(self) -> str:
        return self.deal_id

    @property
    def stands(self) -> bool:
        """Whether its contract is signed and the unit was not given back."""
        return self.contract_id is not None and self.withdrawn_on is None

    def unit_on(self, day: date) -> tuple[str | None, str | None]:
        """A deal is about one unit."""
        return self.unit_id, self.unit_number


class DealToSquare(Base):
    """A deal whose books were squared by earlier rules; the clock squares them anew, and forgets this."""

    __tablename__ = "deals_to_square"

    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), primary_key=True)


class Instalment(Base):
    """A payment of a contract, `due_on` by the contract and `pays_by` after a deferral; `paid` is what has come in."""

    __tablename__ = "instalments"
    __table_args__ = (UniqueConstraint("deal_id", "position"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    pays_by: Mapped[date] = mapped_column(Date, index=True)
    means: Mapped[Short]
    amount: Mapped[Yuan]
    paid: Mapped[Yuan]
    cancelled: Mapped[bool]
    remind_at: Mapped[When | None] = mapped_column(index=True)
    trace: Mapped[Short] = mapped_column(default="", server_default="")

    deal: Mapped[Deal] = relationship(back_populates="instalments", lazy="raise")

    @property
    def open(self) -> Decimal:
        """What is still to come of it, in yuan."""
        return Decimal(0) if self.cancelled else self.amount - self.paid
