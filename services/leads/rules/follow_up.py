"""When a lead is to be called: between day 2 and day 3 after a visit, then at a rhythm for months (LEAD-17).

The client's page says why: who has just been here is not to be pressed, neither by phone nor at their door; after two
or three days one call asks what they think, and the acquaintance is kept up for as long as it takes.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit.reasons import Reason
from kit.words import Word

FIRST_CALL_FROM, FIRST_CALL_UNTIL = 2, 3  # Days after the visit, which is day 0; to the end of the last.
EVERY_DAYS, FOR_MONTHS = 14, 6  # The rhythm, and for how long after the customer was last heard of (decided).
NOTED_WITHIN = 1  # Days within which a contact is written down (decided).


class ContactKind(Word):
    """How a consultant keeps in touch."""

    PHONE = "phone", "电话", "Phone"
    LETTER = "letter", "书信", "Letter"
    VISIT = "visit", "上门拜访", "Visit to the customer"


class Outcome(Word):
    """What came of a contact."""

    INTERESTED = "interested", "有意向", "Interested"
    THINKING = "thinking", "仍在考虑", "Thinking it over"
    WILL_COME = "will_come", "约定看房", "Will come to see"
    DECLINED = "declined", "暂无意向", "Not for now"
    NOT_REACHED = "not_reached", "未联系上", "Not reached"


class Stage(Word):
    """What is due."""

    FIRST_CALL = "first_call", "首次回访", "First call"
    RHYTHM = "rhythm", "定期跟进", "Regular follow-up"


@dataclass(frozen=True)
class Numbers:
    """The rule's numbers; the configuration may set others (PROC-9)."""

    first_from: int = FIRST_CALL_FROM
    first_until: int = FIRST_CALL_UNTIL
    every: int = EVERY_DAYS
    months: int = FOR_MONTHS
    noted_within: int = NOTED_WITHIN


@dataclass(frozen=True)
class Visited:
    """A visit of the customer: its moment, and its day at the estate."""

    at: datetime
    day: date


@dataclass(frozen=True)
class Contacted:
    """A contact that a consultant has logged; `day` is that at the estate."""

    at: datetime
    day: date
    kind: ContactKind
    outcome: Outcome

    @property
    def reached_somebody(self) -> bool:
        return self.outcome is not Outcome.NOT_REACHED

    @property
    def is_call(self) -> bool:
        """Whether it is what is asked for after a visit: to have spoken with the customer. A letter is not."""
        return self.reached_somebody and self.kind is not ContactKind.LETTER


@dataclass(frozen=True)
class Due:
    """What is due next: from the day `since`, to the end of the day `until`."""

    stage: Stage
    since: date
    until: date


def next_due(
    visited: Visited | None, heard_on: date, contacts: Sequence[Contacted], numbers: Numbers | None = None
) -> Due | None:
    """What is due of an open lead; a new visit starts anew. `heard_on` is when the customer last came or asked.

    Whoever was not reached is still to be called. After so many months nothing more is due.
    """
    told = numbers or Numbers()
    if visited and not any(one.is_call and one.at > visited.at for one in contacts):
        return Due(Stage.FIRST_CALL, _days_after(visited.day, told.first_from), last_day_of_first_call(visited, told))
    last = max([heard_on, *(one.day for one in contacts if one.reached_somebody)])
    on = _days_after(last, told.every)
    return Due(Stage.RHYTHM, on, on) if on <= months_after(heard_on, told.months) else None


def last_day_of_first_call(visited: Visited, numbers: Numbers) -> date:
    return _days_after(visited.day, max(numbers.first_from, numbers.first_until))


def _days_after(day: date, count: int) -> date:
    return day + timedelta(count)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reasons_not_to_contact(
    kind: ContactKind, day: date, visited: date | None, customer_asked: bool, numbers: Numbers | None = None
) -> Iterator[Reason]:
    """Nobody is called or called upon before day 2 after their visit, unless they asked for it; a letter may go out."""
    told = numbers or Numbers()
    if visited is None or customer_asked or kind is ContactKind.LETTER or day < visited:
        return
    first = _days_after(visited, told.first_from)
    if day < first:
        yield Reason(
            "too_early",
            f"客户 {visited:%Y-%m-%d} 刚来访，{first:%Y-%m-%d} 起方可回访；客户要求联系的除外。",
            f"The customer was here on {visited:%Y-%m-%d}: call from {first:%Y-%m-%d} on, unless they asked for it.",
            field="customer_asked",
            rule="LEAD-17",
        )


def reasons_not_to_note(
    at: datetime, now: datetime, day: date, today: date, numbers: Numbers | None = None
) -> Iterator[Reason]:
    """A contact is written down when it has been, and soon after."""
    within = (numbers or Numbers()).noted_within
    if at > now:
        yield Reason("to_come", "联系时间尚未到来。", "That is still to come.", field="at", rule="LEAD-17")
    elif day < _days_after(today, -within):
        yield Reason(
            "too_long_ago",
            f"联系须在 {within} 天内登记。",
            f"A contact is written down within {within} day(s).",
            field="at",
            rule="LEAD-17",
        )
