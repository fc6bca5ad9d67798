"""The ledger: accounts, entries and their postings, which the database keeps balanced and unaltered (FIN-1)."""

from datetime import date
from typing import ClassVar, Protocol

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.append_only import guard_besides, refuse_changes
from kit.columns import Id, Short, When, Yuan
from services.finance import balance
from services.finance.models.base import Base
from services.finance.rules.accounts import Account
from services.finance.rules.ledger import Posting as PostingRule

OWNERS = ("lease_id", "deal_id", "suspense_id")
ONE_OWNER = " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in OWNERS) + " = 1"


class Owner(Protocol):
    """What an entry belongs to: a lease, a deal, or money whose owner is not known. `OWNS` names the entry's column."""

    OWNS: ClassVar[str]

    @property
    def estate_id(self) -> str: ...

    @property
    def customer_id(self) -> str | None: ...

    @property
    def owner_id(self) -> str: ...

    def unit_on(self, day: date) -> tuple[str | None, str | None]:
        """Id and number of the unit that an entry of that day is for."""


class LedgerAccount(Base):
    """An account of the ledger: of one lease, one deal, or an estate. Its id follows from what it is for."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("lease_id IS NULL OR deal_id IS NULL", name="one_owner"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    estate_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id | None] = mapped_column(index=True)
    lease_id: Mapped[Id | None] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    deal_id: Mapped[Id | None] = mapped_column(ForeignKey("deals.deal_id"), index=True)


class Entry(Base):
    """One entry of the ledger. It is never changed; a mistake is reversed by another entry, at most once.

    It belongs to a lease, a deal, or money in suspense, and has a customer unless nobody knows yet whose the money is.
    `trace` leads to the request that made it.
    """

    __tablename__ = "entries"
    __table_args__ = (
        CheckConstraint("lines >= 2", name="two_lines"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("(suspense_id IS NULL) = (customer_id IS NOT NULL)", name="customer_known"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    kind: Mapped[Short]
    customer_id: Mapped[Id | None] = mapped_column(index=True)
    lease_id: Mapped[Id | None] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    deal_id: Mapped[Id | None] = mapped_column(ForeignKey("deals.deal_id"), index=True)
    suspense_id: Mapped[Id | None] = mapped_column(ForeignKey("suspense.id"), index=True)
    unit_id: Mapped[Id | None]
    unit_number: Mapped[Short | None]
    happened_on: Mapped[date] = mapped_column(Date, index=True)
    recorded_at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    cause: Mapped[Short | None] = mapped_column(index=True)
    rule: Mapped[Short]
    memo: Mapped[str] = mapped_column(Text)
    trace: Mapped[Short] = mapped_column(default="", server_default="")
    lines: Mapped[int]
    reverses_id: Mapped[Id | None] = mapped_column(ForeignKey("entries.id"), unique=True)

    postings: Mapped[list["Posting"]] = relationship(viewonly=True, lazy="raise", order_by="Posting.position")
    reversed_by: Mapped["Entry | None"] = relationship(
        viewonly=True, lazy="raise", uselist=False, primaryjoin="Entry.id == foreign(remote(Entry.reverses_id))"
    )


class Posting(Base):
    """An amount of an entry on one account, in yuan: a debit when positive, a credit when negative."""

    __tablename__ = "postings"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_zero"),)

    entry_id: Mapped[Id] = mapped_column(
        ForeignKey("entries.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    amount: Mapped[Yuan]

    account: Mapped[LedgerAccount] = relationship(viewonly=True, lazy="raise")

    def as_rule(self) -> PostingRule:
        """The posting as the rules see it."""
        return PostingRule(Account(self.account.kind), self.amount)


for _table in ("accounts", "entries", "postings"):
    refuse_changes(Base.metadata.tables[_table])
guard_besides(Base.metadata.tables["postings"], balance.statements)
