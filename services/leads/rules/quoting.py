"""What a quotation says, to the cent: each line with its working, and the totals (LEAD-13).

A month is a twelfth of a year of 365 days, as the market reckons rents (decided; `leads.year_days` sets another year).
Every line is rounded by itself, half a cent up, and the total is the sum of the lines.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kit.reasons import Reason
from kit.words import Word
from services.leads.rules.concessions import Kind
from services.leads.rules.disclosure import PriceKind
from services.leads.rules.offers import BoardState, Dealing, Price, Unit

YEAR_DAYS = 365
VALID_FOR = 7  # Days after its own, to the end of the last (decided).
CONSERVATIVE = 5  # Percent above the list that a conservative rent is; sale prices stay as listed (decided).
CENT = Decimal("0.01")


class LineKind(Word):
    """What a line charges."""

    RENT = "rent", "租金", "Rent"
    DISCOUNT = "discount", "折扣", "Discount"
    PRICE = "price", "售价", "Price"
    MANAGEMENT = "management", "管理费", "Management fee"
    PARKING = "parking", "停车位", "Parking"
    PHONE = "phone", "电话", "Phone"
    OTHER = "other", "其他", "Other"


@dataclass(frozen=True)
class Conceded:
    """A concession granted for one unit."""

    unit_id: str
    kind: Kind
    amount: Decimal | None
    number: str


@dataclass(frozen=True)
class Place:
    """A unit that is quoted, with its price, parking spaces and phone lines."""

    unit: Unit
    price: Price
    parking_spaces: int = 0
    phone_lines: int = 0


@dataclass(frozen=True)
class Extra:
    """Anything else asked for: its price each and month, in yuan."""

    name: str
    price: Decimal
    quantity: int


@dataclass(frozen=True)
class Line:
    """One line: what for, how it was worked out, and the amount in yuan; `is_monthly`, or else paid once."""

    kind: LineKind
    unit_number: str
    name: str
    working: str
    amount: Decimal
    is_monthly: bool = True


def cents(exact: Fraction) -> Decimal:
    """An exact amount to the cent, half up."""
    return (Decimal((exact * 200 + 1) // 2) / 100).quantize(CENT)


def month_of(rent_per_sqm_day: Decimal, area: Decimal, year_days: int = YEAR_DAYS) -> Decimal:
    """The rent of a month, in yuan: tariff times built area times a twelfth of the year's days."""
    return cents(Fraction(rent_per_sqm_day) * Fraction(area) * year_days / 12)


def charged(tariff: Decimal, count: Decimal | int) -> Decimal:
    """So many at a tariff, in yuan to the cent, half up."""
    return cents(Fraction(tariff) * Fraction(count))


def said_tariff(listed: Decimal, said_as: PriceKind, percent: int) -> Decimal:
    """The rent tariff as it is said; a conservative one is so many percent above the list, to the cent half up."""
    if said_as is not PriceKind.CONSERVATIVE:
        return listed
    return (listed * (100 + percent) / 100).quantize(CENT, ROUND_HALF_UP)


def lines_of(
    places: Sequence[Place],
    extras: Iterable[Extra],
    dealing: Dealing,
    conceded: Sequence[Conceded] = (),
    year_days: int = YEAR_DAYS,
) -> list[Line]:
    """All lines: of each unit, then what else was asked for. The prices are those that may be said."""
    found = [line for place in places for line in _of_place(place, dealing, conceded, year_days)]
    for extra in extras:
        amount = charged(extra.price, extra.quantity)
        working = f"{plain(extra.price)} × {extra.quantity}"
        found.append(Line(LineKind.OTHER, "", extra.name, working, amount))
    return found


