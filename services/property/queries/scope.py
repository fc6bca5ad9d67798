"""Whose rows the caller may know of (GATE-2), and which day it is where an estate is."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

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
    """The days that it is now, each with the time zones of ours where it is that day."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for zone in work.session.scalars(select(Estate.timezone).distinct()):
        by_day[work.today(zone)].append(zone)
    return by_day


def covers_today(work: Work, estate_id: Any, since: Any, until: Any) -> ColumnElement[bool]:
    """The condition that the days from `since` to `until` hold today, wherever the row's estate is."""
    by_day = days(work)
    if len(by_day) <= 1:
        return and_(true(), *((since <= day) & (until >= day) for day in by_day))
    there = {day: select(Estate.id).where(Estate.timezone.in_(zones)) for day, zones in by_day.items()}
    return or_(*((since <= day) & (until >= day) & estate_id.in_(ids) for day, ids in there.items()))
