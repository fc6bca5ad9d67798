"""Which registrations came in from a list, by the number that each had there."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kit.columns import Id
from services.leads.models.base import Base


class ImportedRow(Base):
    """A row of a list that is in the register; `number` is its number there, as compared: the same row adds nothing."""

    __tablename__ = "imported_rows"

    estate_id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(200), primary_key=True)
    registration_id: Mapped[Id] = mapped_column(unique=True)
