"""The base of engineering's tables."""

from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """All of engineering's tables."""

    metadata = metadata()
