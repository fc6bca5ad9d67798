"""The base of leasing's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """All of leasing's tables."""

    metadata = metadata()
