"""Which missing items a settlement charges: what it was told of, less what has been set apart from it since (FIN-4).

An item is set apart when it turns up, or when it is charged by an entry of its own. An item is known here by what is
written on it: in one unit change there is only one of a kind with a number.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.finance.rules.settling import Missing

TOLD = ("readings", "missing", "change_date")
APART = "apart"

Facts = Mapping[str, Any]


def as_told(facts: Facts) -> dict[str, Any]:
    """The facts as property told them, without what was set apart."""
    return {name: facts[name] for name in TOLD}


def charged(facts: Facts) -> list[Missing]:
    """The missing items that a settlement of these facts charges."""
    return [item for item in _missing(facts) if _ticket(item) not in _apart(facts)]


def set_apart_in(facts: Facts) -> list[Missing]:
    """The missing items that it does not charge, although it was told of them."""
    return [item for item in _missing(facts) if _ticket(item) in _apart(facts)]


def find_charged(facts: Facts, kind: str, number: str) -> Missing | None:
    """The missing item of that kind and number, if a settlement of these facts charges it."""
    return next((item for item in charged(facts) if (item.kind, item.number) == (kind, number)), None)


def set_apart(facts: Facts, item: Missing) -> dict[str, Any]:
    """The same facts for a settlement that does not charge the item any more."""
    return {**facts, APART: [*_apart(facts), _ticket(item)]}


def told_anew(told: Facts, before: Facts | None) -> dict[str, Any]:
    """New facts, from which what was set apart before stays apart."""
    apart = _apart(before or {})
    return {**told, APART: list(apart)} if apart else dict(told)


def _apart(facts: Facts) -> Sequence[Mapping[str, str]]:
    apart: Sequence[Mapping[str, str]] = facts.get(APART, ())
    return apart


def _missing(facts: Facts) -> list[Missing]:
    return [Missing(item["kind"], item["number"], Decimal(item["charge"])) for item in facts["missing"]]


def _ticket(item: Missing) -> dict[str, str]:
    return {"kind": item.kind, "number": item.number}
