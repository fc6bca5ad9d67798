"""Who says whether a technician is on duty (ENG-1)."""

from collections.abc import Iterator

from kit.reasons import Reason
from services.words import Rank


def reasons_not_to_set_duty(own_technician: str | None, technician: str, rank: str | None) -> Iterator[Reason]:
    """Technicians say it of themselves, supervisors and above of everybody."""
    is_superior = rank is not None and Rank(rank).at_least(Rank.SUPERVISOR)
    if own_technician != technician and not is_superior:
        yield Reason(
            "not_yourself",
            "只能变更本人的在岗状态,他人的由主管变更。",
            "You can change only your own duty; that of others is changed by a supervisor.",
            rule="ENG-1",
        )
