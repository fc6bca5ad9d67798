"""The declaration of a list, and what reading a file of it gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.reasons import Reason
from kit.sheets.kinds import Kind, Text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `also` are other headings it goes by. `fill_down` columns take a blank cell's value from the cell above, as lists do
    that name a building once and leave the rest of the column merged or empty. `note_zh` and `note_en` go into the template.
    """

    name: str
    zh: str
    en: str
    kind: Kind = field(default_factory=Text)
    required: bool = False
    also: tuple[str, ...] = ()
    fill_down: bool = False
    example: str = ""
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Row:
    """One good row: its line in the file and its cleaned values by column name, only of the columns that the file has."""

    line: int
    values: Mapping[str, Any]

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


@dataclass(frozen=True)
class Reading:
    """What a file holds. `unknown` are headings that the list does not have; `passed_over` are lines that hold no data,
    such as totals and repeated headers. `headings` are the file's own, in its order."""

    rows: list[Row]
    refused: list[RefusedRow]
    headings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()
    sheet_name: str = ""


@dataclass(frozen=True)
class Sheet:
    """A list: its name, its columns, and the columns that tell one row from another."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    zh: str = ""
    en: str = ""
    most_rows: int = MOST_ROWS

    def key_of(self, values: Mapping[str, Any]) -> Key:
        """What tells a row from all others, in the order of `key`."""
        return tuple(values[name] for name in self.key)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def template(self) -> bytes:
        """An empty .xlsx of this list: headings with comments, and a second sheet that explains each column."""
        raise NotImplementedError

    def read(self, data: bytes) -> Reading:
        """The rows of an .xlsx file. Raises Invalid for what is no such list, TooLarge for what is over the limits."""
        raise NotImplementedError

    def refused_file(self, refused: Iterable[RefusedRow]) -> bytes:
        """The refused rows as .xlsx, the reason beside each; corrected, it can be sent in again as it is."""
        raise NotImplementedError

    def export(self, rows: Iterable[Any], language: str = "zh") -> bytes:
        """Rows (mappings, or objects with the columns' names as attributes) as .xlsx, written as they come."""
        raise NotImplementedError
