"""When a consultant's work may go to a colleague; it is work that goes, and never a claim (LEAD-7)."""

from collections.abc import Iterator

from kit.reasons import Reason


def reasons_not_to_hand_over(from_id: str, to_id: str, open_leads: int) -> Iterator[Reason]:
    """Leads go from one consultant to another, where there are any that are open."""
    if from_id == to_id:
        yield Reason(
            "same_consultant", "不能移交给本人。", "Nobody hands over to themselves.", field="to_id", rule="LEAD-7"
        )
    elif open_leads == 0:
        yield Reason(
            "nothing_open",
            "该顾问在此楼盘没有未成交的客户。",
            "The consultant has no open leads at this estate.",
            field="from_id",
            rule="LEAD-7",
        )
