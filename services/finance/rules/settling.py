"""What a tenant owes for the unit they leave, line by line, each with its working in words and numbers (FIN-4).

Energy: the co-signed reading less the one before, times the lease's tariff, for every meter the unit has.

Phone and parking: the month's rent times the days used, divided by the days of the month the change falls in. The days
used count from the first of that month, or from the lease's first day or the last settled change where that is later,
up to the change date. The first day counts and the change date does not (算头不算尾), since from that date the lease is
for the new unit. Months before are not settled here: they are charged month by month.

Missing items: what property charges for each. Every line is rounded to the cent by itself, half up.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.reasons import Reason
from services.finance.rules.accounts import Income
from services.finance.rules.money import plain, to_the_cent

RULE = "FIN-4"


class State(StrEnum):
    """Where a settlement stands. One that was taken back after it was confirmed is superseded by the next."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    VOID = "void"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Reading:
    """A meter's co-signed reading and the one before it, in kWh or cubic metres."""

    kind: str
    meter_number: str
    previous: Decimal
    previous_on: date
    value: Decimal
    read_on: date


@dataclass(frozen=True)
class Missing:
    """An item that did not come back, and what it costs in yuan."""

    kind: str
    number: str
    charge: Decimal


@dataclass(frozen=True)
class Rates:
    """The tariffs of the lease that a settlement needs, in yuan."""

    electricity_per_kwh: Decimal
    water_per_m3: Decimal
    parking_spaces: int
    parking_per_month: Decimal
    phone_lines: int
    phone_per_line_month: Decimal


@dataclass(frozen=True)
class Period:
    """The days used: from `first`, `days` of them, in a month of `month_days`."""

    first: date
    days: int
    month_days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Line:
    """One line of a settlement: what for, how it was worked out in both languages, and the amount in yuan."""

    income: Income
    zh: str
    en: str
    amount: Decimal


_ENERGY = {
    "electricity": (Income.ELECTRICITY, "电费", "Electricity", "kWh"),
    "water": (Income.WATER, "水费", "Water", "m³"),
}
_ITEMS = {
    "key": ("钥匙", "key"),
    "access_card": ("出入证", "access card"),
    "parking_permit": ("停车证", "parking permit"),
}


class NotSettleable(ValueError):
    """Facts that make no settlement: a meter that ran backwards or is of an unknown kind, a charge below zero."""


def days_used(change_date: date, lease_starts: date, last_settled: date | None = None) -> Period:
    """The days of the change's month in which the old unit was used; none when it was taken and left on one day."""
    first = max(change_date.replace(day=1), lease_starts, last_settled or lease_starts)
    month_days = calendar.monthrange(change_date.year, change_date.month)[1]
    return Period(first, max((change_date - first).days, 0), month_days)


def lines_of(readings: Sequence[Reading], missing: Sequence[Missing], rates: Rates, period: Period) -> list[Line]:
    """All lines of the settlement in the order they are shown. Raises NotSettleable."""
    return [
        *(energy_line(reading, rates) for reading in readings),
        *phone_lines(rates, period),
        *parking_lines(rates, period),
        *(missing_line(item) for item in missing),
    ]


def energy_line(reading: Reading, rates: Rates) -> Line:
    """Usage times tariff; nothing used is a line of zero, so that it can be seen that the meter was read."""
    if reading.kind not in _ENERGY:
        raise NotSettleable(f"meter {reading.meter_number} is of unknown kind {reading.kind}")
    if reading.value < reading.previous:
        raise NotSettleable(f"meter {reading.meter_number} reads less than before")
    income, zh, en, unit = _ENERGY[reading.kind]
    tariff = rates.electricity_per_kwh if income is Income.ELECTRICITY else rates.water_per_m3
    amount = to_the_cent((reading.value - reading.previous) * tariff)
    meter, since, until = reading.meter_number, reading.previous_on, reading.read_on
    used = f"({plain(reading.value)} − {plain(reading.previous)}) {unit}"
    return Line(
        income,
        f"{zh}(表 {meter},{since} 至 {until}):{used} × {plain(tariff)} 元/{unit} = {amount} 元",
        f"{en} (meter {meter}, {since} to {until}): {used} × {plain(tariff)} yuan/{unit} = {amount} yuan",
        amount,
    )


