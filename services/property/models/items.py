"""Who holds which key, access card and parking permit, and since when."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.columns import Id, Line, Short, Yuan, word
from services.property.models.base import Base
from services.property.models.estates import Lease, Unit
from services.property.rules.items import Ticket
from services.property.rules.words import ItemKind, ItemState

_OUT = text("state = 'issued'")


class Item(Base):
    """One handing-out of one item; handed out again, it is a new row. `person` is the card's bearer, `charge` in yuan.

    What is out is out once: the database holds it to that, per estate, kind and number.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index("uq_items_out", "estate_id", "kind", "number", unique=True, postgresql_where=_OUT, sqlite_where=_OUT),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    estate_id: Mapped[Id] = mapped_column(ForeignKey("estates.id"))
    unit_id: Mapped[Id] = mapped_column(ForeignKey("units.id"), index=True)
    lease_id: Mapped[Id] = mapped_column(ForeignKey("leases.id"), index=True)
    customer_id: Mapped[Id] = mapped_column(index=True)
    kind: Mapped[ItemKind] = mapped_column(word(ItemKind))
    number: Mapped[Short]
    person: Mapped[Short | None] = mapped_column(info={"personal": True})
    state: Mapped[ItemState] = mapped_column(word(ItemState))
    issued_on: Mapped[date]
    issued_by: Mapped[Short]
    issued_for: Mapped[Id | None] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    closed_by: Mapped[Short | None]
    closed_for: Mapped[Id | None] = mapped_column(index=True)
    charge: Mapped[Yuan | None]
    note: Mapped[Line | None]

    unit: Mapped[Unit] = relationship(lazy="raise")
    lease: Mapped[Lease] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ticket(self) -> Ticket:
        """The item by what is written on it."""
        return Ticket(self.kind, self.number)

    @property
    def charged(self) -> Decimal:
        return self.charge if self.charge is not None else Decimal(0)
