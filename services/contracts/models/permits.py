"""The permits of an estate, as sales control recorded them (SALE-18)."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kit.append_only import refuse_changes
from kit.columns import Id, Short, When, word
from services.contracts.models.base import Base
from services.contracts.rules.permits import Held, Permit


class PermitEntry(Base):
    """A permit as it was recorded; a later entry takes the place of an earlier one. Rows are only ever added."""

    __tablename__ = "permits"
    __table_args__ = (Index("ix_permits_estate", "estate_id", "id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    estate_id: Mapped[Id]
    permit: Mapped[Permit] = mapped_column(word(Permit))
    number: Mapped[Short]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[When]
    by_id: Mapped[Short]
    by: Mapped[str] = mapped_column(String(128))

    def as_held(self) -> Held:
        return Held(self.permit, self.since, self.until)


refuse_changes(PermitEntry.__table__)
