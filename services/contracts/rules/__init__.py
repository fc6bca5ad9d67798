"""The policy of leases: what can be registered or corrected, and how a unit change reaches the lease."""

from services.contracts.rules.leases import (
    Change,
    Move,
    Standing,
    reasons_not_to_correct,
    reasons_not_to_register,
    what_changed,
)
from services.contracts.rules.terms import (
    TARIFF_PLACES,
    TARIFFS,
    Payment,
    Terms,
    reasons_against,
    tidy,
)
from services.contracts.rules.units import (
    LeaseState,
    Stay,
    UnitState,
    UnitToLet,
    last_day_before,
    reasons_against_stay,
    reasons_against_taken_unit,
    reasons_not_to_keep,
    reasons_not_to_move,
    state_on,
    unit_state_on,
)

__all__ = [
    "TARIFFS",
    "TARIFF_PLACES",
    "Change",
    "LeaseState",
    "Move",
    "Payment",
    "Standing",
    "Stay",
    "Terms",
    "UnitState",
    "UnitToLet",
    "last_day_before",
    "reasons_against",
    "reasons_against_stay",
    "reasons_against_taken_unit",
    "reasons_not_to_correct",
    "reasons_not_to_keep",
    "reasons_not_to_move",
    "reasons_not_to_register",
    "state_on",
    "tidy",
    "unit_state_on",
    "what_changed",
]
