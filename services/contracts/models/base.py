"""The base of the tables of contracts."""

from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """The base of the tables of contracts."""

    metadata = metadata()
