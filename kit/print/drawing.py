"""Drawing a document: its pieces one below the other on A4, a foot on every page."""

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from kit.print import pieces
from kit.print.document import Document
from kit.print.fonts import Fonts, fonts_for

MARGIN = 18 * mm


def drawn(document: Document) -> bytes:
    """The document as PDF."""
    into, size = io.BytesIO(), landscape(A4) if document.wide else A4
    with fonts_for(document.letters) as fonts:
        style = pieces.Style(fonts, size[0] - 2 * MARGIN)
        story = [part for piece in document.pieces for part in getattr(pieces, piece.name)(style, *piece.told)]
        template = SimpleDocTemplate(
            into,
            pagesize=size,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN + 4 * mm,
            title=document.name,
            subject=document.number,
            author="Atrium",
            lang="zh-CN",
            invariant=1,
            initialFontName=fonts.text,
        )
        template.build(story, canvasmaker=_canvas(document, fonts, size[0]))
    return into.getvalue()


def _canvas(document: Document, fonts: Fonts, width: float) -> Callable[..., Canvas]:
    """A canvas that draws the foot of each page last, when it is known how many there are."""
    number, moment = fonts.drawn(document.number), f"{document.printed_at:%Y-%m-%d %H:%M}"

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
