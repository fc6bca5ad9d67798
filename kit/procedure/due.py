"""When a step is due, and before when it may not be done (PROC-4).

Days are calendar days where the case's estate is; a day ends at its 24:00. No deadline that is a day is before the day
on which the step opens. Numbers are whole, and may be a `Setting`
that the configuration changes (PROC-9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from typing import Any, Protocol

from kit import calendar, numbers
from kit.clock import end_of_day, local_date
from kit.procedure.words import Words


@dataclass(frozen=True)
class Setting:
    """A number that the configuration may change: its name there, and the rule's own value."""

    name: str
    default: int

    def __post_init__(self) -> None:
        numbers.declare(self.name, lambda told: number(self, told))


Number = int | Setting


def number(told: Number, settings: Any = None) -> int:
    """The number itself. Raises ValueError when the configuration holds something else under its name."""
    if isinstance(told, int):
        return told
    value = told.default if settings is None else settings.get(told.name, told.default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"the setting {told.name} must be a whole number, and is {value!r}")
    return value


@dataclass(frozen=True)
class Opening:
    """What a deadline is reckoned from: when the step opened, where, the case's own dates, and the settings."""

    at: datetime
    zone: str
    dates: Mapping[str, Day]
    settings: Any = None

    @property
    def day(self) -> Day:
        return local_date(self.at, self.zone)

    def day_to(self, day: Day) -> Day:
        """The day itself, or the opening's own where that day is gone: nothing is late from its beginning."""
        return max(day, self.day)


class Due(Protocol):
    """A rule that gives a step its deadline."""

    def deadline(self, opening: Opening) -> datetime:
        """The moment, in UTC, at which the step is late."""

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        """The rule as a person would say it."""


@dataclass(frozen=True)
class SameDay:
    """By 24:00 of the day on which the step opened."""

    def deadline(self, opening: Opening) -> datetime:
        return end_of_day(opening.day, opening.zone)

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        return Words("当日", "the same day")


@dataclass(frozen=True)
class Hours:
    """So many hours by the clock on the wall after the step opened."""

    hours: Number

    def deadline(self, opening: Opening) -> datetime:
        return opening.at + timedelta(hours=number(self.hours, opening.settings))

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        count = number(self.hours, settings)
        return Words(f"{count} 小时内", f"within {_counted(count, 'hour')}")


@dataclass(frozen=True)
class WorkingDaysAfter:
    """By 24:00 of the n-th working day after the day on which the step opened; 0 is that day itself."""

    days: Number

    def deadline(self, opening: Opening) -> datetime:
        days = number(self.days, opening.settings)
        return end_of_day(calendar.add_working_days(opening.day, days), opening.zone)

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        count = number(self.days, settings)
        return Words(f"{count} 个工作日内", f"within {_counted(count, 'working day')}")


@dataclass(frozen=True)
class DaysBefore:
    """By 24:00 of the day so many calendar days before one of the case's dates, or of the opening's day if later."""

    date: str
    days: Number

    def day(self, dates: Mapping[str, Day], settings: Any = None) -> Day:
        return dates[self.date] - timedelta(days=number(self.days, settings))

    def last_day(self, opening: Opening) -> Day:
        """The day at whose 24:00 the step is late."""
        return opening.day_to(self.day(opening.dates, opening.settings))

    def deadline(self, opening: Opening) -> datetime:
        return end_of_day(self.last_day(opening), opening.zone)

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        count, name = number(self.days, settings), dates[self.date]
        return Words(f"{name.zh}前 {count} 天", f"{_counted(count, 'day')} before {name.en}")


@dataclass(frozen=True)
class OnDay:
    """By 24:00 of one of the case's dates, or of the opening's day if later."""

    date: str

    def day(self, dates: Mapping[str, Day], settings: Any = None) -> Day:
        return dates[self.date]

    def deadline(self, opening: Opening) -> datetime:
        return end_of_day(opening.day_to(self.day(opening.dates)), opening.zone)

    def words(self, dates: Mapping[str, Words], settings: Any = None) -> Words:
        name = dates[self.date]
        return Words(f"{name.zh}当天", f"on {name.en}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
