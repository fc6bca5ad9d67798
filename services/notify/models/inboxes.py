"""Inboxes with their items (NOTE-1)."""

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Line, Short, When, word
from services.notify.models.base import Base
from services.notify.rules.inboxes import Address, Kind

_OPEN = text("closed_at IS NULL")


class Inbox(Base):
    """An inbox and how often it has changed."""

    __tablename__ = "inboxes"

    id: Mapped[Short] = mapped_column(primary_key=True)
    estate_id: Mapped[Id | None]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    person_id: Mapped[Short | None]
    revision: Mapped[int]


class Item(Base):
    """One thing in an inbox.

    `origin` is what it came from, so that nothing comes in twice. Items that ask for something (`asks`) stay open until
    that is settled; others only until they have been read.
    """

    __tablename__ = "items"

    id: Mapped[Id] = mapped_column(primary_key=True)
    origin: Mapped[Line] = mapped_column(unique=True)
    estate_id: Mapped[Id | None]
    department: Mapped[Short | None]
    rank: Mapped[Short | None]
    person_id: Mapped[Short | None]
    kind: Mapped[Kind] = mapped_column(word(Kind))
    asks: Mapped[bool]
    case_id: Mapped[Id | None]
    step: Mapped[Short | None]
    round: Mapped[int | None]
    about: Mapped[str | None] = mapped_column(String(128))
    notice_id: Mapped[Id | None] = mapped_column(index=True)
    number: Mapped[Line | None]
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    body_zh: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[When]
    due_at: Mapped[When | None]
    overdue_at: Mapped[When | None]
    closed_at: Mapped[When | None]
    outcome: Mapped[Short | None]

    __table_args__ = (
        Index("ix_items_department_closed_at_estate_id", "department", "closed_at", "estate_id"),
        Index("ix_items_person_id_closed_at", "person_id", "closed_at"),
        Index("ix_items_case_id_step_round", "case_id", "step", "round"),
        Index("ix_items_open", "opened_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    @property
    def address(self) -> Address:
        return Address(self.estate_id, self.department, self.rank, self.person_id)


class ItemRead(Base):
    """That somebody has read an item; acknowledging is another matter."""

    __tablename__ = "items_read"

    item_id: Mapped[Id] = mapped_column(ForeignKey("items.id"), primary_key=True)
    person_id: Mapped[Short] = mapped_column(primary_key=True)
    at: Mapped[When]
