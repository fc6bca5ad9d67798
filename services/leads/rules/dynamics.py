"""What the daily dynamics report counts, and by which stretches of days (LEAD-22).

- A *visit* is a customer here on a day by a channel, however often; a stranger's reception and the registration that
  the same consultant makes of them that day are one visit.
- A *call* is an entry by phone, an *other contact* one by referral, outreach or broker; a *question* is an entry that
  has the customer's doubts.
- Viewings, deposits and deals count for the channel and medium by which their customer first came.
- *Conversion* follows the customers who first came in these days, whenever they then viewed, paid or closed: so a
  medium is judged by those it brought.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from kit.reasons import Reason
from services.leads.rules.words import VISITS, Channel

LONGEST_DAYS, LONGEST_BY_DAY = 3700, 366


class Kind(StrEnum):
    """What happened."""

    FIRST = "first"  # A customer came for the first time.
    VISIT = "visit"
    CALL = "call"
    OTHER = "other"
    QUESTION = "question"
    VIEWING = "viewing"
    DEPOSIT = "deposit"
    DEAL = "deal"


# Under which name each is counted.
FIGURES = {
    Kind.FIRST: "customers",
    Kind.VISIT: "visits",
    Kind.CALL: "calls",
    Kind.OTHER: "others",
    Kind.QUESTION: "questions",
    Kind.VIEWING: "viewings",
    Kind.DEPOSIT: "deposits",
    Kind.DEAL: "deals",
}
# What counts for a customer's first coming, each with what is noted there of it.
OF_A_CUSTOMER = {Kind.FIRST: "", Kind.VIEWING: "viewed", Kind.DEPOSIT: "paid", Kind.DEAL: "dealt"}
STEPS = tuple(kind for kind in OF_A_CUSTOMER if kind is not Kind.FIRST)


class By(StrEnum):
    """The stretches of days of a report; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def kind_of(channel: Channel) -> Kind:
    """As what an entry of the register counts."""
    if channel in VISITS:
        return Kind.VISIT
    return Kind.CALL if channel is Channel.PHONE else Kind.OTHER


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(day.weekday())


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def reasons_not_to_report(since: date, until: date, by: By) -> Iterator[Reason]:
    """A report is of days in their order: of a year at most, or of ten by week or month."""
    longest = LONGEST_BY_DAY if by is By.DAY else LONGEST_DAYS
    if until < since:
        yield Reason("no_days", "结束日期早于开始日期。", "It ends before it begins.", field="until", rule="LEAD-22")
    elif (until - since).days >= longest:
        yield Reason(
            "too_many_days",
            f"至多统计 {longest} 天。",
            f"At most {longest} days at a time.",
            field="until",
            rule="LEAD-22",
        )
