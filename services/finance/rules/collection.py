"""The collection overview: what was due in each month at each estate against what has come in (FIN-7).

A payment is due in the month of its day, the later day where one was approved. Money counts in the month in which it
came in on a contract: payments, the deposit once it counts towards the contract, money found in suspense; what is taken
back or refunded of it counts against the month in which that was done. What was paid and is forfeited came in all the
same; of a deposit, what is forfeited counts in the month in which that was done.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.reasons import Reason

RULE = "FIN-7"
MOST_MONTHS = 60


@dataclass(frozen=True)
class Collected:
    """One month of one estate, in yuan: `open` is what is still to come of what was due in it."""

    month: str
    estate_id: str
    due: Decimal
    open: Decimal
    received: Decimal


@dataclass
class _Sums:
    due: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    received: Decimal = Decimal(0)


def month_of(day: date) -> str:
    """A month as it is written: 2026-12."""
    return f"{day:%Y-%m}"


def first_day_after(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def by_month(
    due: Iterable[tuple[str, date, Decimal, Decimal]], received: Iterable[tuple[str, date, Decimal]]
) -> list[Collected]:
    """The months in order, and in each the estates that have anything.

    What is due is told as estate, day, amount and the open part of it; what has come in as estate, day and amount.
    """
    sums: dict[tuple[str, str], _Sums] = defaultdict(_Sums)
    for estate_id, day, amount, still_open in due:
        one = sums[month_of(day), estate_id]
        one.due, one.open = one.due + amount, one.open + still_open
    for estate_id, day, amount in received:
        sums[month_of(day), estate_id].received += amount
    return [
        Collected(month, estate_id, one.due, one.open, one.received)
        for (month, estate_id), one in sorted(sums.items())
        if one.due or one.received
    ]


def reasons_against_months(since: date, until: date) -> Iterator[Reason]:
    """An overview is of five years at most, and does not end before it begins."""
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    if months < 1:
        zh, en = "结束月份早于开始月份。", "It ends before it begins."
        yield Reason("ends_before", zh, en, field="until", rule=RULE)
    elif months > MOST_MONTHS:
        zh, en = f"至多 {MOST_MONTHS} 个月。", f"At most {MOST_MONTHS} months."
        yield Reason("too_many_months", zh, en, field="until", rule=RULE)