def phone_lines(rates: Rates, period: Period) -> Iterator[Line]:
    """Lines times their monthly rent, for the days used; no line where the lease has no phone."""
    if rates.phone_lines:
        rent = plain(rates.phone_per_line_month)
        amount = _share(rates.phone_lines * rates.phone_per_line_month, period)
        zh = f"电话月租:{rates.phone_lines} 线 × {rent} 元/线·月{_days(period, 'zh')} = {amount} 元"
        en = f"Phone: {rates.phone_lines} lines × {rent} yuan/line·month{_days(period, 'en')} = {amount} yuan"
        yield Line(Income.PHONE, zh, en, amount)


def parking_lines(rates: Rates, period: Period) -> Iterator[Line]:
    """Spaces times their monthly rent, for the days used; no line where the lease has no space."""
    if rates.parking_spaces:
        rent = plain(rates.parking_per_month)
        amount = _share(rates.parking_spaces * rates.parking_per_month, period)
        zh = f"车位费:{rates.parking_spaces} 个 × {rent} 元/个·月{_days(period, 'zh')} = {amount} 元"
        en = f"Parking: {rates.parking_spaces} spaces × {rent} yuan/space·month{_days(period, 'en')} = {amount} yuan"
        yield Line(Income.PARKING, zh, en, amount)


def missing_line(item: Missing) -> Line:
    """What property charges for an item that did not come back."""
    if item.charge < 0:
        raise NotSettleable(f"missing {item.kind} {item.number} is charged less than nothing")
    zh, en = _ITEMS.get(item.kind, (item.kind, item.kind))
    amount = to_the_cent(item.charge)
    return Line(
        Income.MISSING_ITEMS,
        f"未交还{zh} {item.number}:{amount} 元",
        f"Not returned, {en} {item.number}: {amount} yuan",
        amount,
    )


def other_line(reason: str, amount: Decimal) -> Line:
    """A further cost that finance adds, with its reason as given."""
    cost = to_the_cent(amount)
    return Line(Income.OTHER, f"其他费用:{reason},{cost} 元", f"Other cost: {reason}, {cost} yuan", cost)


def _share(month: Decimal, period: Period) -> Decimal:
    return to_the_cent(month * period.days / period.month_days)


def _days(period: Period, language: str) -> str:
    if language == "en":
        of = f" × {period.days} ÷ {period.month_days} days"
        return f"{of} ({period.first} to {period.last})" if period.days else of
    of = f" × {period.days} 天 ÷ {period.month_days} 天"
    return f"{of}({period.first} 至 {period.last})" if period.days else of


def reasons_not_to_change(state: State) -> Iterator[Reason]:
    """Only a draft can be added to, confirmed, or voided."""
    told = {
        State.CONFIRMED: ("结算单已确认。", "The settlement is confirmed already."),
        State.VOID: ("换房已取消,结算单作废。", "The unit change was cancelled and the settlement is void."),
        State.SUPERSEDED: ("结算单已撤回,请用新的结算单。", "The settlement was taken back; use the newer one."),
    }
    if state in told:
        zh, en = told[state]
        yield Reason(f"settlement_{state}", zh, en, rule=RULE)


def reasons_not_to_take_back(state: State, notice_issued: bool) -> Iterator[Reason]:
    """What is confirmed can be taken back until the unit change notice tells everybody that all is done."""
    if state is not State.CONFIRMED:
        zh, en = "只有已确认的结算单可以撤回。", "Only a confirmed settlement can be taken back."
        yield Reason("not_confirmed", zh, en, rule=RULE)
    elif notice_issued:
        yield Reason(
            "notice_issued",
            "《客户单元变更通知单》已发出,结算单不能撤回,请登记调整。",
            "The unit change notice has been issued; make an adjustment instead.",
            rule=RULE,
        )


def reasons_not_to_remove(income: Income) -> Iterator[Reason]:
    """What follows from readings, tariffs and items stays; only an added cost can be taken out again."""
    if income is not Income.OTHER:
        zh, en = "只能删除自行添加的其他费用。", "Only an added cost can be taken out."
        yield Reason("computed_line", zh, en, rule=RULE)
