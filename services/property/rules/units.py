"""The policy of the list of units: what an entry must be like, and what follows from it (PROP-1)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import available_timezones

from kit.reasons import Reason


def usable_ratio(built: Decimal, usable: Decimal) -> Decimal:
    """The usable area as a share of the built one (得房率), to four places."""
    return (usable / built).quantize(Decimal("0.0001"))


def last_day_before(change_date: date) -> date:
    """The last day in the old unit; the change date itself is the first in the new one."""
    return change_date - timedelta(days=1)


def reasons_against_areas(built: Decimal, usable: Decimal) -> Iterator[Reason]:
    """Areas are more than nothing, and no unit has more usable area than was built."""
    for field, zh, en, area in (
        ("area_built", "建筑面积", "The built area", built),
        ("area_usable", "套内面积", "The usable area", usable),
    ):
        if area <= 0:
            yield Reason("no_area", f"{zh}须大于 0。", f"{en} must be more than 0.", field=field, rule="PROP-1")
    if usable > built:
        yield Reason(
            "usable_over_built",
            f"套内面积 {usable} 大于建筑面积 {built}。",
            f"The usable area {usable} is larger than the built area {built}.",
            field="area_usable",
            rule="PROP-1",
        )


def reasons_against_meter_numbers(numbers: Iterable[tuple[str, str]], elsewhere: dict[str, str]) -> Iterator[Reason]:
    """A meter counts for one unit; `elsewhere` tells, by number, the unit that has it."""
    for field, number in numbers:
        if number in elsewhere:
            yield Reason(
                "meter_elsewhere",
                f"表号 {number} 已登记在单元 {elsewhere[number]}。",
                f"Meter {number} is recorded at unit {elsewhere[number]}.",
                field=field,
                rule="PROP-1",
            )


Numbers = Mapping[str, Mapping[str, str]]


def meters_elsewhere(in_use: Numbers, wanted: Numbers) -> dict[str, dict[str, str]]:
    """What stands against a list of meters: by unit and kind, the other unit that has the number it wants.

    Both hold a number per kind, by unit: as it is now, and as the list wants it. Numbers may change places within the
    list, since only what holds after it counts; but a unit that is refused keeps what it has, and may so stand in the
    way of the next.
    """
    refused: dict[str, dict[str, str]] = {}
    claims: dict[tuple[str, str], str] = {}
    for unit, numbers in wanted.items():
        for kind, number in numbers.items():
            if (first := claims.setdefault((kind, number), unit)) != unit:
                refused.setdefault(unit, {})[kind] = first
    kept = [(unit, kind) for unit in in_use for kind in in_use[unit] if kind not in wanted.get(unit, {})]
    kept += [(unit, kind) for unit in refused for kind in in_use.get(unit, {})]
    while kept:
        keeper, kind = kept.pop()
        unit = claims.get((kind, in_use[keeper][kind]), keeper)
        if unit != keeper and kind not in refused.get(unit, {}):
            kept += [(unit, own) for own in in_use.get(unit, {}) if unit not in refused]
            refused.setdefault(unit, {})[kind] = keeper
    return refused


def reasons_not_to_open_estate(name: str, timezone: str, name_taken: bool) -> Iterator[Reason]:
    """An estate has a name of its own and a time zone that exists."""
    if name_taken:
        yield Reason(
            "name_taken", f"楼盘“{name}”已存在。", f"There is an estate {name} already.", field="name", rule="PROP-1"
        )
    if timezone not in available_timezones():
        yield Reason(
            "no_such_zone",
            f"没有时区 {timezone}。",
            f"There is no time zone {timezone}.",
            field="timezone",
            rule="PROP-1",
        )
