"""Writing a list as .xlsx: the empty template, the refused rows, the export."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kit.clock import DEFAULT_ZONE
from kit.errors import TooLarge
from kit.reasons import Reason, say_all
from kit.sheets.cells import EXACT_DIGITS
from kit.sheets.headings import REASON_HEADING
from kit.sheets.rows import RefusedRow

if TYPE_CHECKING:
    from kit.sheets.sheet import Column, Sheet

FIRST_CALCULATED = ("=", "+", "-", "@", "\t", "\r")
TEXT = 49  # Excel's own number of the format for text.
LONGEST_CELL = 32_767
MOST_EXPORTED = 1_000_000
_WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)  # The same list is the same bytes, whenever it is written.
_NOTES = (
    ("列", "Column"), ("英文", "English"), ("必填", "Required"), ("填写格式", "Format"), ("示例", "Example"),
    ("说明", "Notes"),
)  # fmt: skip


class _Book:
    """A workbook being written into memory, with the house's formats; text stays text whatever it begins with."""

    def __init__(self, constant_memory: bool = False) -> None:
        self.into = io.BytesIO()
        self.book = Workbook(self.into, {"constant_memory": constant_memory, "strings_to_urls": False})
        self.book.set_properties({"created": _WRITTEN_AT})
        self.head = self.book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True})
        self.needed = self.book.add_format({"bold": True, "bg_color": "#F8CBAD", "border": 1, "text_wrap": True})
        self.text = self.book.add_format({"num_format": TEXT})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.quoted = self.book.add_format({"num_format": TEXT, "quote_prefix": True})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.wrong = self.book.add_format({"text_wrap": True, "font_color": "#C00000", "num_format": TEXT})

    def sheet(self, name: str) -> Worksheet:
        shortened = "".join(" " if letter in "[]:*?/\\" else letter for letter in name)[:31]
        return self.book.add_worksheet(shortened.strip("' ") or "1")

    def put(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        """Writes one value as what it is; a number of more digits than Excel keeps is written as text."""
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif (
            isinstance(value, Decimal | int | float)
            and len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS
        ):
            sheet.write_number(row, column, float(value))
        elif isinstance(value, float):
            sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            local = value.astimezone(ZoneInfo(DEFAULT_ZONE)).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, column, local, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif value is not None and value != "":
            self.put_text(sheet, row, column, _told(value))

    def put_text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Writes text that no spreadsheet will calculate, not even after a double click into the cell."""
        style = self.quoted if text.startswith(FIRST_CALCULATED) else self.text
        sheet.write_string(row, column, text[:LONGEST_CELL], style)

    def bytes(self) -> bytes:
        self.book.close()
        return self.into.getvalue()


def _told(value: Any) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, list | tuple):
        return ";".join(map(_told, value))
    return str(value.value if isinstance(value, Enum) else value)


def template(sheet: Sheet) -> bytes:
    """An empty list with its second sheet of explanations; required columns stand out."""
    book = _Book()
    page = book.sheet(sheet.title())
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.zh, book.needed if column.required else book.head)
        page.write_comment(0, at, _comment(column), {"x_scale": 2, "y_scale": 1.2})
        page.set_column(at, at, _width(column.zh), book.text if column.kind.is_text else None)
        if column.kind.words and len(",".join(column.kind.words)) <= 255:
            page.data_validation(1, at, sheet.most_rows, at, {"validate": "list", "source": list(column.kind.words)})
    page.freeze_panes(1, 0)
    _explain(book, sheet)
    return book.bytes()


def _comment(column: Column) -> str:
    need = "Required" if column.required else "Optional"
    lines = [f"{column.en} ({need})", column.kind.explain()[1], column.note_en]
    return "\n".join(filter(None, lines))


def _explain(book: _Book, sheet: Sheet) -> None:
    page = book.sheet("填写说明 Notes")
    for at, (zh, en) in enumerate(_NOTES):
        page.write_string(0, at, f"{zh} {en}", book.head)
        page.set_column(at, at, (16, 22, 12, 48, 20, 40)[at])
    for row, column in enumerate(sheet.columns, 1):
        told = (
            column.zh,
            column.en,
            "是 yes" if column.required else "否 no",
            "\n".join(column.kind.explain()),
            column.example or column.kind.example,
            "\n".join(filter(None, (column.note_zh, column.note_en))),
        )
        for at, text in enumerate(told):
            page.write_string(row, at, text, book.wrapped)


def refused_file(sheet: Sheet, refused: list[RefusedRow]) -> bytes:
    """The refused rows under their own headings, and a last column that says why, in both languages."""
    book = _Book()
    page = book.sheet(sheet.title())
    headings = list(dict.fromkeys(heading for row in refused for heading in row.values))
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, book.head)
        page.set_column(at, at, _width(heading))
    page.write_string(0, len(headings), REASON_HEADING, book.needed)
    page.set_column(len(headings), len(headings), 80)
    for number, row in enumerate(refused, 1):
        for at, heading in enumerate(headings):
            book.put(page, number, at, row.values.get(heading))
        why = f"{say_all(row.reasons, 'zh')}\n{say_all(row.reasons, 'en')}"
        page.write_string(number, len(headings), why[:LONGEST_CELL], book.wrong)
    page.freeze_panes(1, 0)
    return book.bytes()


def export(sheet: Sheet, rows: Iterable[Any], language: str) -> bytes:
    """All rows, written as they come; only the row at hand is kept in memory."""
    book = _Book(constant_memory=True)
    try:
        _export_rows(book, sheet, rows, language)
    finally:
        book.book.close()
    return book.into.getvalue()


def _export_rows(book: _Book, sheet: Sheet, rows: Iterable[Any], language: str) -> None:
    page = book.sheet(sheet.title(language))
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, _width(column.heading(language)))
        page.write_string(0, at, column.heading(language), book.head)
    for number, row in enumerate(rows, 1):
        if number > MOST_EXPORTED:
            raise TooLarge(Reason("too_many_rows", "行数过多;请先筛选。", "Too many rows; filter them first."))
        for at, column in enumerate(sheet.columns):
            value = row.get(column.name) if isinstance(row, Mapping) else getattr(row, column.name, None)
            book.put(page, number, at, None if value is None else column.kind.show(value, language))


def _width(heading: str) -> float:
    """A width for a heading, in Excel's characters; a Chinese one takes two."""
    return min(40, max(10, 2 + sum(2 if ord(letter) > 0x2E80 else 1 for letter in heading)))
