"""The base of property's tables, and a column that holds a word of the department."""

from enum import StrEnum

from sqlalchemy import Enum
from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """The base of all tables of property."""

    metadata = metadata()


def coded(kind: type[StrEnum]) -> Enum:
    """The column type of a StrEnum kept as its code; a new word needs no migration."""
    return Enum(kind, values_callable=lambda words: [word.value for word in words], native_enum=False, length=32)
