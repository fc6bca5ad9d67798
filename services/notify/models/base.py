"""The base of notify's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """All of notify's tables."""

    metadata = metadata()
