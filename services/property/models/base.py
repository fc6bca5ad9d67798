"""The base of property's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """The base of all tables of property."""

    metadata = metadata()
