"""Working days by the national calendar of China, with its adjusted holidays and working weekends (调休).

The holidays are those of the `chinesecalendar` package, which knows them one published year at a time. A file that the
settings name (`ATRIUM_CALENDAR`) overrides and extends them: CSV lines of date, `working` or `holiday`, and a note.

    2027-02-06,holiday,春节
    2027-02-14,working,春节调休

Beyond the years known to either, Monday to Friday are working days, and a warning says so once.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

from kit import logs

log = logs.get(__name__)
FRIDAY = 4
KINDS = {"working": True, "holiday": False}
_KNOWN_YEARS = frozenset(day.year for day in constants.holidays)


class WrongCalendar(ValueError):
    """A calendar file, or a line of it, that cannot be read."""


class Calendar:
    """The national calendar with `overrides`: day to whether it is a working day."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self.overrides = dict(overrides or {})
        self.known_years = _KNOWN_YEARS | {day.year for day in self.overrides}
        self._warned = False

    @property
    def known_until(self) -> date:
        """The last day of the last year whose holidays are known."""
        return date(max(self.known_years), 12, 31)

    def is_working_day(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        if day.year not in self.known_years:
            self._warn(day)
        if day in constants.workdays:
            return True
        return day.weekday() <= FRIDAY and day not in constants.holidays

    def add_working_days(self, day: date, count: int) -> date:
        """The working day `count` working days after `day`, or before it when negative; `day` itself for 0."""
        step = timedelta(days=1 if count >= 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def _warn(self, day: date) -> None:
        if not self._warned:
            self._warned = True
            log.warning("holidays of this year are not known; weekends are counted instead", year=day.year)


def read(lines: Iterable[str], name: str = "calendar") -> Calendar:
    """The calendar with the overrides of a file's lines. Raises WrongCalendar, naming the line at fault."""
    overrides: dict[date, bool] = {}
    for number, row in enumerate(csv.reader(lines), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        try:
            overrides[date.fromisoformat(cells[0])] = KINDS[cells[1]]
        except (ValueError, KeyError, IndexError):
            raise WrongCalendar(
                f"{name}:第 {number} 行应为“日期,working 或 holiday,说明”。 / "
                f"{name}: line {number} must be a date, working or holiday, and a note: {','.join(row)!r}"
            ) from None
    return Calendar(overrides)


def load(path: Path) -> Calendar:
    """The calendar with the overrides in the file at `path`. Raises WrongCalendar."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongCalendar(f"日历文件无法读取 / the calendar file cannot be read: {path}: {error}") from error
    return read(text.splitlines(), str(path))


_in_use = Calendar()


def use(calendar: Calendar | None) -> None:
    """From now on this process counts by `calendar`, or by the national one alone."""
    global _in_use
    _in_use = calendar or Calendar()


def current() -> Calendar:
    """The calendar of this process."""
    return _in_use


def is_working_day(day: date) -> bool:
    return current().is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """See `Calendar.add_working_days`."""
    return current().add_working_days(day, count)


def nth_working_day_after(day: date, n: int) -> date:
    """The n-th working day after `day`, which itself does not count. Raises ValueError unless `n` is at least 1."""
    if n < 1:
        raise ValueError(f"there is no {n}-th day after a day")
    return add_working_days(day, n)
