"""The register: what was entered, for ever (LEAD-3), and how each registration stands now."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes, withdraw_right
from kit.columns import BigKey, Id, Json, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.particulars import EntryKind
from services.leads.rules.words import Channel, Relation


class Entry(Base):
    """One entry of the register. Rows are only ever added, each with the hash of the one before (LEAD-3).

    `registration_id` is the registration it is, corrects or extends; `day` its day at the estate. `told` holds the
    particulars as `rules/particulars.py` writes them; an extension has none. The hash is over all of it.
    """

    __tablename__ = "register"
    __table_args__ = (Index(None, "registration_id", "position"), Index(None, "customer_id", "estate_id"))

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    id: Mapped[Id] = mapped_column(unique=True)
    kind: Mapped[EntryKind] = mapped_column(word(EntryKind))
    registration_id: Mapped[Id]
    customer_id: Mapped[Id]
    estate_id: Mapped[Id]
    at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    by_id: Mapped[Short]
    by_name: Mapped[Line]
    reason: Mapped[str | None] = mapped_column(String(500))
    told: Mapped[dict[str, Any]] = mapped_column(Json)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EntryPhone(Base):
    """A phone that an entry names, in its one form, to be found by.

    No foreign key: to check one PostgreSQL asks for the right to change the register, which nobody has.
    """

    __tablename__ = "register_phones"
    __table_args__ = (Index(None, "phone", "position"),)

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    phone: Mapped[Short] = mapped_column(primary_key=True, info={"personal": True})


class EntryRelative(Base):
    """A customer whom an entry names as its own customer's relative, to be found by both (LEAD-5).

    `related` knows what holds now; this is what was said then, for what is weighed as of an earlier moment.
    """

    __tablename__ = "register_relatives"

    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    of_id: Mapped[Id] = mapped_column(primary_key=True, index=True)
    customer_id: Mapped[Id] = mapped_column(index=True)


class Registered(Base):
    """A registration as all its entries make it, for lists and searches; worked out anew with each entry.

    `valid_from` and `valid_until` are days at the estate, empty for an inquiry.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index(None, "estate_id", "valid_until"),
        Index(None, "estate_id", "number"),
        Index(None, "customer_id", "position"),
        Index(None, "consultant_id", "day"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    position: Mapped[int] = mapped_column(BigKey, unique=True)
    number: Mapped[Short]
    estate_id: Mapped[Id]
    customer_id: Mapped[Id]
    consultant_id: Mapped[Short]
    consultant: Mapped[Line]
    channel: Mapped[Channel] = mapped_column(word(Channel))
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[Line] = mapped_column(info={"personal": True})
    company: Mapped[Line]
    address: Mapped[Line] = mapped_column(index=True, info={"personal": True})
    phones: Mapped[list[Any]] = mapped_column(Json, info={"personal": True})
    asked_for_id: Mapped[Short | None]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    extensions: Mapped[int]

    __mapper_args__ = {"version_id_col": version}


class Related(Base):
    """That a registration's visitor is a relative of another customer, as it holds now (LEAD-5)."""

    __tablename__ = "related"

    registration_id: Mapped[Id] = mapped_column(primary_key=True)
    of_id: Mapped[Id] = mapped_column(primary_key=True, index=True)
    customer_id: Mapped[Id] = mapped_column(index=True)
    relation: Mapped[Relation] = mapped_column(word(Relation))


for _table in ("register", "register_phones", "register_relatives"):
    refuse_changes(Base.metadata.tables[_table])
    withdraw_right(Base.metadata.tables[_table])
