"""Customers with a problem are reported upward until it is resolved (SALE-8)."""

from collections.abc import Iterator

from kit.reasons import Reason
from kit.words import Word


class ProblemState(Word):
    """Whether somebody has found a way out."""

    OPEN = "open", "待解决", "Open"
    RESOLVED = "resolved", "已解决", "Resolved"


def reasons_not_to_resolve(state: ProblemState) -> Iterator[Reason]:
    """A problem is resolved once."""
    if state is ProblemState.RESOLVED:
        yield Reason("resolved_already", "问题已解决。", "The problem is resolved already.", rule="SALE-8")
