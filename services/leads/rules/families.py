"""Whose relative a registration is (LEAD-5): it belongs to the first consultant and gives its own no claim."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.leads.rules.register import Period, Registration, periods
from services.leads.rules.words import Relation


@dataclass(frozen=True)
class Kinship:
    """A registration that is a relative's: the customer who was there first, and the relation."""

    of: str
    relation: Relation


class Relations:
    """Who said to be whose relative. It holds both ways, and goes no further: a relative's relatives are strangers."""

    def __init__(self, registrations: Iterable[Registration]) -> None:
        self._of: dict[str, dict[str, Relation]] = defaultdict(dict)
        for one in sorted(registrations, key=lambda one: one.position):
            for other, relation in one.relatives:
                if other != one.customer:
                    self._of[one.customer].setdefault(other, relation)
                    self._of[other].setdefault(one.customer, relation)

    def of(self, customer: str) -> dict[str, Relation]:
        """The customer's relatives, each with the relation as it was recorded."""
        return self._of.get(customer, {})

    def household(self, customer: str) -> frozenset[str]:
        """The customer and those directly related."""
        return frozenset((customer, *self.of(customer)))


@dataclass
class _Days:
    """Days in disjoint stretches, in their order."""

    stretches: list[Period] = field(default_factory=list)

    def add(self, more: Iterable[Period]) -> None:
        for period in more:
            while self.stretches and period.since <= self.stretches[-1].until + timedelta(1):
                last = self.stretches.pop()
                period = Period(min(last.since, period.since), max(last.until, period.until))
            self.stretches.append(period)

    def have(self, day: date) -> bool:
        place = bisect_right(self.stretches, day, key=lambda period: period.since)
        return place > 0 and self.stretches[place - 1].covers(day)


def kinships(registrations: Sequence[Registration], relations: Relations, valid_for: int) -> dict[str, Kinship]:
    """The registrations that are a relative's, by their ids.

    Such is one made while a relative was validly registered already, who is nobody's relative in turn: the first of a
    household stays the first, whoever of it comes later, and whatever is said of relations then.
    """
    firsts: dict[str, _Days] = defaultdict(_Days)
    found = {}
    for one in _in_order(registrations):
        kin = _kin(one, relations, firsts)
        if kin is not None:
            found[one.id] = kin
        else:
            firsts[one.customer].add(periods(one, valid_for))
    return found


def _in_order(registrations: Iterable[Registration]) -> Iterator[Registration]:
    valid = [(one.valid_from, one.place, one) for one in registrations if one.valid_from is not None]
    return (one for _, _, one in sorted(valid, key=lambda row: row[:2]))


def _kin(one: Registration, relations: Relations, firsts: dict[str, _Days]) -> Kinship | None:
    assert one.valid_from is not None, "an inquiry is nobody's"
    for other, relation in relations.of(one.customer).items():
        if other in firsts and firsts[other].have(one.valid_from):
            return Kinship(other, relation)
    return None
