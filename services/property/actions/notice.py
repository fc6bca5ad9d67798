"""What property does at the end: the notice to every department, and who has acknowledged it (PROP-2, 8-9)."""

from kit.procedure import complete_by_event, do, find_case, part_done
from kit.work import Work
from services.finance.events import OldUnitSettled
from services.notify.events import NoticeAcknowledged
from services.property.actions.changes import release
from services.property.actions.leases import move_in
from services.property.events import UnitChanged
from services.property.models import Acknowledgement, UnitChange
from services.property.queries import changes as queries
from services.property.rules.words import ChangeState

NOTICE = UnitChanged.type_from("property")


def note_settlement(work: Work, event: OldUnitSettled) -> None:
    """Finance has closed the old unit's account; one of an earlier round, before things were counted anew, is late."""
    queries.change(work, event.unit_change_id)
    recorded = {"settlement": event.settlement_id, "total": event.total}
    complete_by_event(work, find_case(work, event.unit_change_id), "settle", recorded, round=event.round)


def issue_notice(work: Work, change: UnitChange, image: str | None) -> None:
    """All is done: every department is told, the customer has the new unit, and the old one is vacant."""
    do(work, find_case(work, change.id), "issue_notice", image=image)
    move_in(work, change.lease, change.new_unit_id, change.change_date, change.id)
    release(work, change)
    change.issued_at, change.issued_by = work.now, work.caller.name
    told = UnitChanged(
        unit_change_id=change.id,
        number=change.number,
        estate_id=change.estate_id,
        customer_id=change.customer_id,
        lease_id=change.lease_id,
        old_unit_id=change.old_unit_id,
        new_unit_id=change.new_unit_id,
        old_unit_number=change.old_unit.number,
        new_unit_number=change.new_unit.number,
        change_date=change.change_date,
        cause=change.cause.value,
        issued_at=work.now,
    )
    work.announce(told, estate=change.estate_id)


def note_acknowledgement(work: Work, event: NoticeAcknowledged) -> None:
    """A department has acknowledged a notice of ours; with the last one the unit change is done."""
    if event.notice_type != NOTICE:
        return
    change = queries.change(work, event.subject_id)
    case = find_case(work, change.id)
    at = work.heard.time if work.heard else work.now
    if work.session.get(Acknowledgement, (change.id, event.department)) is None:
        work.session.add(Acknowledgement(unit_change_id=change.id, department=event.department, at=at))
    if not case.is_open:
        return
    part_done(work, case, "acknowledge", event.department)
    if event.acknowledged >= event.asked:
        complete_by_event(work, case, "acknowledge")
        change.state, change.closed_at = ChangeState.DONE, work.now
