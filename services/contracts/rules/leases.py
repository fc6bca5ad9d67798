"""What can be registered as a lease, and what a correction of one may change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kit.reasons import Reason
from services.contracts.rules.terms import Terms, reasons_against
from services.contracts.rules.units import (
    Stay,
    UnitToLet,
    reasons_against_kept_unit,
    reasons_against_stay,
    reasons_against_taken_unit,
)

PERSONAL = frozenset({"contact", "phone"})


class Change(StrEnum):
    """What can happen to a lease; each is a row of its history."""

    REGISTERED = "registered"
    CORRECTED = "corrected"
    MOVED = "moved"


@dataclass(frozen=True)
class Move:
    """A unit change under way, by its number, that takes a lease to another unit on that day."""

    number: str
    on: date


@dataclass(frozen=True)
class Standing:
    """What a correction of a lease may not touch, or not always.

    `moved_on` is the day of the lease's last move, and `move` the one that is under way, if any.
    """

    customer_name: str
    unit_id: str
    unit_number: str
    term: Stay
    moved_on: date | None = None
    move: Move | None = None

    @property
    def stay(self) -> Stay:
        """The days for which the lease has its present unit."""
        return self.staying(self.term.since, self.term.last_day)

    def staying(self, starts_on: date, ends_on: date) -> Stay:
        """The days for which it would have that unit, were this its term."""
        return Stay(self.term.lease_number, self.moved_on or starts_on, ends_on)


def reasons_not_to_register(terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    """A lease can be registered when its terms can be charged and nobody else has the unit in its term (SALE-6)."""
    yield from reasons_against(terms)
    yield from reasons_against_stay(Stay(terms.number, terms.starts_on, terms.ends_on), unit)
    yield from reasons_against_kept_unit(unit)
    yield from reasons_against_taken_unit(unit)


def reasons_not_to_correct(now: Standing, terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    """A correction keeps the tenant and the unit, what a unit change is promised, and the past of one that is done."""
    yield from reasons_against(terms)
    if terms.customer_name != now.customer_name:
        yield Reason(
            "other_tenant",
            f"合同的承租方是“{now.customer_name}”，不能改为他人。",
            f"The lease's tenant is {now.customer_name}; a correction cannot make it another one.",
            field="customer_name",
            rule="SALE-6",
        )
    if unit.id != now.unit_id:
        yield Reason(
            "other_unit",
            f"合同现在的单元是 {now.unit_number}，只能通过换房变更。",
            f"The lease is for unit {now.unit_number}; only a unit change moves it.",
            field="unit_number",
            rule="SALE-17",
        )
    else:
        yield from _reasons_against_the_new_term(now, terms, unit)


def _reasons_against_the_new_term(now: Standing, terms: Terms, unit: UnitToLet) -> Iterator[Reason]:
    if now.moved_on is not None and terms.starts_on != now.term.since:
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
            f"合同于 {now.moved_on} 换房，到期日不能更早。",
            f"The lease moved on {now.moved_on} and cannot end before that.",
            field="ends_on",
            rule="SALE-17",
        )
    if now.move is not None and not terms.starts_on <= now.move.on <= terms.ends_on:
        yield Reason(
            "move_outside_term",
            f"合同正在办理换房 {now.move.number}，租期须包含换房日期 {now.move.on}。",
            f"The lease is part of unit change {now.move.number}; its term must include the change date {now.move.on}.",
            field="ends_on" if terms.ends_on < now.move.on else "starts_on",
            rule="SALE-17",
        )
    wanted = now.staying(terms.starts_on, terms.ends_on)
    yield from reasons_against_stay(wanted, unit)
    if wanted.reaches_beyond(now.stay):
        yield from reasons_against_kept_unit(unit)
        yield from reasons_against_taken_unit(unit)


def what_changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[str]]:
    """The fields that differ, with their values before and after; of personal ones only that they differ."""
    differing = {name: (before[name], value) for name, value in after.items() if before[name] != value}
    return {name: ["", ""] if name in PERSONAL else [str(old), str(new)] for name, (old, new) in differing.items()}
