"""A form or notice as PDF, built piece by piece."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from kit.clock import DEFAULT_ZONE


@dataclass(frozen=True)
class Head:
    """One column of a table: its heading in Chinese and English, its share of the width, and its alignment."""

    zh: str
    en: str = ""
    width: float = 1.0
    align: str = "left"


@dataclass(frozen=True)
class Signed:
    """One signature box: whose it is, and, once signed, the name, the time as text, and the drawn image (PNG)."""

    zh: str
    en: str = ""
    name: str = ""
    at: str = ""
    image: bytes | None = None


class Document:
    """An A4 document; each call adds a piece below the last and gives the document back."""

    def __init__(
        self, title: str, en: str = "", *, number: str = "", printed_at: datetime, zone: str = DEFAULT_ZONE
    ) -> None:
        self.title = title

    def subtitle(self, zh: str, en: str = "") -> Self:
        raise NotImplementedError

    def heading(self, zh: str, en: str = "") -> Self:
        raise NotImplementedError

    def facts(self, *facts: tuple[str, str, object], columns: int = 2) -> Self:
        """A grid of (Chinese label, English label, value)."""
        raise NotImplementedError

    def table(self, head: Sequence[Head], rows: Iterable[Sequence[object]]) -> Self:
        raise NotImplementedError

    def paragraph(self, zh: str, en: str = "") -> Self:
        raise NotImplementedError

    def signatures(self, *signed: Signed) -> Self:
        raise NotImplementedError

    def bytes(self) -> bytes:
        """The finished PDF. Raises MissingGlyphs."""
        raise NotImplementedError
