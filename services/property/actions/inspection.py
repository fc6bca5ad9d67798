"""What property does about the new unit before the day: inspects it until clear, counts keys (PROP-2, 1-4)."""

import hashlib
from collections.abc import Sequence
from typing import Any

from kit.doors import Upload
from kit.ids import new_id
from kit.procedure import complete_by_event, do, find_case, send_back, skip
from kit.procedure.due import Opening
from kit.procedure.models import StepState
from kit.work import Work
from services.engineering.events import WorkOrderCancelled, WorkOrderFinished
from services.property.actions.estates import list_keys
from services.property.actions.steps import check
from services.property.events import Fault as FaultTold
from services.property.events import FaultsFound
from services.property.models import Attachment, Fault, Inspection, UnitChange
from services.property.procedures import REPAIRED_BY
from services.property.queries import changes as queries
from services.property.queries.estates import keys_of
from services.property.rules.inspection import Finding, reasons_against_findings, reasons_against_key_count
from services.property.rules.papers import file_name, kind_of, reasons_against_copy, reasons_against_other_lease
from services.property.rules.words import FaultState

NOTHING_FOUND = "检查无工程问题。 / The inspection found nothing to repair."
FOUND_AGAIN = "复查仍有工程问题。 / The inspection after the repair found faults."


def inspect(work: Work, change: UnitChange, findings: Sequence[Finding], clear: bool, image: str | None) -> None:
    """Records the first inspection: faults go to engineering; when it is clear, repair and re-inspection fall away."""
    case = find_case(work, change.id)
    recorded = _plain(findings)
    check(work, case, "inspect", recorded, against=reasons_against_findings(clear, findings))
    do(work, case, "inspect", recorded, image=image)
    _write_down(work, change, findings)
    if clear:
        for step in ("repair", "reinspect"):
            skip(work, case, step, NOTHING_FOUND)


def reinspect(work: Work, change: UnitChange, findings: Sequence[Finding], clear: bool, image: str | None) -> None:
    """Records an inspection after the repair: what is still wrong goes back to engineering, until it is clear."""
    case = find_case(work, change.id)
    recorded = _plain(findings)
    check(work, case, "reinspect", recorded, against=reasons_against_findings(clear, findings))
    if clear:
        do(work, case, "reinspect", recorded, image=image)
    else:
        send_back(work, case, "repair", FOUND_AGAIN, recorded, signed_in="reinspect", image=image)
    _write_down(work, change, findings)


def _plain(findings: Sequence[Finding]) -> dict[str, Any]:
    return {"findings": [finding.plain() for finding in findings]}


def _write_down(work: Work, change: UnitChange, findings: Sequence[Finding]) -> None:
    inspection = Inspection(id=new_id(), unit_change_id=change.id, clear=not findings, inspected_at=work.now)
    inspection.round = len(queries.inspections_of(work, change.id)) + 1
    inspection.inspected_by = work.caller.name
    work.session.add(inspection)
    work.session.flush()
    faults = [_fault(change, inspection, finding) for finding in findings]
    work.session.add_all(faults)
    if faults:
        _tell(work, change, faults)


def _fault(change: UnitChange, inspection: Inspection, finding: Finding) -> Fault:
    return Fault(
        id=new_id(),
        unit_change_id=change.id,
        inspection_id=inspection.id,
        round=inspection.round,
        state=FaultState.OPEN,
        **finding.plain(),
    )


def _tell(work: Work, change: UnitChange, faults: Sequence[Fault]) -> None:
    now = Opening(work.now, change.estate.timezone, {"change_date": change.change_date}, work.settings)
    told = FaultsFound(
        unit_change_id=change.id,
        number=change.number,
        estate_id=change.estate_id,
        unit_id=change.new_unit_id,
        unit_number=change.new_unit.number,
        building=change.new_unit.building,
        floor=change.new_unit.floor,
        repair_by=REPAIRED_BY.last_day(now),
        faults=tuple(FaultTold(fault.id, fault.trade, fault.in_words) for fault in faults),
    )
    work.announce(told, estate=change.estate_id)


def note_the_repair(work: Work, event: WorkOrderFinished) -> None:
    """Engineering has repaired a fault; with the last one the step is done, and the unit is inspected again."""
    if fault := _fault_of(work, event):
        fault.technician = event.technician
        _close(work, fault, FaultState.REPAIRED, event.number)


def note_the_dropped_repair(work: Work, event: WorkOrderCancelled) -> None:
    """Engineering will not repair a fault; whether it matters, the next inspection says."""
    if fault := _fault_of(work, event):
        fault.outcome = event.reason
        _close(work, fault, FaultState.DROPPED, event.number)


def _fault_of(work: Work, event: WorkOrderFinished | WorkOrderCancelled) -> Fault | None:
    """The open fault that a work order was for, if it was for one of ours; its change is locked first."""
    if event.unit_change_id is None or event.fault_id is None:
        return None
    queries.change(work, event.unit_change_id)
    fault = work.session.get_one(Fault, event.fault_id, populate_existing=True)
    return fault if fault.state is FaultState.OPEN else None


def _close(work: Work, fault: Fault, state: FaultState, work_order: str) -> None:
    fault.state, fault.work_order_number, fault.closed_at = state, work_order, work.now
    work.session.flush()
    case = find_case(work, fault.unit_change_id)
    waits_for_another = case.step("repair").state == StepState.WAITING
    if case.is_open and not waits_for_another and not queries.open_faults(work, fault.unit_change_id):
        complete_by_event(work, case, "repair")


def check_keys(work: Work, change: UnitChange, keys: Sequence[str], forms_prepared: bool, image: str | None) -> None:
    """The keys in hand are counted against the new unit's list, and the forms for moving in are ready."""
    case = find_case(work, change.id)
    recorded = {"keys": sorted(set(keys)) or None, "forms_prepared": forms_prepared or None}
    counted = reasons_against_key_count(keys_of(work, change.new_unit_id), keys)
    check(work, case, "check_keys", recorded, against=counted)
    do(work, case, "check_keys", recorded, image=image)
    list_keys(work, change.new_unit, keys, work.today(change.estate.timezone))


def report_cleaning(work: Work, change: UnitChange, cleaner: str, report: str) -> None:
    """The cleaners have been told and report that the new unit is clean."""
    do(work, find_case(work, change.id), "clean", {"cleaner": cleaner, "report": report})


def keep_lease_copy(work: Work, change: UnitChange, lease_number: str, file: Upload) -> Attachment:
    """A copy of the lease has reached property: it is filed with its hash."""
    case = find_case(work, change.id)
    digest = hashlib.sha256(file.data).hexdigest()
    paper = Attachment(
        id=new_id(), unit_change_id=change.id, step="lease_copy", name=file_name(file.name), data=file.data
    )
    paper.content_type, paper.size, paper.sha256 = kind_of(file.data) or "", len(file.data), digest
    paper.added_at, paper.added_by = work.now, work.caller.name
    recorded = {"lease_number": lease_number, "file": {"id": paper.id, "name": paper.name, "sha256": digest}}
    another = reasons_against_other_lease(lease_number, change.lease_number)
    check(work, case, "lease_copy", recorded, against=(*another, *reasons_against_copy(file.data)))
    do(work, case, "lease_copy", recorded)
    work.session.add(paper)
    return paper
