"""The only clock: nobody else in the house asks the operating system what time it is.

`ATRIUM_NOW=2026-12-07T09:00` starts the whole system at that moment (in the default zone); time runs on from there.
Processes that start one after the other agree by `ATRIUM_NOW="2026-12-07T09:00 since 2026-11-26T08:00Z"`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"


class Clock(Protocol):
    def now(self) -> datetime: ...


class RealClock:
    """The operating system's time, moved by a fixed offset where a starting moment was given."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = start - datetime.now(UTC) if start else timedelta(0)

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    @contextmanager
    def moved_to(self, moment: datetime) -> Iterator[None]:
        """Inside, `moment` has just come and time runs on from there; for filling in what is past."""
        kept, self._offset = self._offset, moment - datetime.now(UTC)
        try:
            yield
        finally:
            self._offset = kept


class FixedClock:
    """A clock for tests, which moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Moves on by what `timedelta` takes: `days=1`, `hours=2`."""
        self.at += timedelta(**by)


def parse_moment(text: str, zone: str = DEFAULT_ZONE) -> datetime:
    """An ISO date and time; without an offset it is meant in `zone`. Raises ValueError on anything else."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def clock_from_environment() -> RealClock:
    """The clock of this process, which `ATRIUM_NOW` may have moved."""
    start = os.environ.get("ATRIUM_NOW")
    return RealClock(parse_moment(start) if start else None)


def local_date(moment: datetime, zone: str = DEFAULT_ZONE) -> date:
    """The calendar day of `moment` where the estate is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """24:00 of `day` in `zone`, in UTC (PROC-4)."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)
