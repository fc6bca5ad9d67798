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
from kit.sheets.rows import Place, Reading, RefusedRow, Row, folded, place_told
from kit.sheets.scan import reference_of
from kit.sheets.workbook import Grid, Workbook

if TYPE_CHECKING:
    from kit.sheets.sheet import Column, Sheet

Keys = dict[Any, list[tuple[Place, dict[str, Any]]]]
_NO_ROW = ("合计", "总计", "小计", "共计", "制表", "审核", "填表", "total", "subtotal")
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"}


def read(sheet: Sheet, data: bytes) -> Reading:
    """The rows of all visible sheets that hold this list; see `Sheet.read`."""
    workbook = Workbook(data)
    fitting: list[tuple[Grid, Header]] = []
    partly: list[Header] = []
    others: list[str] = []
    for grid in workbook.grids():
        header = headings.find(sheet, list(islice(grid.rows(), HEADER_WITHIN)))
        if header and not header.missing(sheet):
            fitting.append((grid, header))
        elif grid.marks.area:
            others.append(grid.name)
            partly += [header] if header else []
    if not fitting:
        raise Invalid(*headings.faults(sheet, partly[0])) if partly else headings.no_header(sheet)
    return _read_all(sheet, fitting, (*others, *workbook.hidden()))


def _read_all(sheet: Sheet, fitting: list[tuple[Grid, Header]], others: tuple[str, ...]) -> Reading:
    """The rows of several sheets as those of one list: no key stands twice, and the limit is for all together."""
    keys: Keys = defaultdict(list)
    readers: list[_Reader] = []
    for grid, header in fitting:
        taken = sum(len(reader.originals) for reader in readers)
        readers.append(_Reader(sheet, grid, header, grid.name if len(fitting) > 1 else "", keys, taken))
        readers[-1].read()
    originals = {place: row for reader in readers for place, row in reader.originals.items()}
    if not originals:
        raise invalid("no_rows", "表头下面没有数据。", "There is no row below the header.")
    against = _repeated_keys(sheet, keys)
    reading = Reading(
        [row for reader in readers for row in reader.rows if row.place not in against],
        [],
        tuple(dict.fromkeys(text for reader in readers for text in reader.headings.values())),
        tuple(dict.fromkeys(text for reader in readers for text in reader.header.unknown())),
        tuple(place for reader in readers for place in reader.passed_over),
        tuple(grid.name for grid, _ in fitting),
        others,
        originals,
    )
    refused = {row.place: row for reader in readers for row in reader.refused}
    for place, why in against.items():
        known = refused.get(place, RefusedRow(place[1], originals[place], (), place[0]))
        refused[place] = replace(known, reasons=(*known.reasons, why))
    return replace(reading, refused=sorted(refused.values(), key=reading.order))


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
    name: str
    keys: Keys
    taken: int
    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    passed_over: list[Place] = field(default_factory=list)
    originals: dict[Place, dict[str, Any]] = field(default_factory=dict)

    def read(self) -> None:
        raise_if_any(headings.faults(self.sheet, self.header), Invalid)
        for line in self._lines():
            if self._holds_no_row(line):
                self.passed_over.append((self.name, line.shown))
            else:
                self._take(line)

    def _lines(self) -> Iterator[_Line]:
        """The lines below the header that are not blank, merged groups spread over their rows."""
        groups = {at: self.grid.merged_in(at) for at, column in self.header.columns.items() if column.fill_down}
        running: dict[int, tuple[int, Any]] = {}
        count = self.taken
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
                cell = reference_of(line.number, at)
                reasons.append(reason_at(column, f"{self.name}!{cell}" if self.name else cell, unfit))
        place = self.name, line.shown
        self.originals[place] = self._original(line)
        if all(name in values for name in self.sheet.key):
            self.keys[folded(self.sheet.key_of(values))].append((place, values))
        if reasons:
            self.refused.append(RefusedRow(line.shown, self.originals[place], tuple(reasons), self.name))
        else:
            self.rows.append(Row(line.shown, values, self.name))

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
    def headings(self) -> dict[int, str]:
        """The file's own headings by place, without the reasons of an earlier refusal; a heading counts once."""
        by_text = {text: at for at, text in reversed(self.header.headings.items()) if not headings.is_reason(text)}
        return {at: text for at, text in self.header.headings.items() if by_text.get(text) == at}

    def _original(self, line: _Line) -> dict[str, Any]:
        return {text: self._as_it_stood(line, at) for at, text in self.headings.items()}

    def _as_it_stood(self, line: _Line, at: int) -> Any:
        """A cell as its sender should see it again: a formula as its text, an error by its name."""
        place = (line.number, at)
        if place in self.grid.marks.formulas:
            return f"={self.grid.marks.formulas[place] or '…'}"
        return self.grid.marks.errors.get(place, line.cell(at))


def _repeated_keys(sheet: Sheet, keys: Keys) -> dict[Place, Reason]:
    """Of rows with one key the first stands if all say the same; if they differ nobody can tell which is right."""
    against: dict[Place, Reason] = {}
    for found in keys.values():
        same = all(_folded(sheet, values) == _folded(sheet, found[0][1]) for _, values in found)
        for place, _ in found[1:] if same else found if len(found) > 1 else ():
            against[place] = _repeated(sheet, [other for other, _ in found if other != place])
    return against


def _folded(sheet: Sheet, values: dict[str, Any]) -> dict[str, Any]:
    return {**values, **dict(zip(sheet.key, folded(sheet.key_of(values)), strict=True))}


def reason_at(column: Column, cell: str, unfit: Unfit) -> Reason:
    """What is wrong with one cell, naming its column and place."""
    zh, en = f"{column.zh}({cell}):{unfit.zh}", f"{column.en} ({cell}): {unfit.en}"
    return Reason(unfit.code, zh, en, field=column.name, details={"cell": cell})


def _repeated(sheet: Sheet, others: list[Place]) -> Reason:
    told = [place_told(place) for place in others[:10]]
    names = [sheet.column(name) for name in sheet.key]
    zh = f"“{'、'.join(column.zh for column in names)}”与{'、'.join(zh for zh, _ in told)}重复。"
    en = f"The same {', '.join(column.en for column in names)} as in {', '.join(en for _, en in told)}."
    return Reason("repeated", zh, en, field=sheet.key[0], details={"lines": [line for _, line in others[:10]]})
