"""Whose rows the caller may know of (GATE-2), and which day it is where an estate is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from kit.caller import EVERY_ESTATE
from kit.work import Work
from services.property.models import Estate


def within(work: Work, estate_id: Any) -> ColumnElement[bool]:
    """The condition that a row's estate is one of the caller's."""
    if EVERY_ESTATE in work.caller.estates:
        return true()
    condition: ColumnElement[bool] = estate_id.in_(sorted(work.caller.estates))
    return condition


def days(work: Work) -> dict[date, list[str]]:
    """The days that it is now, each with the estates where it is that day."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for id, zone in work.session.execute(select(Estate.id, Estate.timezone)):
        by_day[work.today(zone)].append(id)
    return by_day


def covers_today(work: Work, estate_id: Any, since: Any, until: Any) -> ColumnElement[bool]:
    """The condition that the days from `since` to `until` hold today, wherever the row's estate is."""
    by_day = days(work)
    conditions: Iterable[ColumnElement[bool]] = (
        (since <= day) & (until >= day) & estate_id.in_(estates) for day, estates in by_day.items()
    )
    if len(by_day) == 1:
        (day,) = by_day
        conditions = [(since <= day) & (until >= day)]
    return or_(*conditions) if by_day else true()
