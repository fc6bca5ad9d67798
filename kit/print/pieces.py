"""The pieces a form is made of, as the PDF library draws them: paragraphs, grids, tables, signature boxes."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from math import ceil
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Spacer, Table

from kit import pictures
from kit.print.document import NO_PICTURE, Head, Signed
from kit.print.fonts import Fonts

INK, GREY, SHADE, LINE = HexColor("#1A1A1A"), HexColor("#666666"), HexColor("#F2F4F7"), HexColor("#9AA3AF")
BOXES_IN_A_ROW = 3
BOX_HEIGHT = 16 * mm  # Of the place for a signature.
PADDING = 5  # Points at either side of a cell.
TALLEST = 120 * mm  # Of a row; what is higher goes on in a row below, which may stand on the next page.
_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


@dataclass(frozen=True)
class Style:
    """The looks of one document, `width` points wide between its margins."""

    fonts: Fonts
    width: float

    def words(
        self, text: object, size: float = 10, *, head: bool = False, grey: bool = False, align: str = "left"
    ) -> Any:
        """One paragraph; Chinese breaks between any two characters, other text between words."""
        told = self.fonts.drawn(str(text))
        chinese = any(ord(letter) > 0x2E7F for letter in told)
        style = ParagraphStyle(
            "words",
            fontName=self.fonts.head if head else self.fonts.text,
            fontSize=size,
            leading=size * 1.4,
            textColor=GREY if grey else INK,
            alignment=_ALIGN[align],
            wordWrap="CJK" if chinese else None,
            splitLongWords=1,
        )
        return Paragraph(escape(told).replace("\n", "<br/>"), style)

    def both(self, zh: str, en: str, size: float = 10, *, head: bool = True, align: str = "left") -> list[Any]:
        """The Chinese and, small below it, the English."""
        told = [self.words(zh, size, head=head, align=align)]
        return [*told, self.words(en, size * 0.7, grey=True, align=align)] if en else told

    @cached_property
    def grid(self) -> list[tuple[Any, ...]]:
        return [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]


def title(style: Style, zh: str, en: str, number: str) -> list[Flowable]:
    """The form's name in the middle, its number at the right below."""
    drawn = style.both(zh, "", 18, align="center")
    drawn += [style.words(en, 10, grey=True, align="center")] if en else []
    drawn += [style.words(f"编号 No. {number}", 9, align="right")] if number else []
    return [*drawn, Spacer(0, 3 * mm)]


def subtitle(style: Style, zh: str, en: str) -> list[Flowable]:
    return [*style.both(zh, en, 11, align="center"), Spacer(0, 3 * mm)]


def paragraph(style: Style, zh: str, en: str) -> list[Flowable]:
    return [Spacer(0, 2 * mm), *style.both(zh, en, 10, head=False)]


def heading(style: Style, zh: str, en: str) -> list[Flowable]:
    zh, en = escape(style.fonts.drawn(zh)), escape(style.fonts.drawn(en))
    told = zh + (f' <font size="8" color="#666666">{en}</font>' if en else "")
    look = ParagraphStyle("heading", fontName=style.fonts.head, fontSize=12, leading=17, textColor=INK, keepWithNext=1)
    return [Spacer(0, 4 * mm), Paragraph(told, look), Spacer(0, 1.5 * mm)]


