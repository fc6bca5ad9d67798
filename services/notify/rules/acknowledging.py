"""Acknowledging notices, and chasing who has not (NOTE-3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kit.calendar import nth_working_day_after
from kit.clock import local_date
from kit.reasons import Reason
from services.words import Department, Rank

REMIND_AFTER = 1  # NOTE-3: working days
LADDER = (Rank.SUPERVISOR.value, Rank.MANAGER.value, Rank.DIRECTOR.value)  # PROC-5


def reminder_due(after: datetime, zone: str, working_days: int = REMIND_AFTER) -> datetime:
    """When who has not acknowledged is reminded: as the working day begins, so that it lies there in the morning."""
    day = nth_working_day_after(local_date(after, zone), max(working_days, 1))
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(after.tzinfo)


def rank_to_tell(reminders: int, ladder: Sequence[str] = LADDER) -> str | None:
    """Whom the next reminder goes to: first the department itself (None), then rank by rank upwards."""
    return None if reminders == 0 else ladder[reminders - 1]


def ranks_to_tell(ladder: Sequence[str], is_waited_for: bool) -> Sequence[str]:
    """Nobody but the department where a procedure waits for the notice: it tells the ranks itself (PROC-5)."""
    return () if is_waited_for else ladder


def is_last(reminders: int, ladder: Sequence[str] = LADDER) -> bool:
    """Whether everybody up to the highest rank has been told by now."""
    return reminders > len(ladder)


def reasons_not_to_acknowledge(
    asks: bool, is_asked: bool, department: str | None, by: str | None, at: datetime | None, zone: str
) -> Iterator[Reason]:
    """A department that was asked acknowledges once; `by` and `at` say who did already."""
    if not asks:
        yield Reason("not_asked", "此通知无须确认。", "This notice asks for no acknowledgement.", rule="NOTE-3")
    elif not is_asked or department is None:
        yield Reason("not_asked", "此通知未要求您的部门确认。", "Your department was not asked.", rule="NOTE-3")
    elif at is not None:
        name, when = Department(department), f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        zh, en = f"{name.zh}已由{by}于 {when} 确认。", f"{name.en}: {by} acknowledged it at {when}."
        yield Reason("acknowledged", zh, en, rule="NOTE-3", details={"by": by, "at": at.isoformat()})


def laid_aside_before(now: datetime, days: int) -> datetime:
    """Plain notices, which ask for nothing, leave the open list when they are older than this."""
    return now - timedelta(days=days)
