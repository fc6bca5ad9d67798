"""The dynamics report: what happened by day, week or month, channel and medium, counted by the database (LEAD-22).

One aggregate over plain columns of one table gives all of it; the rest is adding up its few rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select

from kit.errors import raise_if_any
from kit.work import Work
from services.leads import scope
from services.leads.models import Happening
from services.leads.rules.dynamics import FIGURES, By, Kind, reasons_not_to_report
from services.leads.rules.words import Channel

MOST_QUESTIONS = 20
_STRETCH = {By.DAY: Happening.day, By.WEEK: Happening.week, By.MONTH: Happening.month}
_REACHED = ("viewed", "paid", "dealt")
_COUNTED = (*FIGURES.values(), *_REACHED)


def dynamics(work: Work, since: date, until: date, by: By, estate_id: str | None = None) -> dict[str, Any]:
    """The report on these days, of one estate or all of the caller's."""
    raise_if_any(reasons_not_to_report(since, until, by))
    if estate_id is not None:
        scope.estate(work, estate_id)
    rows: dict[Any, dict[str, int]] = defaultdict(_nothing)
    for found in work.session.execute(counted(work, since, until, by, estate_id)):
        _add(rows[found.stretch, found.channel, found.medium], found)
    shown = [
        {"day": day, **_called(channel), "medium": medium} | figures for (day, channel, medium), figures in rows.items()
    ]
    return {
        "since": since,
        "until": until,
        "by": by,
        "rows": sorted(shown, key=lambda row: (row["day"], row["channel"], row["medium"])),
        "media": _by_medium(rows),
        "total": _together(rows.values()),
        "questions": _questions(work, since, until, estate_id),
    }


def counted(work: Work, since: date, until: date, by: By, estate_id: str | None) -> Select[Any]:
    """The one aggregate of the report: of each stretch, channel, medium and kind, how many."""
    stretch = _STRETCH[by]
    by_what = (stretch, Happening.channel, Happening.medium, Happening.kind)
    reached = (func.sum(getattr(Happening, name)).label(name) for name in _REACHED)
    chosen = select(stretch.label("stretch"), *by_what[1:], func.count().label("how_many"), *reached)
    counted: Select[Any] = _of_days(work, chosen, since, until, estate_id).group_by(*by_what)
    return counted


def _of_days(work: Work, chosen: Any, since: date, until: date, estate_id: str | None) -> Any:
    where = Happening.estate_id == estate_id if estate_id else scope.within(work.caller, Happening.estate_id)
    return chosen.where(where, Happening.day >= since, Happening.day <= until)


def _nothing() -> dict[str, int]:
    return dict.fromkeys(_COUNTED, 0)


def _add(figures: dict[str, int], found: Row[Any]) -> None:
    figures[FIGURES[found.kind]] += found.how_many
    for name in _REACHED:
        figures[name] += int(getattr(found, name))


def _together(several: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = _nothing()
    for figures in several:
        for name, count in figures.items():
            total[name] += count
    return total


def _by_medium(rows: Mapping[Any, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The whole stretch by channel and medium: what an advertisement has brought, the most visited first."""
    parts: dict[tuple[str, str], list[Mapping[str, int]]] = defaultdict(list)
    for (_, channel, medium), figures in rows.items():
        parts[channel, medium].append(figures)
    told = [{**_called(channel), "medium": medium} | _together(figures) for (channel, medium), figures in parts.items()]
    return sorted(told, key=lambda row: (-row["customers"], -row["visits"], row["channel"], row["medium"]))


def _called(channel: str) -> dict[str, str]:
    """The channel with its names; empty for those who came by none that is known."""
    if not channel:
        return {"channel": "", "channel_zh": "未知", "channel_en": "Unknown"}
    known = Channel(channel)
    return {"channel": known.value, "channel_zh": known.zh, "channel_en": known.en}


def _questions(work: Work, since: date, until: date, estate_id: str | None) -> list[dict[str, Any]]:
    """What customers asked most in these days."""
    count = func.count().label("how_many")
    asked = select(Happening.question, count).where(Happening.kind == Kind.QUESTION)
    chosen = _of_days(work, asked, since, until, estate_id).group_by(Happening.question)
    most = chosen.order_by(count.desc(), Happening.question).limit(MOST_QUESTIONS)
    return [{"question": found.question, "count": found.how_many} for found in work.session.execute(most)]
