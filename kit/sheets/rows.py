"""What reading a list gives: its good rows, and the refused ones with the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.reasons import Reason

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """One good row: its line in the file, and its clean values by column name, only of the columns that the file has.

    A blank cell of an optional column is None.
    """

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
    """What a file holds.

    `headings` are the file's own, in their order; `unknown` those that the list does not have; `passed_over` the lines
    below the header that hold no row of the list, such as totals and repeated headers. `originals` are all rows as they
    stood in the file, by line, for when a rule refuses one later.
    """

    rows: list[Row]
    refused: list[RefusedRow]
    headings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()
    sheet_name: str = ""
    originals: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
