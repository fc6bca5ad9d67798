"""Viewings by appointment: when one can be, what becomes of it, and which quarters of an hour it takes (LEAD-21)."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kit.reasons import Reason
from kit.words import Word

SLOT = timedelta(minutes=15)  # The grid on which consultants and units are taken; what is stored depends on it.
LONGEST_MINUTES = 240  # Of one viewing (decided).


class AppointmentState(Word):
    """What became of a viewing."""

    PLANNED = "planned", "已预约", "Planned"
    DONE = "done", "已看房", "Done"
    CANCELLED = "cancelled", "已取消", "Cancelled"


def unit_spelled(number: str) -> str:
    """A unit's number for comparing: widths, blanks and letter cases alike."""
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())[:100]


def slots(starts_at: datetime, ends_at: datetime) -> range:
    """The quarters of an hour that a viewing takes, counted from the beginning of 1970."""
    seconds = int(SLOT.total_seconds())
    return range(int(starts_at.timestamp()) // seconds, int(ends_at.timestamp()) // seconds)


def times_told(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """When that is, as the estate's clock has it: `2026-12-08 10:00-11:00`."""
    begin, end = (at.astimezone(ZoneInfo(zone)) for at in (starts_at, ends_at))
    return f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}"


def reasons_not_to_plan(
    starts_at: datetime, ends_at: datetime, now: datetime, longest_minutes: int = LONGEST_MINUTES
) -> Iterator[Reason]:
    """A viewing begins and ends on the quarters of the hour, lies ahead, and is over within so many hours."""
    seconds = SLOT.total_seconds()
    for field, at in (("starts_at", starts_at), ("ends_at", ends_at)):
        if at.timestamp() % seconds:
            yield Reason(
                "off_the_grid",
                "看房时间须在整刻钟(00、15、30、45 分)。",
                "A viewing begins and ends on a quarter of the hour.",
                field=field,
                rule="LEAD-21",
            )
    if ends_at <= starts_at:
        yield Reason("no_time", "结束时间须晚于开始时间。", "It ends before it begins.", "ends_at", "LEAD-21")
    elif ends_at - starts_at > timedelta(minutes=longest_minutes):
        yield Reason(
            "too_long",
            f"一次看房至多 {longest_minutes} 分钟。",
            f"A viewing takes at most {longest_minutes} minutes.",
            field="ends_at",
            rule="LEAD-21",
        )
    if starts_at < now:
        yield Reason("past", "不能预约已过去的时间。", "That is in the past.", field="starts_at", rule="LEAD-21")


def reasons_not_to_change(state: AppointmentState) -> Iterator[Reason]:
    """What is done or cancelled stays so."""
    if state is not AppointmentState.PLANNED:
        yield Reason(
            "not_planned",
            f"该预约{state.zh}，不能再改。",
            f"The viewing is {state.en.lower()} already.",
            rule="LEAD-21",
        )


def reasons_not_to_be_done(starts_at: datetime, now: datetime) -> Iterator[Reason]:
    """A viewing counts once it has begun."""
    if now < starts_at:
        yield Reason("to_come", "看房尚未开始。", "The viewing is still to come.", rule="LEAD-21")
