"""The policy of meter readings: they only go up, in figures and in time (PROP-1; PROP-2, 5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.reasons import Reason

HIGHEST_READING = Decimal("99999999.99")


@dataclass(frozen=True)
class Standing:
    """Where a meter stands: its last reading and the day of it, or what it started from and no day."""

    meter_id: str
    number: str
    value: Decimal
    read_on: date | None


@dataclass(frozen=True)
class Read:
    """A reading as it was taken; `field` says where in the request it stands."""

    meter_id: str
    value: Decimal
    field: str = "value"


def counts_from(installed_on: date, moved_in: date | None, replaces: bool) -> date:
    """A meter never read counts from the day the tenant moved in, or since it took another's place if that was later.

    A unit's first meters were there before they were entered here, so that their day is no later start.
    """
    if moved_in is None:
        return installed_on
    return max(moved_in, installed_on) if replaces else moved_in


def reasons_against_reading(last: Standing, value: Decimal, read_on: date, today: date) -> Iterator[Reason]:
    """A reading is not below the last one, not before it, and not of a day to come."""
    yield from reasons_after(last, Read(last.meter_id, value), read_on)
    if read_on > today:
        yield Reason(
            "day_to_come", f"{read_on} 尚未到来。", f"{read_on} is still to come.", field="read_on", rule="PROP-1"
        )


def reasons_not_to_supersede(superseded: bool, is_last: bool, open_change: str | None) -> Iterator[Reason]:
    """A mistake is corrected where the meter stands; what a unit change goes by, by reading its meters again.

    `open_change` is the number of the unit change under way that the reading was taken in, or signed after.
    """
    if superseded:
        yield Reason("superseded", "此读数已更正。", "This reading has been corrected already.", rule="PROP-1")
    elif open_change:
        yield Reason(
            "co_signed",
            f"办理中的换房 {open_change} 以此读数为准，请退回其抄表步骤重办。",
            f"Unit change {open_change} goes by this reading; send its meter reading back to be done again.",
            rule="PROP-1",
        )
    elif not is_last:
        yield Reason(
            "not_the_last",
            "只能更正最近一次读数，其后的读数须先更正。",
            "Only the last reading can be corrected; those after it come first.",
            rule="PROP-1",
        )


def reasons_after(last: Standing, read: Read, read_on: date) -> Iterator[Reason]:
    """A meter never runs backwards, and its readings are written down in the order in which they were taken."""
    if read.value < last.value:
        yield Reason(
            "below_last",
            f"表 {last.number} 的读数 {read.value} 低于上次的 {last.value}。",
            f"Meter {last.number}: {read.value} is below the last reading, {last.value}.",
            field=read.field,
            rule="PROP-1",
        )
    if last.read_on and read_on < last.read_on:
        yield Reason(
            "before_last",
            f"表 {last.number} 在 {last.read_on} 已抄过，不能补登更早的读数。",
            f"Meter {last.number} was last read on {last.read_on}; an earlier reading cannot be added.",
            field="read_on",
            rule="PROP-1",
        )


def reasons_against_readings(meters: Sequence[Standing], reads: Sequence[Read], read_on: date) -> Iterator[Reason]:
    """Every meter of both units is read, each once, no other, and none below its last reading."""
    known = {meter.meter_id: meter for meter in meters}
    seen: set[str] = set()
    for read in reads:
        if read.meter_id not in known:
            yield _reason("foreign_meter", read.field, "此表不属于这两个单元。", "This meter is of neither unit.")
        elif read.meter_id in seen:
            number = known[read.meter_id].number
            yield _reason("read_twice", read.field, f"表 {number} 填了两次。", f"Meter {number} is given twice.")
        else:
            yield from reasons_after(known[read.meter_id], read, read_on)
        seen.add(read.meter_id)
    yield from _unread(meter for meter in meters if meter.meter_id not in seen)


def _unread(meters: Iterable[Standing]) -> Iterator[Reason]:
    for meter in meters:
        yield _reason("unread", "readings", f"缺少表 {meter.number} 的读数。", f"Meter {meter.number} is not read.")


def _reason(code: str, field: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, field=field, rule="PROP-2")


def reasons_against_reading_day(read_on: date, change_date: date, today: date) -> Iterator[Reason]:
    """The meters of both units are read on the day of the change, or later, and not in the future."""
    if change_date <= today and not change_date <= read_on <= today:
        yield _reason(
            "not_that_day",
            "read_on",
            f"抄表日期须在换房日期 {change_date} 与今天 {today} 之间。",
            f"The meters are read between the change date, {change_date}, and today, {today}.",
        )
