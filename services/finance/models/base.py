"""The base of finance's tables, and the estates and people they speak of."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.columns import Id, Line, Short, metadata


class Base(DeclarativeBase):
    """The base of finance's tables."""

    metadata = metadata()


class Estate(Base):
    """An estate, as property opened it."""

    __tablename__ = "estates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Line]
    timezone: Mapped[Short]


class Person(Base):
    """Somebody who works in the house, by name."""

    __tablename__ = "people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
