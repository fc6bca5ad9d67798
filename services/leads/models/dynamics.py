"""What happened on which day, ready to be counted (LEAD-22)."""

from datetime import date

from sqlalchemy import Date, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id, Short, word
from services.leads.models.base import Base
from services.leads.rules.dynamics import Kind


class Happening(Base):
    """One thing that the dynamics report counts, on its day at the estate; `week` and `month` are that day's.

    `source_id` is the entry, reception, appointment or deal that it is, so that each counts once. `channel` and
    `medium` are empty where they are not known. Of a customer's first coming `viewed`, `paid` and `dealt` tell, as 0 or
    1, what came of it. `customer_id` is empty for a stranger at the desk.
    """

    __tablename__ = "happenings"
    __table_args__ = (
        UniqueConstraint("kind", "source_id"),
        Index(None, "estate_id", "day"),
        Index(None, "estate_id", "kind", "day"),
        Index(None, "customer_id", "estate_id", "kind"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    kind: Mapped[Kind] = mapped_column(word(Kind))
    source_id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date)
    week: Mapped[date] = mapped_column(Date)
    month: Mapped[date] = mapped_column(Date)
    channel: Mapped[Short]
    medium: Mapped[Short]
    customer_id: Mapped[Id | None]
    consultant_id: Mapped[Short | None]
    question: Mapped[str | None] = mapped_column(String(500), info={"personal": True})
    viewed: Mapped[int] = mapped_column(SmallInteger)
    paid: Mapped[int] = mapped_column(SmallInteger)
    dealt: Mapped[int] = mapped_column(SmallInteger)
