"""Notify's own copy of what it has been told: the estates, and who works where."""

from sqlalchemy.orm import Mapped, mapped_column

from kit.caller import EVERY_ESTATE
from kit.columns import Id, Json, Line, Short
from services.notify.models.base import Base


class KnownEstate(Base):
    """An estate, its name and its time zone."""

    __tablename__ = "known_estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    zone: Mapped[Short]


class KnownPerson(Base):
    """Somebody who works here; `estates` holds estate ids, or `"*"` for all of them.

    `roles` are those above or beside the departments, like the general manager's.
    """

    __tablename__ = "known_people"

    id: Mapped[Short] = mapped_column(primary_key=True)
    name: Mapped[Line]
    department: Mapped[Short | None] = mapped_column(index=True)
    rank: Mapped[Short | None]
    estates: Mapped[list[str]] = mapped_column(Json)
    active: Mapped[bool]
    roles: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")

    def works_at(self, estate_id: str | None) -> bool:
        """Whether the estate is one of theirs; what happens at none is everybody's."""
        return estate_id is None or estate_id in self.estates or EVERY_ESTATE in self.estates
