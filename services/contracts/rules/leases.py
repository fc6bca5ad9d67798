"""What can be registered as a lease, and what a correction of one may change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kit.reasons import Reason
from services.contracts.rules.terms import Terms, reasons_against
from services.contracts.rules.units import Stay, UnitToLet, reasons_against_kept_unit, reasons_against_stay

PERSONAL = frozenset({"contact", "phone"})


class Change(StrEnum):
    """What can happen to a lease; each is a row of its history."""

    REGISTERED = "registered"
    CORRECTED = "corrected"
    MOVED = "moved"


@dataclass(frozen=True)
class Standing:
    """What a correction of a lease may not touch, or not always; `moved_on` is the lease's last move, if any."""

    customer_name: str
    unit_id: str
    unit_number: str
    starts_on: date
    moved_on: date | None


def reasons_not_to_register(terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    """A lease can be registered when its terms can be charged and nobody else has the unit in its term (SALE-6)."""
    yield from reasons_against(terms)
    yield from reasons_against_stay(Stay(terms.number, terms.starts_on, terms.ends_on), unit)
    yield from reasons_against_kept_unit(unit)


def reasons_not_to_correct(now: Standing, terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    """A correction keeps the tenant and the unit, and the first day of a lease that has moved since."""
    yield from reasons_against(terms)
    if terms.customer_name != now.customer_name:
        yield Reason(
            "other_tenant",
            f"合同的承租方是“{now.customer_name}”,不能改为他人。",
            f"The lease's tenant is {now.customer_name}; a correction cannot make it another one.",
            field="customer_name",
            rule="SALE-6",
        )
    if unit.id != now.unit_id:
        yield Reason(
            "other_unit",
            f"合同现在的单元是 {now.unit_number},只能通过换房变更。",
            f"The lease is for unit {now.unit_number}; only a unit change moves it.",
            field="unit_number",
            rule="SALE-17",
        )
    else:
        yield from _reasons_against_the_new_term(now, terms, unit)


def _reasons_against_the_new_term(now: Standing, terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    if now.moved_on is not None and terms.starts_on != now.starts_on:
        yield Reason(
            "start_is_past",
            "换过房的合同不能更改起租日。",
            "The first day of a lease that has moved cannot be changed.",
            field="starts_on",
            rule="SALE-17",
        )
    if now.moved_on is not None and terms.ends_on < now.moved_on:
        yield Reason(
            "ends_before_move",
            f"合同于 {now.moved_on} 换房,到期日不能更早。",
            f"The lease moved on {now.moved_on} and cannot end before that.",
            field="ends_on",
            rule="SALE-17",
        )
    yield from reasons_against_stay(Stay(terms.number, now.moved_on or terms.starts_on, terms.ends_on), unit)


def what_changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[str]]:
    """The fields that differ, with their values before and after; of personal ones only that they differ."""
    differing = {name: (before[name], value) for name, value in after.items() if before[name] != value}
    return {name: ["", ""] if name in PERSONAL else [str(old), str(new)] for name, (old, new) in differing.items()}
