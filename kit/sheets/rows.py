"""What reading a list gives: its good rows, and the refused ones with the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.reasons import Reason

Key = tuple[Any, ...]
Place = tuple[str, int]


def folded(key: Key) -> Key:
    """A key for comparing: the case of letters makes no second thing."""
    return tuple(part.casefold() if isinstance(part, str) else part for part in key)


def place_told(place: Place) -> tuple[str, str]:
    """Where a row stands, in Chinese and English; the sheet is named where a file has several of the list."""
    sheet, line = place
    return (f"“{sheet}”第 {line} 行", f"line {line} of “{sheet}”") if sheet else (f"第 {line} 行", f"line {line}")


@dataclass(frozen=True)
class Row:
    """One good row: its line in the file, and its clean values by column name, only of the columns that the file has.

    A blank cell of an optional column is None. `sheet` is empty where the file has one sheet of the list.
    """

    line: int
    values: Mapping[str, Any]
    sheet: str = ""

    @property
    def place(self) -> Place:
        return self.sheet, self.line

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class RefusedRow:
    """One row that cannot be taken: its line, what stood in it by the file's own headings, and why."""

    line: int
    values: Mapping[str, Any]
    reasons: tuple[Reason, ...]
    sheet: str = ""

    @property
    def place(self) -> Place:
        return self.sheet, self.line


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    `headings` are the file's own, in their order; `unknown` those that the list does not have; `passed_over` the lines
    below the header that hold no row of the list, such as totals and repeated headers. `sheets` are those that were
    read, `other_sheets` those with something in them that were not. `originals` are all rows as they stood in the file,
    by place, for when a rule refuses one later.
    """

    rows: list[Row]
    refused: list[RefusedRow]
    headings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    passed_over: tuple[Place, ...] = ()
    sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    originals: Mapping[Place, Mapping[str, Any]] = field(default_factory=dict)

    def order(self, row: Row | RefusedRow) -> tuple[int, int]:
        """For sorting rows as they stand in the file."""
        return self.sheets.index(row.sheet) if row.sheet else 0, row.line
