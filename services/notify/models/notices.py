"""Notices as they were sent, who has acknowledged them, and the wishes that change who gets what (NOTE-2, 3, 5)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Json, Line, Moment, Short, When
from services.notify.models.base import Base


class Notice(Base):
    """A notice as it was sent, in both languages; the database itself lets nobody change it (NOTE-5).

    `type` is the wire type of the event it tells of and `subject_id` the id of the thing that the event is about;
    `asked` departments are to acknowledge it, 0 where it is for information only.
    """

    __tablename__ = "notices"

    id: Mapped[Id] = mapped_column(primary_key=True)
    event_id: Mapped[Short] = mapped_column(unique=True)
    type: Mapped[str] = mapped_column(String(128))
    subject_id: Mapped[Short] = mapped_column(index=True)
    estate_id: Mapped[Id | None] = mapped_column(index=True)
    number: Mapped[Line | None]
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    body_zh: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[When]
    asked: Mapped[int]


refuse_changes(Notice.__table__)


class Recipient(Base):
    """A department that got a notice, and whether it has acknowledged it; `reminders` counts those sent so far."""

    __tablename__ = "notice_recipients"

    notice_id: Mapped[Id] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    department: Mapped[Short] = mapped_column(primary_key=True)
    item_id: Mapped[Id]
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[Short | None]
    acknowledged_by_name: Mapped[Line | None]
    reminders: Mapped[int] = mapped_column(default=0)
    remind_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("ix_notice_recipients_remind_at", "remind_at"),)


class Wish(Base):
    """How one type of event is to be passed on, where that differs from what the house does by default (NOTE-2)."""

    __tablename__ = "wishes"

    event_type: Mapped[str] = mapped_column(String(128), primary_key=True)
    departments: Mapped[list[str]] = mapped_column(Json)
    asks_acknowledgement: Mapped[bool]
    tells_person: Mapped[bool]
    title_zh: Mapped[str | None] = mapped_column(String(200))
    title_en: Mapped[str | None] = mapped_column(String(200))
    body_zh: Mapped[str | None] = mapped_column(Text)
    body_en: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
