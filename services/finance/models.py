"""What finance remembers: leases as contracts tells of them, the ledger, and the settlements of old units."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column, relationship

from kit.append_only import guard_besides, refuse_changes
from kit.columns import Exact, Id, Json, Line, Short, When, Yuan, metadata
from services.finance import balance
from services.finance.rules.accounts import Account
from services.finance.rules.ledger import Posting as PostingRule
from services.finance.rules.settling import Rates

TARIFF_PLACES = 4


class Base(DeclarativeBase):
    """The base of finance's tables."""

    metadata = metadata()


def _tariff() -> MappedColumn[Decimal]:
    return mapped_column(Exact(TARIFF_PLACES))


class Estate(Base):
    """An estate, as property opened it."""

    __tablename__ = "estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    timezone: Mapped[Short]


class LeaseAccount(Base):
    """A lease as finance sees it: whom to charge, and at which tariffs in yuan."""

    __tablename__ = "lease_accounts"

    lease_id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    customer_id: Mapped[Id] = mapped_column(index=True)
    customer_name: Mapped[Line]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    rent_per_sqm_day: Mapped[Decimal] = _tariff()
    management_per_sqm_month: Mapped[Decimal] = _tariff()
    electricity_per_kwh: Mapped[Decimal] = _tariff()
    water_per_m3: Mapped[Decimal] = _tariff()
    parking_spaces: Mapped[int]
    parking_per_month: Mapped[Decimal] = _tariff()
    phone_lines: Mapped[int]
    phone_per_line_month: Mapped[Decimal] = _tariff()
    payment: Mapped[Short]

    units: Mapped[list["LeaseUnit"]] = relationship(lazy="raise", order_by="LeaseUnit.position")

    def rates(self) -> Rates:
        """The tariffs that settling an old unit needs."""
        return Rates(
            electricity_per_kwh=self.electricity_per_kwh,
            water_per_m3=self.water_per_m3,
            parking_spaces=self.parking_spaces,
            parking_per_month=self.parking_per_month,
            phone_lines=self.phone_lines,
            phone_per_line_month=self.phone_per_line_month,
        )

    def unit_on(self, day: date) -> tuple[str, str | None]:
        """Id and number of the unit a charge of that day is for; the change date already belongs to the new one."""
        unit = ([unit for unit in self.units if unit.since <= day] or self.units[:1])[-1]
        return unit.unit_id, unit.unit_number


class LeaseUnit(Base):
    """Since when a lease's charges go to a unit. The number is empty until property has told it."""

    __tablename__ = "lease_units"
    __table_args__ = (UniqueConstraint("lease_id", "position"), UniqueConstraint("lease_id", "unit_change_id"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short | None]
    since: Mapped[date] = mapped_column(Date)
    unit_change_id: Mapped[Id | None]


class LedgerAccount(Base):
    """An account of the ledger: of one lease, or of an estate. Its id follows from what it is for."""

    __tablename__ = "accounts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    estate_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id | None] = mapped_column(index=True)
    lease_id: Mapped[Id | None] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)


class Entry(Base):
    """One entry of the ledger. It is never changed; a mistake is reversed by another entry, at most once."""

    __tablename__ = "entries"
    __table_args__ = (CheckConstraint("lines >= 2", name="two_lines"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id] = mapped_column(index=True)
    kind: Mapped[Short]
    customer_id: Mapped[Id] = mapped_column(index=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short | None]
    happened_on: Mapped[date] = mapped_column(Date, index=True)
    recorded_at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))
    cause: Mapped[Short | None] = mapped_column(index=True)
    rule: Mapped[Short]
    memo: Mapped[str] = mapped_column(Text)
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


class Settlement(Base):
    """The closed account of a unit a tenant leaves (FIN-4); `facts` are the readings and missing items as heard."""

    __tablename__ = "settlements"
    __table_args__ = (
        Index(
            "uq_settlements_open",
            "unit_change_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'confirmed')"),
            sqlite_where=text("state IN ('draft', 'confirmed')"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    unit_change_id: Mapped[Id] = mapped_column(index=True)
    number: Mapped[Short]
    estate_id: Mapped[Id] = mapped_column(index=True)
    customer_id: Mapped[Id]
    lease_id: Mapped[Id] = mapped_column(ForeignKey("lease_accounts.lease_id"), index=True)
    unit_id: Mapped[Id]
    unit_number: Mapped[Short]
    change_date: Mapped[date] = mapped_column(Date)
    state: Mapped[Short]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    total: Mapped[Yuan]
    drafted_at: Mapped[When]
    closed_at: Mapped[When | None]
    closed_by_id: Mapped[Short | None]
    closed_by: Mapped[str | None] = mapped_column(String(128))
    void_reason: Mapped[str | None] = mapped_column(Text)
    entry_id: Mapped[Id | None] = mapped_column(ForeignKey("entries.id"))

    lease: Mapped[LeaseAccount] = relationship(viewonly=True, lazy="raise")
    lines: Mapped[list["SettlementLine"]] = relationship(
        lazy="raise", order_by="SettlementLine.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def sum_of_lines(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


class SettlementLine(Base):
    """One line of a settlement with its working; `reason` and `added_by` are only there where finance added it."""

    __tablename__ = "settlement_lines"

    id: Mapped[Id] = mapped_column(primary_key=True)
    settlement_id: Mapped[Id] = mapped_column(ForeignKey("settlements.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    income: Mapped[Short]
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    amount: Mapped[Yuan]
    reason: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[str | None] = mapped_column(String(128))


for _table in ("accounts", "entries", "postings"):
    refuse_changes(Base.metadata.tables[_table])
guard_besides(Base.metadata.tables["postings"], balance.statements)
