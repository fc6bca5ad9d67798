"""Finding the header of a list among its first lines, however it is spelt and whatever stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kit.errors import Invalid
from kit.reasons import Reason
from kit.sheets.cells import Unfit, compact, is_blank, text_of
from kit.sheets.package import invalid

if TYPE_CHECKING:
    from kit.sheets.sheet import Column, Sheet

HEADER_WITHIN = 30
REASON_HEADING = "拒收原因 Reason"
_SAME_UNIT = {"平方米": "m2", "平米": "m2", "立方米": "m3", "度": "kwh"}
_DOTS = str.maketrans(dict.fromkeys("•・･∙", "·"))
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]$")


@dataclass(frozen=True)
class Header:
    """A header that was found: its line (from nought), and which column of the sheet holds which column of the list."""

    line: int
    lines: int
    columns: dict[int, Column]
    headings: dict[int, str]

    @property
    def matches(self) -> int:
        return len({column.name for column in self.columns.values()})

    def unknown(self) -> tuple[str, ...]:
        """The headings that the list does not have."""
        known = set(self.columns) | {at for at, text in self.headings.items() if is_reason(text)}
        return tuple(text for at, text in self.headings.items() if at not in known)

    def missing(self, sheet: Sheet) -> list[Column]:
        found = {column.name for column in self.columns.values()}
        return [column for column in sheet.columns if column.required and column.name not in found]


def plain(heading: Any) -> str:
    """A heading for comparing: width, spaces, line breaks, stars and the spelling of units do not count."""
    try:
        text = compact(text_of(heading)).translate(_DOTS)
    except Unfit:
        return ""
    text = text.replace("(必填)", "").strip("*:")
    for spelling, unit in _SAME_UNIT.items():
        text = text.replace(f"({spelling})", f"({unit})").replace(f"/{spelling}", f"/{unit}")
    return text


def is_reason(heading: Any) -> bool:
    return plain(heading) in {plain(REASON_HEADING), "拒收原因", "原因/reason"}


def names_of(sheet: Sheet) -> dict[str, Column]:
    """Every way in which a heading of the list may be written.

    One without its bracketed unit is understood, where that is unambiguous; one with another unit is not: what is in
    元/月 must not be taken for 元/㎡·天.
    """
    names = {
        plain(name): column for column in sheet.columns for name in (column.zh, column.en, column.name, *column.also)
    }
    bare: dict[str, list[Column]] = {}
    for name, column in names.items():
        bare.setdefault(_BRACKETED.sub("", name), []).append(column)
    short = {name: columns[0] for name, columns in bare.items() if len({column.name for column in columns}) == 1}
    return short | names


def find(sheet: Sheet, lines: Sequence[Sequence[Any]]) -> Header | None:
    """The header: the line that matches most headings, or two lines that together match more, as under merged groups.

    None where no line matches enough.
    """
    names = names_of(sheet)
    required = sum(column.required for column in sheet.columns)
    enough = max(min(2, len(sheet.columns)), (required + 1) // 2)
    single = [_header(names, at, [line]) for at, line in enumerate(lines)]
    double = [_header(names, at, [line, lines[at + 1]]) for at, line in enumerate(lines[:-1])]
    best = max(single + double, key=lambda header: header.matches, default=None)
    return best if best and best.matches >= enough else None


def _header(names: dict[str, Column], at: int, lines: list[Sequence[Any]]) -> Header:
    """What these lines are as a header; of two, the lower names a column where it can."""
    columns, texts = {}, {}
    for place in range(max(len(line) for line in lines)):
        cells = [line[place] for line in reversed(lines) if place < len(line) and not is_blank(line[place])]
        known = [cell for cell in cells if plain(cell) in names]
        if known:
            columns[place] = names[plain(known[0])]
        if cells:
            texts[place] = str((known or cells)[0]).strip()
    return Header(at, len(lines), columns, texts)


def faults(sheet: Sheet, header: Header) -> list[Reason]:
    """What stands against a header: each required column that is missing, each column that is there twice."""
    twice = {column.name: column for column in header.columns.values() if _times(header, column) > 1}
    return [_missing(column) for column in header.missing(sheet)] + [_twice(column) for column in twice.values()]


def _times(header: Header, column: Column) -> int:
    return sum(other.name == column.name for other in header.columns.values())


def _missing(column: Column) -> Reason:
    zh, en = f"缺少必填的列“{column.zh}”。", f"The required column “{column.en}” ({column.zh}) is missing."
    return Reason("missing_column", zh, en, field=column.name)


def _twice(column: Column) -> Reason:
    zh, en = f"有两列都是“{column.zh}”。", f"There are two columns “{column.en}” ({column.zh})."
    return Reason("column_twice", zh, en, field=column.name)


def no_header(sheet: Sheet) -> Invalid:
    """The refusal of a file in which no sheet looks like this list."""
    headings = "、".join(column.zh for column in sheet.columns if column.required)
    return invalid(
        "no_header",
        f"没有找到“{sheet.title()}”的表头;至少要有:{headings}。",
        f"No header of the list “{sheet.title('en')}” was found; it needs at least: {headings}.",
    )
