"""The declaration of a list, from which its template, reading, refused rows and export follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit import phones
from kit.aside import aside
from kit.sheets import reading, writing
from kit.sheets.kinds import Kind, Text
from kit.sheets.rows import Key, Reading, RefusedRow, Row

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
__all__ = ["EXCEL", "MOST_ROWS", "Column", "Key", "Reading", "RefusedRow", "Row", "Sheet"]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `also` are other headings it goes by. In `fill_down` columns the value of a vertically merged group counts for each
    of its rows, as in lists that name a building once beside all its units. The notes go into the template.
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

    def heading(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Sheet:
    """A list: its name, its columns, and the columns that tell one row from another (all of them required)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    zh: str = ""
    en: str = ""
    most_rows: int = MOST_ROWS

    def __post_init__(self) -> None:
        required = {column.name for column in self.columns if column.required}
        if not self.key or not required.issuperset(self.key):
            raise ValueError(f"the key of the list {self.name} has to be of required columns")

    def key_of(self, values: Mapping[str, Any]) -> Key:
        """What tells a row from all others, in the order of `key`."""
        return tuple(values[name] for name in self.key)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def title(self, language: str = "zh") -> str:
        return (self.en if language == "en" else self.zh) or self.name

    def template(self) -> bytes:
        """An empty .xlsx of this list: headings with comments, and a second sheet that explains each column."""
        return aside(writing.template, self)

    def read(self, data: bytes) -> Reading:
        """The rows of an .xlsx file. Raises Invalid for what is no such list, TooLarge for what is over the limits."""
        phones.library()
        return aside(reading.read, self, data)

    def refused_file(self, refused: Iterable[RefusedRow]) -> bytes:
        """The refused rows as .xlsx, the reasons beside each; corrected, it can be sent in again as it is."""
        return aside(writing.refused_file, self, list(refused))

    def export(self, rows: Iterable[Any], language: str = "zh") -> bytes:
        """Rows (mappings, or objects with the columns' names as attributes) as .xlsx, written as they come."""
        return writing.export(self, rows, language)
