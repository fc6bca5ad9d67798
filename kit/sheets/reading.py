"""Reading a list: every line below the header becomes a clean row, or a refused one that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from kit.errors import Invalid, raise_if_any
from kit.reasons import Reason
from kit.sheets import headings
from kit.sheets.cells import Unfit, compact, is_blank
from kit.sheets.headings import HEADER_WITHIN, Header
from kit.sheets.package import invalid
from kit.sheets.rows import Reading, RefusedRow, Row
from kit.sheets.scan import reference_of
from kit.sheets.workbook import Grid, Workbook

if TYPE_CHECKING:
    from kit.sheets.sheet import Column, Sheet

_NO_ROW = ("合计", "总计", "小计", "共计", "制表", "审核", "填表", "total", "subtotal")
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"}


def read(sheet: Sheet, data: bytes) -> Reading:
    """The rows of the first visible sheet that holds this list; see `Sheet.read`."""
    found: list[tuple[Grid, Header]] = []
    for grid in Workbook(data).grids():
        header = headings.find(sheet, list(islice(grid.rows(), HEADER_WITHIN)))
        if header and not header.missing(sheet):
            return _Reader(sheet, grid, header).reading()
        if header:
            found.append((grid, header))
    if not found:
        raise headings.no_header(sheet)
    raise Invalid(*headings.faults(sheet, found[0][1]))


@dataclass
class _Line:
    """One line of the file: what stands in its cells, and what each is in the sheet's own terms."""

    number: int
    cells: list[Any]

    @property
    def shown(self) -> int:
        return self.number + 1

    def cell(self, at: int) -> Any:
        return self.cells[at] if at < len(self.cells) else ""


