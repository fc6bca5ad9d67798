"""Whom a customer's id stands for, once corrections have shown who somebody is (LEAD-3)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """That an entry, at this place in the register, says of a registration whose it is."""

    position: int
    registration: str
    customer: str


def successors(said: Iterable[Said]) -> dict[str, str]:
    """The ids that stand for another customer, each with that one; every other id stands for its own.

    An id that a registration still has is its own customer's, whatever was corrected away from it. One that none has
    any more went with the registration that left it last, and is whoever that one is of, by however many corrections.
    """
    of: dict[str, str] = {}
    left: dict[str, str] = {}
    for one in sorted(said, key=lambda one: one.position):
        before = of.get(one.registration, one.customer)
        of[one.registration] = one.customer
        if before != one.customer:
            left[before] = one.registration
    held = set(of.values())
    return {id: of[registration] for id, registration in left.items() if id not in held}
