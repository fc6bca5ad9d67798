"""The rota of each estate, and who was received by whom (LEAD-11)."""

from datetime import date

from sqlalchemy import Date, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Line, Short, When, word
from services.leads.models.base import Base
from services.leads.rules.rota import Place
from services.leads.rules.words import Channel


class RotaPlace(Base):
    """A consultant's place in an estate's rota; `last_turn` counts the estate's turns."""

    __tablename__ = "rota_places"
    __table_args__ = (UniqueConstraint("estate_id", "place"),)

    estate_id: Mapped[Id] = mapped_column(primary_key=True)
    consultant_id: Mapped[Short] = mapped_column(primary_key=True)
    name: Mapped[Line]
    place: Mapped[int]
    last_turn: Mapped[int]
    on_duty: Mapped[bool]

    def as_place(self) -> Place:
        return Place(self.consultant_id, self.name, self.place, self.last_turn, self.on_duty)


class Reception(Base):
    """A visitor was received. Rows are only ever added.

    `customer_id` is the customer where one was recognised; `turn` the estate's turn that it took, or empty where
    somebody was asked for. `visitor` is what the desk wrote down to know them by.
    """

    __tablename__ = "receptions"
    __table_args__ = (
        Index(None, "estate_id", "at"),
        Index(None, "customer_id", "day"),
        UniqueConstraint("estate_id", "turn"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    at: Mapped[When]
    day: Mapped[date] = mapped_column(Date)
    channel: Mapped[Channel] = mapped_column(word(Channel))
    visitor: Mapped[Line] = mapped_column(info={"personal": True})
    customer_id: Mapped[Id | None]
    asked_for_id: Mapped[Short | None]
    consultant_id: Mapped[Short]
    consultant: Mapped[Line]
    turn: Mapped[int | None]
    by_id: Mapped[Short]
    by_name: Mapped[Line]


refuse_changes(Base.metadata.tables["receptions"])
