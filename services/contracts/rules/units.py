"""Who has a unit on which days, and whether another lease may have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kit.reasons import Reason
from services.contracts.rules.board import State


class LeaseState(StrEnum):
    """Where a lease is in its term, by the day it is looked at."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    ENDED = "ended"


class UnitState(StrEnum):
    """Whether somebody rents a unit on a day."""

    LET = "let"
    VACANT = "vacant"


@dataclass(frozen=True)
class Stay:
    """A stretch of days on which a lease has a unit, first and last included; none when it moved on the day it came."""

    lease_number: str
    since: date
    last_day: date

    def overlaps(self, other: "Stay") -> bool:
        return max(self.since, other.since) <= min(self.last_day, other.last_day)

    def reaches_beyond(self, other: "Stay") -> bool:
        """Whether it begins earlier or ends later."""
        return self.since < other.since or self.last_day > other.last_day


@dataclass(frozen=True)
class UnitToLet:
    """A unit as the rules see it: the stays it is promised to, and the unit change it is kept for, if any.

    `taken` is its state on the board while a deal has it.
    """

    id: str
    number: str
    kept_for: str | None = None
    stays: tuple[Stay, ...] = ()
    taken: State | None = None


def state_on(starts_on: date, ends_on: date, day: date) -> LeaseState:
    """A lease runs from its first day to its last, both included (SALE-6)."""
    if day < starts_on:
        return LeaseState.UPCOMING
    return LeaseState.ENDED if day > ends_on else LeaseState.RUNNING


def unit_state_on(stays: Iterable[Stay], day: date) -> UnitState:
    """A unit is let on the days some lease has it, and vacant again the day after that lease ends or moves away."""
    is_let = any(stay.since <= day <= stay.last_day for stay in stays)
    return UnitState.LET if is_let else UnitState.VACANT


def last_day_before(day: date) -> date:
    """The old unit's last day when a lease moves on `day`: the change date itself belongs to the new unit (SALE-17)."""
    return day - timedelta(days=1)


def reasons_against_stay(wanted: Stay, unit: UnitToLet) -> Iterator[Reason]:
    """No unit is rented to two on one day."""
    for other in unit.stays:
        if wanted.overlaps(other) and other.lease_number != wanted.lease_number:
            yield Reason(
                "unit_taken",
                f"单元 {unit.number} 自 {other.since} 至 {other.last_day} 已由合同 {other.lease_number} 承租。",
                f"Unit {unit.number} is let from {other.since} to {other.last_day} under lease {other.lease_number}.",
                field="unit_number",
                rule="SALE-6",
                details={"lease": other.lease_number, "since": str(other.since), "last_day": str(other.last_day)},
            )


def reasons_against_kept_unit(unit: UnitToLet) -> Iterator[Reason]:
    """A unit that a tenant is about to move into is let to no other one, and to none for longer than it was."""
    if unit.kept_for is not None:
        yield Reason(
            "unit_kept",
            f"单元 {unit.number} 已为换房 {unit.kept_for} 保留。",
            f"Unit {unit.number} is kept for unit change {unit.kept_for}.",
            field="unit_number",
            rule="SALE-17",
        )


def reasons_against_taken_unit(unit: UnitToLet) -> Iterator[Reason]:
    """A unit that a deal has is let by that deal's contract, and by no other lease (SALE-1)."""
    if unit.taken is not None:
        yield Reason(
            "unit_taken",
            f"单元 {unit.number} 在销控表上{unit.taken.zh}。",
            f"Unit {unit.number} is {unit.taken.en.lower()} on the board.",
            field="unit_number",
            rule="SALE-1",
        )


def reasons_not_to_keep(wanted: Stay, unit: UnitToLet, deal: str | None) -> Iterator[Reason]:
    """A unit change has its new unit kept unless a deal of the board has it, or a lease in those days (SALE-17)."""
    if unit.taken is not None:
        zh = f"单元 {unit.number} 在销控表上{unit.taken.zh}（认购 {deal}）。"
        en = f"Unit {unit.number} is {unit.taken.en.lower()} on the board, for deal {deal}."
        yield Reason("unit_taken", zh, en, rule="SALE-17", details={"deal": deal})
    yield from reasons_against_stay(wanted, unit)


def reasons_not_to_move(since: date, ends_on: date, change_date: date) -> Iterator[Reason]:
    """A lease moves out of a unit between the day it came into it and the day it ends."""
    if not since <= change_date <= ends_on:
        yield Reason(
            "outside_the_stay",
            f"换房日期 {change_date} 不在 {since} 至 {ends_on} 之间。",
            f"The change date {change_date} is not between {since} and {ends_on}.",
            rule="SALE-17",
        )
