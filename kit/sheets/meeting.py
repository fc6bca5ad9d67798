"""A list that was read meets what is stored: which rows are new, changed, unchanged or refused, and their doing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

from kit.errors import Problem
from kit.reasons import Reason
from kit.sheets.rows import Key, Reading, RefusedRow, Row, folded, place_told
from kit.sheets.sheet import Sheet
from kit.work import Work

Thing = TypeVar("Thing")
Outcome = Literal["created", "updated", "unchanged"]


class Importer(Generic[Thing]):
    """How one list meets what is stored; made anew for each file, so that it may keep what it looked up."""

    sheet: ClassVar[Sheet]

    def __init__(self, work: Work) -> None:
        self.work = work

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Thing]:
        """What is stored for these rows already, by the sheet's key; called once, so look everything up here.

        Keys are the same whatever the case of their letters, so look for them with `sheets.rows.folded`.
        """
        raise NotImplementedError

    def values_of(self, thing: Thing) -> Mapping[str, Any]:
        """A stored thing's values by the sheet's column names, as `read` would give them.

        A column left out is not compared, so it never makes a row count as changed.
        """
        raise NotImplementedError

    def reasons_not_to(self, row: Row, thing: Thing | None) -> Iterable[Reason]:
        """What stands against creating (`thing` is None) or updating from this row, beyond what the columns say."""
        return ()

    def reasons_to_doubt(self, row: Row) -> Iterable[Reason]:
        """What its sender should look at once more before a good row is taken."""
        return ()

    def create(self, row: Row) -> None:
        """Stores a new thing; called only when all rows may be taken, or the good ones were asked for alone."""
        raise NotImplementedError

    def update(self, thing: Thing, row: Row, changed: Mapping[str, Any]) -> None:
        """Changes a stored thing; `changed` holds only the columns whose value differs."""
        raise NotImplementedError


@dataclass(frozen=True)
class Meeting:
    """What becomes of one good row: `before` and `after` hold the columns that differ; `thing` is what is stored."""

    row: Row
    outcome: Outcome
    thing: Any = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a list comes to. `applied` says whether it was done; the meetings say what was, or would be, done."""

    reading: Reading
    meetings: list[Meeting]
    refused: list[RefusedRow]
    applied: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(meeting.outcome == outcome for meeting in self.meetings)


def weigh(importer: Importer[Any], data: bytes) -> Result:
    """What a file would do, without doing it. Raises Invalid or TooLarge for a file that is not this list."""
    sheet = importer.sheet
    reading = sheet.read(data)
    stored = importer.find(reading.rows)
    alike = {folded(key): thing for key, thing in stored.items()}
    meetings, refused = [], list(reading.refused)
    for told in reading.rows:
        key = sheet.key_of(told.values)
        thing = stored.get(key) or alike.get(folded(key))
        row = told if thing is None else _as_spelt(importer, told, thing)
        reasons = tuple(_placed(sheet, row, reason) for reason in importer.reasons_not_to(row, thing))
        if reasons:
            refused.append(RefusedRow(row.line, reading.originals[row.place], reasons, row.sheet))
        else:
            doubts = tuple(_placed(sheet, row, reason) for reason in importer.reasons_to_doubt(row))
            meetings.append(replace(_meeting(importer, row, thing), doubts=doubts))
    return Result(reading, meetings, sorted(refused, key=reading.order))


def apply(importer: Importer[Any], result: Result, partial: bool = False) -> Result:
    """Does what was weighed: all rows or none, unless the good ones are asked for alone (`partial`).

    A Problem that a row raises only now undoes the whole work; its reasons name the line.
    """
    if result.refused and not partial:
        return result
    for meeting in result.meetings:
        try:
            if meeting.outcome == "created":
                importer.create(meeting.row)
            elif meeting.outcome == "updated":
                importer.update(meeting.thing, meeting.row, meeting.after)
        except Problem as problem:
            raise type(problem)(*_at(problem.reasons, meeting.row), **problem.extra) from problem
    return replace(result, applied=True)


def _as_spelt(importer: Importer[Any], row: Row, thing: Any) -> Row:
    """The row with its key as it is stored: another case of its letters names the same thing and renames nothing."""
    stored = importer.values_of(thing)
    return replace(row, values={**row.values, **{name: stored[name] for name in importer.sheet.key if name in stored}})


def _meeting(importer: Importer[Any], row: Row, thing: Any) -> Meeting:
    if thing is None:
        return Meeting(row, "created", None, {}, dict(row.values))
    stored = importer.values_of(thing)
    changed = [name for name in row.values if name in stored and _plain(stored[name]) != _plain(row.values[name])]
    before = {name: stored[name] for name in changed}
    after = {name: row.values[name] for name in changed}
    return Meeting(row, "updated" if changed else "unchanged", thing, before, after)


def _plain(value: Any) -> Any:
    """For comparing: nothing is nothing however it is stored, and several values are a tuple."""
    if isinstance(value, list | set | frozenset):
        value = tuple(value)
    return None if value in ("", ()) else value


def _placed(sheet: Sheet, row: Row, reason: Reason) -> Reason:
    """A rule's reason, led in by the column it is about where it names one of the list's."""
    column = next((column for column in sheet.columns if column.name == reason.field), None)
    if column is None:
        return reason
    return replace(reason, zh=f"{column.zh}:{reason.zh}", en=f"{column.en}: {reason.en}")


def _at(reasons: Iterable[Reason], row: Row) -> Iterator[Reason]:
    zh, en = place_told(row.place)
    for reason in reasons:
        details = {**reason.details, "line": row.line}
        yield replace(reason, zh=f"{zh}:{reason.zh}", en=f"{en[0].upper()}{en[1:]}: {reason.en}", details=details)
