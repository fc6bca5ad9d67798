"""The numbers of notify's rules with their defaults; the configuration may set others by name (PROC-9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit import numbers
from kit.procedure import Setting
from services.notify.rules.acknowledging import LADDER, REMIND_AFTER
from services.words import Rank

REMIND_WORKING_DAYS = Setting("notify.remind_working_days", REMIND_AFTER)  # NOTE-3
PLAIN_NOTICES_STAY = Setting("notify.plain_notices_stay_days", 30)  # NOTE-1, decided


def ladder(settings: Mapping[str, Any] | None) -> Sequence[str]:
    """The ranks that are told one after the other when a department does not acknowledge (NOTE-3).

    Raises ValueError when the configuration names something that is no rank.
    """
    return [Rank(rank) for rank in (settings or {}).get("notify.ladder", LADDER)]


numbers.declare("notify.ladder", ladder)
