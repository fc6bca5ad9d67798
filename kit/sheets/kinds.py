"""The kinds of cell a list may have: what each makes of a cell, says against one, and shows of a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Unfit(ValueError):
    """A cell that does not fit its column, with the reason in Chinese and English."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code, self.zh, self.en = code, zh, en
        super().__init__(en)


class Kind:
    """The base of all kinds."""

    def clean(self, value: Any) -> Any:
        """The value that a cell means, None for a blank one. Raises Unfit."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most `max` characters."""

    max: int = 255


@dataclass(frozen=True)
class Code(Kind):
    """A number or name that identifies something: no spaces, half-width."""

    max: int = 64


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number."""

    least: int | None = None
    most: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Number(Kind):
    """An exact decimal."""

    places: int = 2
    least: Any = None
    most: Any = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Date(Kind):
    """A day."""


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words: {"招商部": "leasing"}; the Chinese word and the code are both taken, the code is the value."""

    options: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class YesNo(Kind):
    """是 or 否."""


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number."""


@dataclass(frozen=True)
class List(Kind):
    """Several values in one cell."""

    of: Kind = field(default_factory=Text)