@dataclass
class _Reader:
    """Reads one sheet, line by line."""

    sheet: Sheet
    grid: Grid
    header: Header
    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    passed_over: list[int] = field(default_factory=list)
    originals: dict[int, dict[str, Any]] = field(default_factory=dict)
    keys: dict[Any, list[tuple[int, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))

    def reading(self) -> Reading:
        raise_if_any(headings.faults(self.sheet, self.header), Invalid)
        for line in self._lines():
            if self._holds_no_row(line):
                self.passed_over.append(line.shown)
            else:
                self._take(line)
        self._refuse_repeated_keys()
        if not self.rows and not self.refused:
            raise invalid("no_rows", "表头下面没有数据。", "There is no row below the header.")
        return Reading(
            self.rows,
            sorted(self.refused, key=lambda row: row.line),
            tuple(self._headings.values()),
            self.header.unknown(),
            tuple(self.passed_over),
            self.grid.name,
            self.originals,
        )

    def _lines(self) -> Iterator[_Line]:
        """The lines below the header that are not blank, merged groups spread over their rows."""
        groups = {at: self.grid.merged_in(at) for at, column in self.header.columns.items() if column.fill_down}
        running: dict[int, tuple[int, Any]] = {}
        count = 0
        for number, cells in enumerate(self.grid.rows()):
            if number < self.header.line + self.header.lines:
                continue
            line = _Line(number, cells)
            blank = all(is_blank(cell) for cell in cells) and not any(
                (number, at) in self.grid.marks.errors for at in self.header.columns
            )
            for at, tops in groups.items():
                if number in tops:
                    running[at] = (tops[number], line.cell(at))
                elif at in running and number <= running[at][0] and is_blank(line.cell(at)) and not blank:
                    cells.extend([""] * (at + 1 - len(cells)))
                    cells[at] = running[at][1]
            if blank:
                continue
            count += 1
            if count > self.sheet.most_rows:
                most = f"{self.sheet.most_rows:,}"
                raise invalid("too_many_rows", f"超过 {most} 行;请分几个文件。", f"Over {most} rows; split the file.")
            yield line

    def _holds_no_row(self, line: _Line) -> bool:
        """Whether the line is the header once more, or a total or remark with nothing where the key should be."""
        if all(line.cell(at) == self.header.headings[at] for at in self.header.columns):
            return True
        first = next((compact(cell) for cell in line.cells if isinstance(cell, str) and not is_blank(cell)), "")
        keyed = [at for at, column in self.header.columns.items() if column.name in self.sheet.key]
        unkeyed = any(is_blank(line.cell(at)) or compact(str(line.cell(at))).rstrip(":") in _NO_ROW for at in keyed)
        return first.startswith(_NO_ROW) and unkeyed

    def _take(self, line: _Line) -> None:
        values: dict[str, Any] = {}
        reasons: list[Reason] = []
        for at, column in self.header.columns.items():
            try:
                values[column.name] = self._value(line, at, column)
            except Unfit as unfit:
                reasons.append(reason_at(column, reference_of(line.number, at), unfit))
        self.originals[line.shown] = self._original(line)
        if all(name in values for name in self.sheet.key):
            self.keys[self.sheet.key_of(values)].append((line.shown, values))
        if reasons:
            self.refused.append(RefusedRow(line.shown, self.originals[line.shown], tuple(reasons)))
        else:
            self.rows.append(Row(line.shown, values))

    def _value(self, line: _Line, at: int, column: Column) -> Any:
        place, cell = (line.number, at), line.cell(at)
        if place in self.grid.marks.formulas or (isinstance(cell, str) and cell.lstrip().startswith("=")):
            raise Unfit("formula", "是公式;请粘贴为数值。", "Is a formula; paste it as a value.")
        if place in self.grid.marks.errors or (isinstance(cell, str) and cell.strip().casefold() in _ERRORS):
            shown = self.grid.marks.errors.get(place, cell)
            raise Unfit("error_value", f"是错误值 {shown}。", f"Is the error {shown}.")
        if is_blank(cell) or (isinstance(cell, str) and compact(cell) in column.kind.also_blank):
            if column.required:
                raise Unfit("required", "必填。", "Has to be filled in.")
            return None
        return column.kind.clean(cell)

    @cached_property
    def _headings(self) -> dict[int, str]:
        """The file's own headings by place, without the reasons of an earlier refusal; a heading counts once."""
        by_text = {text: at for at, text in reversed(self.header.headings.items()) if not headings.is_reason(text)}
        return {at: text for at, text in self.header.headings.items() if by_text.get(text) == at}

    def _original(self, line: _Line) -> dict[str, Any]:
        return {text: self._as_it_stood(line, at) for at, text in self._headings.items()}

    def _as_it_stood(self, line: _Line, at: int) -> Any:
        """A cell as its sender should see it again: a formula as its text, an error by its name."""
        place = (line.number, at)
        if place in self.grid.marks.formulas:
            return f"={self.grid.marks.formulas[place] or '…'}"
        return self.grid.marks.errors.get(place, line.cell(at))

    def _refuse_repeated_keys(self) -> None:
        """Of rows with one key the first stands if all say the same; if they differ nobody can tell which is right."""
        against: dict[int, Reason] = {}
        for found in self.keys.values():
            same = all(values == found[0][1] for _, values in found)
            for line, _ in found[1:] if same else found if len(found) > 1 else ():
                others = [other for other, _ in found if other != line]
                against[line] = _repeated(self.sheet, others)
        known = {row.line for row in self.refused}
        self.refused = [
            replace(row, reasons=(*row.reasons, against[row.line])) if row.line in against else row
            for row in self.refused
        ]
        self.refused += [RefusedRow(n, self.originals[n], (why,)) for n, why in against.items() if n not in known]
        self.rows = [row for row in self.rows if row.line not in against]


def reason_at(column: Column, cell: str, unfit: Unfit) -> Reason:
    """What is wrong with one cell, naming its column and place."""
    zh, en = f"{column.zh}({cell}):{unfit.zh}", f"{column.en} ({cell}): {unfit.en}"
    return Reason(unfit.code, zh, en, field=column.name, details={"cell": cell})


def _repeated(sheet: Sheet, others: list[int]) -> Reason:
    lines = ", ".join(map(str, others[:10]))
    names = [sheet.column(name) for name in sheet.key]
    zh = f"“{'、'.join(column.zh for column in names)}”与第 {lines} 行重复。"
    en = f"The same {', '.join(column.en for column in names)} as in line {lines}."
    return Reason("repeated", zh, en, field=sheet.key[0], details={"lines": others[:10]})
