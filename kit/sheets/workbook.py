"""An opened workbook: its visible sheets as grids of cells, with what each cell really is."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kit.errors import TooLarge
from kit.reasons import Reason
from kit.sheets.package import invalid, repack, unpack
from kit.sheets.scan import Marks, scan, worksheet_parts

LARGEST_AREA = 5_000_000


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows from the first line on, and where merged groups, formulas and errors are."""

    name: str
    sheet: CalamineSheet
    marks: Marks

    def rows(self) -> Iterator[list[Any]]:
        """The cells of every line, blank lines included, one after the other."""
        left = self.sheet.start[1] if self.sheet.start else 0
        for cells in self.sheet.iter_rows():
            yield [""] * left + cells

    def merged_in(self, column: int) -> dict[int, int]:
        """The merged groups that begin in a column: first row to last row."""
        groups = self.sheet.merged_cell_ranges or ()
        return {top: bottom for (top, left), (bottom, _) in groups if left == column and bottom > top}


class Workbook:
    """An .xlsx file. Raises Invalid for what is no such file, TooLarge for one over the limits."""

    def __init__(self, data: bytes) -> None:
        self._area = 0
        self._parts = unpack(data)
        self._names = worksheet_parts(self._parts)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(repack(self._parts)))
        except CalamineError as error:
            raise _damaged() from error

    def grids(self) -> Iterator[Grid]:
        """The visible sheets, in their order."""
        for told in self._book.sheets_metadata:
            if (
                told.visible == SheetVisibleEnum.Visible
                and told.typ == SheetTypeEnum.WorkSheet
                and told.name in self._names
            ):
                yield self._grid(told.name)

    def hidden(self) -> list[str]:
        """The names of the worksheets that are hidden."""
        told = self._book.sheets_metadata
        return [one.name for one in told if one.visible != SheetVisibleEnum.Visible and one.name in self._names]

    def _grid(self, name: str) -> Grid:
        marks = scan(self._parts[self._names[name]])
        self._area += marks.area
        if self._area > LARGEST_AREA:
            raise TooLarge(
                Reason(
                    "sheet_too_large",
                    "工作表范围过大;请删去数据以外的单元格。",
                    "The sheet reaches too far; delete the cells beyond the data.",
                    field="file",
                )
            )
        try:
            sheet = self._book.get_sheet_by_name(name)
        except CalamineError as error:
            raise _damaged() from error
        return Grid(name, sheet, marks)


def _damaged() -> Exception:
    return invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.")
