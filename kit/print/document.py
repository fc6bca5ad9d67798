"""A form or notice as PDF, built piece by piece."""

import builtins
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer

from kit.aside import aside
from kit.clock import DEFAULT_ZONE
from kit.print import pieces
from kit.print.fonts import Fonts, fonts_for
from kit.print.pieces import Head, Signed, Style

MARGIN = 18 * mm
_OWN_WORDS = f"编号第页共打印时间 No.Page/of:-0123456789{pieces.NO_PICTURE}"
Piece = Callable[[Style], list[Flowable]]


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
        self.size = landscape(A4) if wide else A4
        self._letters = set(_OWN_WORDS)
        self._pieces: list[Piece] = []
        self._add(lambda style: pieces.title(style, title, en, number), title, en, number)

    def _add(self, piece: Piece, *texts: object) -> Self:
        for text in texts:
            self._letters.update(letter for letter in str(text) if letter != "\n")
        self._pieces.append(piece)
        return self

    def subtitle(self, zh: str, en: str = "") -> Self:
        return self._add(lambda style: [*style.both(zh, en, 11, align="center"), Spacer(0, 3 * mm)], zh, en)

    def heading(self, zh: str, en: str = "") -> Self:
        return self._add(lambda style: pieces.heading(style, zh, en), zh, en)

    def facts(self, *facts: tuple[str, str, object], columns: int = 2) -> Self:
        """A grid of (Chinese label, English label, value), `columns` of them beside each other; None is left empty."""
        texts = [text for fact in facts for text in fact]
        return self._add(lambda style: pieces.facts(style, facts, columns) if facts else [], *texts)

    def table(self, heads: Sequence[Head], rows: Iterable[Sequence[object]]) -> Self:
        """A table; each row has one value per head."""
        kept = [tuple(row) for row in rows]
        texts = [text for head in heads for text in (head.zh, head.en)] + [value for row in kept for value in row]
        return self._add(lambda style: pieces.table(style, heads, kept), *texts)

    def paragraph(self, zh: str, en: str = "") -> Self:
        return self._add(lambda style: [Spacer(0, 2 * mm), *style.both(zh, en, 10, head=False)], zh, en)

    def signatures(self, *boxes: Signed) -> Self:
        """Boxes to sign in; one whose picture cannot be read says so."""
        texts = [text for box in boxes for text in (box.zh, box.en, box.name, box.at)]
        return self._add(lambda style: pieces.signatures(style, boxes) if boxes else [], *texts)

    def bytes(self) -> bytes:
        """The finished PDF; the same pieces always give the same bytes."""
        return aside(self._made)

    def _made(self) -> "builtins.bytes":
        into = io.BytesIO()
        with fonts_for(self._letters) as fonts:
            style = Style(fonts, self.size[0] - 2 * MARGIN)
            story = [drawn for piece in self._pieces for drawn in piece(style)]
            template = SimpleDocTemplate(
                into,
                pagesize=self.size,
                leftMargin=MARGIN,
                rightMargin=MARGIN,
                topMargin=MARGIN,
                bottomMargin=MARGIN + 4 * mm,
                title=self.name,
                subject=self.number,
                author="Atrium",
                lang="zh-CN",
                invariant=1,
                initialFontName=fonts.text,
            )
            template.build(story, canvasmaker=self._canvas(fonts))
        return into.getvalue()

    def _canvas(self, fonts: Fonts) -> Callable[..., Canvas]:
        """A canvas that draws the foot of each page last, when it is known how many there are."""
        number, moment, width = fonts.drawn(self.number), f"{self.printed_at:%Y-%m-%d %H:%M}", self.size[0]

        class Numbered(Canvas):  # type: ignore[misc]
            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **named)
                self._pages: list[dict[str, Any]] = []

            def showPage(self) -> None:
                self._pages.append(dict(self.__dict__))
                self._startPage()

            def save(self) -> None:
                for page, state in enumerate(self._pages, 1):
                    self.__dict__.update(state)
                    self._foot(page, len(self._pages))
                    super().showPage()
                super().save()

            def _foot(self, page: int, pages: int) -> None:
                self.setFont(fonts.text, 8)
                self.setFillColor(pieces.GREY)
                self.drawString(MARGIN, 12 * mm, f"编号 No. {number}" if number else "")
                self.drawCentredString(width / 2, 12 * mm, f"打印时间 {moment}")
                self.drawRightString(width - MARGIN, 12 * mm, f"第 {page} 页 / 共 {pages} 页  Page {page} of {pages}")

        return Numbered