def facts(style: Style, told: Sequence[tuple[str, str, object]], columns: int) -> list[Flowable]:
    """A grid of labels and values, `columns` pairs beside each other; a last pair alone takes the whole line."""
    if not told:
        return []
    label = style.width / columns * 0.32
    value = style.width / columns - label
    cells: list[list[Any]] = []
    spans: list[tuple[Any, ...]] = []
    for at in range(0, len(told), columns):
        pairs = told[at : at + columns]
        line: list[Any] = []
        for zh, en, what in pairs:
            line += [style.both(zh, en, 9.5), style.words("" if what is None else what)]
        widths = [label, value] * len(pairs)
        widths[-1] += style.width / columns * (columns - len(pairs))
        for row in _flowing(line, widths):
            if len(pairs) < columns:
                spans.append(("SPAN", (2 * len(pairs) - 1, len(cells)), (-1, len(cells))))
            cells.append(row + [""] * (2 * columns - len(line)))
    shades = [("BACKGROUND", (2 * column, 0), (2 * column, -1), SHADE) for column in range(columns)]
    unshade = [("BACKGROUND", span[1], span[2], HexColor("#FFFFFF")) for span in spans]
    return [Table(cells, [label, value] * columns, style=[*style.grid, *shades, *unshade, *spans])]


def _flowing(cells: Sequence[Any], widths: Sequence[float]) -> list[list[Any]]:
    """A row as one or more, none of them too high for a page; the rest of a long cell stands in the rows below."""
    parts = [_parts(cell, width - 2 * PADDING) for cell, width in zip(cells, widths, strict=True)]
    return [list(row) for row in zip_longest(*parts, fillvalue="")]


def _parts(cell: Any, width: float) -> list[Any]:
    """A cell in parts that fit; it is halved over and over, which is quicker than cutting off one after the other."""
    if not isinstance(cell, Paragraph) or cell.wrap(width, TALLEST)[1] <= TALLEST:
        return [cell]
    leading = cell.style.leading
    lines = TALLEST // leading
    parts = ceil(cell.height / leading / lines)
    halves = cell.split(width, (parts // 2 * lines + 0.5) * leading)
    return [part for half in halves for part in _parts(half, width)]


def table(style: Style, heads: Sequence[Head], rows: Iterable[Sequence[object]]) -> list[Flowable]:
    """A table whose header comes again on every page."""
    shares = sum(head.width for head in heads)
    widths = [style.width * head.width / shares for head in heads]
    cells: list[list[Any]] = [[style.both(head.zh, head.en, 9, align=head.align) for head in heads]]
    for row in rows:
        values = zip(heads, row, strict=True)
        words = [style.words("" if value is None else value, 9.5, align=head.align) for head, value in values]
        cells += _flowing(words, widths)
    shade = [("BACKGROUND", (0, 0), (-1, 0), SHADE)]
    return [Table(cells, widths, style=[*style.grid, *shade], repeatRows=1)]


def signatures(style: Style, boxes: Sequence[Signed]) -> list[Flowable]:
    """Boxes to sign in, three beside each other; what is signed already shows name, time and the drawn signature."""
    if not boxes:
        return []
    across = min(BOXES_IN_A_ROW, len(boxes))
    drawn = [_box(style, box) for box in boxes]
    drawn += [[] for _ in range(-len(boxes) % across)]
    cells = [drawn[at : at + across] for at in range(0, len(drawn), across)]
    looks = [*style.grid, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return [KeepTogether([Spacer(0, 4 * mm), Table(cells, [style.width / across] * across, style=looks)])]


def _box(style: Style, box: Signed) -> list[Any]:
    drawn = _picture(style, box.image) if box.image else Spacer(0, BOX_HEIGHT)
    below = [style.words(" ".join(box.name.split()), 10, align="center")] if box.name else []
    below += [style.words(box.at, 8, grey=True, align="center")] if box.at else []
    return [*style.both(box.zh, box.en, 9.5), drawn, *below]


def _picture(style: Style, data: bytes) -> Flowable:
    """A drawn signature, fitted into its box; that it cannot be read is said rather than keeping the form back."""
    found = pictures.decoded(data)
    if found is None:
        return style.words(NO_PICTURE, 8, grey=True, align="center")
    into = io.BytesIO()
    found.save(into, "PNG", compress_level=1)
    scale = min(48 * mm / found.width, BOX_HEIGHT / found.height)
    return Image(into, found.width * scale, found.height * scale, mask="auto")
