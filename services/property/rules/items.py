"""The policy of keys, cards and permits: one holder at a time, and each accounted for (PROP-1; PROP-2, 6-7)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kit.reasons import Reason
from services.property.rules.words import ItemKind, ItemState


@dataclass(frozen=True)
class Ticket:
    """An item by what is written on it."""

    kind: ItemKind
    number: str

    @property
    def zh(self) -> str:
        return f"{self.kind.zh} {self.number}"

    @property
    def en(self) -> str:
        return f"{self.kind.en} {self.number}"


@dataclass(frozen=True)
class Handed:
    """An item as it is handed to a customer; `person` is the bearer of an access card."""

    ticket: Ticket
    person: str | None = None


@dataclass(frozen=True)
class Tick:
    """An item ticked on the list of what was issued: it came back, or it is missing."""

    item: Ticket
    outcome: ItemState


def reasons_not_to_issue(wanted: Sequence[Ticket], out: Iterable[Ticket]) -> Iterator[Reason]:
    """What somebody holds cannot be handed to somebody else, nor the same thing twice."""
    held = set(out)
    for item, times in Counter(wanted).items():
        if item in held:
            yield _reason("already_out", f"{item.zh} 尚未收回。", f"The {item.en} is out already.", rule="PROP-1")
        if times > 1:
            yield _reason("twice", f"{item.zh} 填了两次。", f"The {item.en} is given twice.", rule="PROP-1")


def reasons_against_issue_day(day: date, today: date) -> Iterator[Reason]:
    """Nothing has been handed out on a day that is still to come."""
    if day > today:
        yield Reason("day_to_come", f"{day} 尚未到来。", f"{day} is still to come.", field="issued_on", rule="PROP-1")


def reasons_not_to_issue_where_left(left_by: str | None) -> Iterator[Reason]:
    """Once a unit change has taken back what was out for the old unit, nothing more is handed out there.

    `left_by` is the number of that unit change.
    """
    if left_by:
        yield _reason(
            "unit_is_left",
            f"换房 {left_by} 已收回该单元的物品，不能再发放。",
            f"Unit change {left_by} has taken back what was out for this unit; nothing more is handed out there.",
        )


def reasons_not_to_close(item: Ticket, state: ItemState) -> Iterator[Reason]:
    """Only what is out can come back or be missing; what was missing may still turn up."""
    if state is ItemState.RETURNED:
        yield _reason("not_out", f"{item.zh} 已收回。", f"The {item.en} has been returned.", rule="PROP-1")


def reasons_not_to_lose(item: Ticket, state: ItemState) -> Iterator[Reason]:
    """Only what is with a customer can go missing."""
    if state is not ItemState.ISSUED:
        yield _reason("not_out", f"{item.zh} 不在客户手中。", f"The {item.en} is not with a customer.", rule="PROP-1")


def reasons_not_to_take_back(issued: Sequence[Ticket], ticks: Sequence[Tick]) -> Iterator[Reason]:
    """Every item issued for the old unit is ticked once, as returned or missing, and nothing that was never issued."""
    ticked = Counter(tick.item for tick in ticks)
    for item, times in ticked.items():
        if item not in issued:
            yield _reason("never_issued", f"{item.zh} 从未发放给该客户。", f"The {item.en} was never issued here.")
        elif times > 1:
            yield _reason("twice", f"{item.zh} 填了两次。", f"The {item.en} is ticked twice.")
    for item in issued:
        if item not in ticked:
            yield _reason("not_ticked", f"{item.zh} 尚未核对。", f"The {item.en} is not ticked.")


def reasons_not_to_hand_over(wanted: Sequence[Ticket]) -> Iterator[Reason]:
    """Nobody moves in without a key."""
    if not any(item.kind is ItemKind.KEY for item in wanted):
        yield _reason("no_key", "须至少发放一把门锁钥匙。", "At least one key has to be handed over.")


def _reason(code: str, zh: str, en: str, rule: str = "PROP-2") -> Reason:
    return Reason(code, zh, en, field="items", rule=rule)
