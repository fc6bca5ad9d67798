"""The base of leasing's tables, and the column of a word that a rule knows."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """All of leasing's tables."""

    metadata = metadata()


def word(kind: type[StrEnum]) -> Enum:
    """A column type that stores a StrEnum's values as plain text."""
    return Enum(kind, native_enum=False, length=32, values_callable=_values)


def _values(kind: Any) -> list[str]:
    return [member.value for member in kind]
