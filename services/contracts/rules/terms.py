"""What a lease says, and what stands against it whatever the unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kit.reasons import Reason

TARIFF_PLACES = 4
HIGHEST_TARIFF = Decimal(1_000_000)
MOST_SPACES_OR_LINES = 10_000
DECIMAL_TARIFFS = {
    "rent_per_sqm_day": ("租金", "Rent"),
    "management_per_sqm_month": ("管理费", "Management fee"),
    "electricity_per_kwh": ("电费", "Electricity"),
    "water_per_m3": ("水费", "Water"),
    "parking_per_month": ("车位费", "Parking"),
    "phone_per_line_month": ("电话月租", "Phone line rent"),
}
COUNTED_TARIFFS = {"parking_spaces": ("车位数", "Parking spaces"), "phone_lines": ("电话线数", "Phone lines")}
TARIFFS = (*DECIMAL_TARIFFS, *COUNTED_TARIFFS)


class Payment(StrEnum):
    """How often the rent is paid; `zh` and `en` are its names."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    @property
    def zh(self) -> str:
        return {"monthly": "月付", "quarterly": "季付"}[self]

    @property
    def en(self) -> str:
        return self.capitalize()

    @property
    def months(self) -> int:
        """How many months one payment is for."""
        return 1 if self is Payment.MONTHLY else 3


@dataclass(frozen=True)
class Terms:
    """What a lease says, as it comes in by hand or from a list; the tariffs are in yuan, by their names."""

    number: str
    customer_name: str
    phone: str
    contact: str
    business: str
    starts_on: date
    ends_on: date
    payment: Payment
    tariffs: Mapping[str, Decimal | int]


def tidy(tariff: Decimal) -> Decimal:
    """A tariff with two decimal places, or as many more as it needs: 1.18, 7.50, 0.0525."""
    short = round(tariff, 2)
    return short if short == tariff else tariff.normalize()


def reasons_against(terms: Terms) -> Iterator[Reason]:
    """A lease ends no earlier than it starts, and its tariffs can be charged."""
    if terms.ends_on < terms.starts_on:
        yield Reason(
            "ends_before_start",
            f"到期日 {terms.ends_on} 早于起租日 {terms.starts_on}。",
            f"The lease ends on {terms.ends_on}, before it starts on {terms.starts_on}.",
            field="ends_on",
            rule="SALE-6",
        )
    yield from reasons_against_tariffs(terms.tariffs)


def reasons_against_tariffs(tariffs: Mapping[str, Decimal | int]) -> Iterator[Reason]:
    """No tariff is negative, absurdly high, or finer than four decimal places."""
    for field, (zh, en) in DECIMAL_TARIFFS.items():
        value = Decimal(tariffs[field])
        if not 0 <= value <= HIGHEST_TARIFF:
            yield _tariff(
                field, f"{zh}须在 0 到 {HIGHEST_TARIFF} 元之间。", f"{en} must be 0 to {HIGHEST_TARIFF} yuan."
            )
        elif value != round(value, TARIFF_PLACES):
            zh_places, en_places = (
                f"{zh}最多 {TARIFF_PLACES} 位小数。",
                f"{en} has at most {TARIFF_PLACES} decimal places.",
            )
            yield _tariff(field, zh_places, en_places)
    for field, (zh, en) in COUNTED_TARIFFS.items():
        if not 0 <= tariffs[field] <= MOST_SPACES_OR_LINES:
            most = MOST_SPACES_OR_LINES
            yield _tariff(field, f"{zh}须在 0 到 {most} 之间。", f"{en} must be 0 to {most}.")


def _tariff(field: str, zh: str, en: str) -> Reason:
    return Reason("tariff", zh, en, field=field, rule="SALE-6")
