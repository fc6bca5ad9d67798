"""A form or notice as PDF, described piece by piece; the library that draws is loaded when the first is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from kit.aside import aside
from kit.clock import DEFAULT_ZONE

NO_PICTURE = "签名图片无法读取"
_OWN_WORDS = f"编号第页共打印时间 No.Page/of:-0123456789{NO_PICTURE}"


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


@dataclass(frozen=True)
class Piece:
    """A piece of a document: the name of the function in kit/print/pieces.py that draws it, and what that is given."""

    name: str
    told: tuple[Any, ...]


class Document:
    """An A4 document; each call adds a piece below the last and gives the document back.

    `number` is the form's own; it stands below the title and at the foot of every page, with the time of printing in
    `zone` and the page's number.
    """

    def __init__(
        self,
        title: str,
        en: str = "",
        *,
        number: str = "",
        printed_at: datetime,
        zone: str = DEFAULT_ZONE,
        wide: bool = False,
    ) -> None:
        self.name, self.number = title, number
        self.printed_at = printed_at.astimezone(ZoneInfo(zone))
        self.wide = wide
        self.letters = set(_OWN_WORDS)
        self.pieces: list[Piece] = []
        self._add("title", (title, en, number), title, en, number)

    def _add(self, name: str, told: tuple[Any, ...], *texts: object) -> Self:
        for text in texts:
            self.letters.update(letter for letter in str(text) if letter != "\n")
        self.pieces.append(Piece(name, told))
        return self

    def subtitle(self, zh: str, en: str = "") -> Self:
        return self._add("subtitle", (zh, en), zh, en)

    def heading(self, zh: str, en: str = "") -> Self:
        return self._add("heading", (zh, en), zh, en)

    def facts(self, *facts: tuple[str, str, object], columns: int = 2) -> Self:
        """A grid of (Chinese label, English label, value), `columns` of them beside each other; None is left empty."""
        return self._add("facts", (facts, columns), *(text for fact in facts for text in fact))

    def table(self, heads: Sequence[Head], rows: Iterable[Sequence[object]]) -> Self:
        """A table; each row has one value per head."""
        kept = [tuple(row) for row in rows]
        texts = [text for head in heads for text in (head.zh, head.en)] + [value for row in kept for value in row]
        return self._add("table", (heads, kept), *texts)

    def paragraph(self, zh: str, en: str = "") -> Self:
        return self._add("paragraph", (zh, en), zh, en)

    def signatures(self, *boxes: Signed) -> Self:
        """Boxes to sign in; one whose picture cannot be read says so."""
        return self._add("signatures", (boxes,), *(text for box in boxes for text in _words_of(box)))

    def bytes(self) -> bytes:
        """The finished PDF; the same pieces always give the same bytes."""
        from kit.print.drawing import drawn  # Here and not in the thread aside, where loading would take a lock.

        return aside(drawn, self)


def _words_of(box: Signed) -> tuple[str, str, str, str]:
    return box.zh, box.en, box.name, box.at
