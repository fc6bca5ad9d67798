"""What property does at the end: the notice to every department, and who has acknowledged it (PROP-2, 8-9)."""

from kit.procedure import complete_by_event, do, find_case, part_done, send_back
from kit.procedure.models import Case
from kit.work import Work
from services.finance.events import OldUnitSettled, SettlementTakenBack
from services.notify.events import NoticeAcknowledged
from services.property.actions.changes import release
from services.property.actions.leases import move_in
from services.property.actions.steps import check
from services.property.events import UnitChanged
from services.property.models import Acknowledgement, UnitChange
from services.property.procedures import COUNTED
from services.property.queries import changes as queries
from services.property.queries import items
from services.property.rules.changes import reasons_not_to_issue_notice
from services.property.rules.words import ChangeState

SETTLED_ANEW = "财务部已重新结算 / finance has settled anew"
NOTICE = UnitChanged.type_from("property")


def note_settlement(work: Work, event: OldUnitSettled) -> None:
    """Finance has closed the old unit's account; a later settlement takes the place of the one before.

    One of an earlier round, before readings or items were counted anew, is late and changes nothing.
    """
    change, case = queries.change(work, event.unit_change_id), find_case(work, event.unit_change_id)
    late = event.round < case.step(COUNTED).round
    before = _settlement_of(case)
    if not late and before not in (None, event.settlement_id) and _may_settle_again(change, case):
        send_back(work, case, "settle", SETTLED_ANEW)
    recorded = {"settlement": event.settlement_id, "total": event.total}
    complete_by_event(work, case, "settle", recorded, late=late)


def reopen_settlement(work: Work, event: SettlementTakenBack) -> None:
    """Finance has taken the settlement back: the notice waits until the next one is confirmed.

    Where the next one was heard of first, or the notice is out already, nothing changes.
    """
    change, case = queries.change(work, event.unit_change_id), find_case(work, event.unit_change_id)
    if _settlement_of(case) == event.settlement_id and _may_settle_again(change, case):
        send_back(work, case, "settle", event.reason)


def _settlement_of(case: Case) -> str | None:
    recorded: dict[str, str] = case.step("settle").recorded or {}
    return recorded.get("settlement")


def _may_settle_again(change: UnitChange, case: Case) -> bool:
    return case.is_open and change.issued_at is None


def issue_notice(work: Work, change: UnitChange, image: str | None) -> None:
    """All is done: every department is told, the customer has the new unit, and the old one is vacant.

    Refused where a lease was corrected meanwhile so that the customer cannot move, or something issued is still out.
    """
    case = find_case(work, change.id)
    left = items.issued_to(work, change.customer_id, change.old_unit_id)
    against = (
        *queries.reasons_against_issuing(work, change),
        *reasons_not_to_issue_notice(item.ticket for item in left),
    )
    check(work, case, "issue_notice", {}, against=against)
    do(work, case, "issue_notice", image=image)
    move_in(work, change.lease, change.new_unit_id, change.change_date, change.id)
    release(work, change)
    change.issued_at, change.issued_by = work.now, work.caller.name
    change.notice = queries.notice_of(work, change)
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
