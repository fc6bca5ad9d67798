"""A lead: a customer of the register at an estate, graded by intent, in somebody's hands (LEAD-20)."""

from collections.abc import Iterator

from kit.reasons import Reason
from kit.words import Word


class Grade(Word):
    """How strong a customer's intent is, as the consultant sees it."""

    A = "A", "A 级(意向明确)", "A (decided)"
    B = "B", "B 级(意向较强)", "B (keen)"
    C = "C", "C 级(意向一般)", "C (comparing)"
    D = "D", "D 级(意向较弱)", "D (only looking)"


class LeadState(Word):
    """Whether a lead is still to be worked on."""

    OPEN = "open", "跟进中", "Open"
    CLOSED = "closed", "已成交", "Deal closed"
    LOST = "lost", "已流失", "Lost"


def reasons_not_to_work_on(is_own: bool, is_superior: bool) -> Iterator[Reason]:
    """A lead is graded, followed up and taken to viewings by whose it is, or by a superior (LEAD-20, decided)."""
    if not (is_own or is_superior):
        yield Reason(
            "not_yours",
            "只有负责该客户的顾问或主管可以办理。",
            "Only the consultant whose lead it is, or a superior, does this.",
            rule="LEAD-20",
        )