def _of_place(place: Place, dealing: Dealing, conceded: Sequence[Conceded], year_days: int) -> Iterator[Line]:
    unit, price = place.unit, place.price
    main = _main(unit, price, dealing, year_days)
    yield main
    for one in conceded:
        if one.unit_id == unit.id and one.kind is Kind.DISCOUNT and one.amount is not None:
            less = cents(Fraction(main.amount) * Fraction(one.amount) / 100)
            working = f"{main.amount} × {plain(one.amount)}% ({one.number})"
            yield Line(LineKind.DISCOUNT, unit.number, "", working, -less, main.is_monthly)
    fees = (
        (LineKind.MANAGEMENT, price.management_per_sqm_month, unit.area_built, True),
        (LineKind.PARKING, price.parking_per_month, Decimal(place.parking_spaces), place.parking_spaces > 0),
        (LineKind.PHONE, price.phone_per_line_month, Decimal(place.phone_lines), place.phone_lines > 0),
    )
    for kind, tariff, count, is_asked in fees:
        if is_asked:
            amount = charged(tariff, count)
            yield Line(kind, unit.number, "", f"{plain(tariff)} × {plain(count)}", amount)


def _main(unit: Unit, price: Price, dealing: Dealing, year_days: int) -> Line:
    asked = price.of(dealing)
    assert asked is not None, "a unit is quoted only for what it is offered for"
    if dealing is Dealing.SALE:
        return Line(LineKind.PRICE, unit.number, "", plain(asked), cents(Fraction(asked)), is_monthly=False)
    working = f"{plain(asked)} × {plain(unit.area_built)} × {year_days} ÷ 12"
    return Line(LineKind.RENT, unit.number, "", working, month_of(asked, unit.area_built, year_days))


def said_price(price: Price, said_as: PriceKind, percent: int) -> Price:
    """The price list as it is said: a conservative rent is above the list, all else is as listed."""
    rent = price.rent_per_sqm_day
    return replace(price, rent_per_sqm_day=None if rent is None else said_tariff(rent, said_as, percent))


def total(lines: Iterable[Line], is_monthly: bool) -> Decimal:
    return sum((line.amount for line in lines if line.is_monthly is is_monthly), Decimal("0.00"))


def plain(figure: Decimal) -> str:
    """A figure as people write it: two places at least where there are any, none where it is whole."""
    text = f"{figure.normalize():f}"
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(2, '0')}" if places else whole


def reasons_not_to_quote_unit(unit: Unit | None, number: str, dealing: Dealing) -> Iterator[Reason]:
    """Only a unit on offer is quoted: recorded, available on the board, and priced for what is asked."""
    if unit is None:
        zh, en = f"单元 {number} 尚无面积资料。", f"Nothing is recorded of unit {number} yet."
        yield Reason("not_recorded", zh, en, field="units", rule="LEAD-13")
    elif unit.state is not BoardState.AVAILABLE:
        zh, en = f"单元 {number} {unit.state.zh}，不能报价。", f"Unit {number} is {unit.state.en} and is not quoted."
        details = {"unit": number, "state": unit.state.value}
        yield Reason("not_available", zh, en, field="units", rule="LEAD-13", details=details)
    elif unit.price is None or unit.price.of(dealing) is None:
        zh, en = f"单元 {number} 没有{dealing.zh}价格。", f"Unit {number} has no price for this: {dealing.en}."
        yield Reason("not_priced", zh, en, field="units", rule="LEAD-13")


def reasons_against_units(estates: Sequence[str], unit_ids: Sequence[str]) -> Iterator[Reason]:
    """A quotation is of units of one estate, each once."""
    if len(set(estates)) > 1:
        zh, en = "一份报价单只能含同一楼盘的单元。", "A quotation is of units of one estate."
        yield Reason("two_estates", zh, en, field="units", rule="LEAD-13")
    if len(set(unit_ids)) < len(unit_ids):
        yield Reason("twice", "同一单元只能报价一次。", "A unit stands in it once.", field="units", rule="LEAD-13")


def number_of(position: int) -> str:
    """The number by which people call a quotation: `BJ000001` (报价)."""
    return f"BJ{position:06d}"
