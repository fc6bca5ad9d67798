"""Deposits that finance is to confirm (FIN-2), and money whose owner is not known (FIN-3)."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Line, Short, When, Yuan
from services.finance.models.base import Base
from services.finance.models.deals import Deal


class Deposit(Base):
    """A deposit as it was taken, and what finance said to it. Its id follows from the deal and the moment it was taken.

    The numbers of receipt and invoice are of one deposit in the whole house.
    """

    __tablename__ = "deposits"
    __table_args__ = (UniqueConstraint("deal_id", "taken_at"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    amount: Mapped[Yuan]
    purse: Mapped[Short]
    taken_at: Mapped[When] = mapped_column(index=True)
    confirm_by: Mapped[When] = mapped_column(index=True)
    terms: Mapped[str] = mapped_column(Text)
    state: Mapped[Short]
    receipt_number: Mapped[Short | None] = mapped_column(unique=True)
    invoice_number: Mapped[Short | None] = mapped_column(unique=True)
    received_on: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[When | None]
    closed_by_id: Mapped[Short | None]
    closed_by: Mapped[str | None] = mapped_column(String(128))
    reason: Mapped[str | None] = mapped_column(Text)

    deal: Mapped[Deal] = relationship(viewonly=True, lazy="raise")


class Suspense(Base):
    """Money that is here and belongs to nobody yet: paid by somebody unknown, or a deposit on a deal that has ended.

    `remaining` is what nobody has been found for, in yuan. `deal_id` is the deal it came from, where it did.
    """

    __tablename__ = "suspense"
    __table_args__ = (CheckConstraint("remaining >= 0 AND remaining <= amount", name="within"),)
    OWNS: ClassVar[str] = "suspense_id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    amount: Mapped[Yuan]
    remaining: Mapped[Yuan]
    purse: Mapped[Short]
    received_on: Mapped[date] = mapped_column(Date, index=True)
    payer: Mapped[Line]
    memo: Mapped[str] = mapped_column(Text)
    deal_id: Mapped[Id | None] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    deposit_id: Mapped[Id | None] = mapped_column(ForeignKey("deposits.id"), unique=True)
    recorded_at: Mapped[When]
    by: Mapped[str] = mapped_column(String(128))
    taken_back: Mapped[bool]

    @property
    def customer_id(self) -> None:
        """Nobody knows yet."""
        return None

    @property
    def owner_id(self) -> str:
        return self.id

    def unit_on(self, day: date) -> tuple[str | None, str | None]:
        """It is for no unit yet."""
        return None, None
