"""What property does with sales control's word on the new unit of a change: kept for it, or another's (SALE-17)."""

from kit.procedure import find_case, remark
from kit.procedure.models import Case
from kit.work import Work
from services.contracts.events import UnitKept, UnitNotKept
from services.property.events import UnitChangeBlocked, UnitChangeUnblocked
from services.property.models import UnitChange
from services.property.queries import changes as queries
from services.property.rules.words import ChangeState, Keeping


def note_kept(work: Work, event: UnitKept) -> None:
    """The new unit is the change's; where the change was blocked it goes on, and those who were told are told so.

    Said again, or of a change that is over, it changes nothing.
    """
    change, case = _open(work, event)
    if change is None or change.keeping is Keeping.KEPT:
        return
    was_taken = change.keeping is Keeping.TAKEN
    change.keeping, change.taken_zh, change.taken_en = Keeping.KEPT, "", ""
    zh, en = f"销控已为本次换房保留单元 {event.unit_number}。", f"Sales control keeps unit {event.unit_number} for it."
    remark(work, case, zh, en)
    if was_taken:
        told = UnitChangeUnblocked(
            unit_change_id=change.id,
            number=change.number,
            estate_id=change.estate_id,
            new_unit_id=change.new_unit_id,
            new_unit_number=change.new_unit.number,
        )
        work.announce(told, estate=change.estate_id)


def note_taken(work: Work, event: UnitNotKept) -> None:
    """Another has the new unit: the change waits, in sight, until that is over or it is called off."""
    change, case = _open(work, event)
    if change is None or (change.keeping, change.taken_zh) == (Keeping.TAKEN, event.why_zh):
        return
    change.keeping, change.taken_zh, change.taken_en = Keeping.TAKEN, event.why_zh, event.why_en
    remark(work, case, event.why_zh, event.why_en)
    told = UnitChangeBlocked(
        unit_change_id=change.id,
        number=change.number,
        estate_id=change.estate_id,
        new_unit_id=change.new_unit_id,
        new_unit_number=change.new_unit.number,
        why_zh=event.why_zh,
        why_en=event.why_en,
    )
    work.announce(told, estate=change.estate_id)


def _open(work: Work, event: UnitKept | UnitNotKept) -> tuple[UnitChange | None, Case]:
    """The change with its case; no change where it was over before the answer came, or a later one had come before."""
    change, case = queries.change(work, event.unit_change_id), find_case(work, event.unit_change_id)
    told = work.heard.sequence if work.heard else 0
    if change.state is not ChangeState.OPEN or change.issued_at is not None or told < change.keeping_told:
        return None, case
    change.keeping_told = told
    return change, case
