"""Unit changes: the list with who is stuck, and one change with everything that belongs to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, undefer

from kit.listing import Listing
from kit.procedure import find_case
from kit.procedure.models import CaseStep, StepState
from kit.reasons import Reason
from kit.work import Work
from services.property.errors import NoSuchChange, NoSuchPaper
from services.property.models import (
    Acknowledgement,
    Attachment,
    Estate,
    Fault,
    Inspection,
    Unit,
    UnitChange,
    UnitClaim,
)
from services.property.procedures import UNIT_CHANGE
from services.property.queries import items
from services.property.queries.estates import lease_facts, unit_facts
from services.property.queries.scope import within
from services.property.rules.changes import (
    reasons_not_kept,
    reasons_not_to_cancel,
    reasons_not_to_issue,
    reasons_not_to_send_back,
)
from services.property.rules.items import Ticket
from services.property.rules.words import FaultState, ItemState

OLD, NEW = aliased(Unit), aliased(Unit)
_PARTS = (UnitChange.estate, UnitChange.lease, UnitChange.old_unit, UnitChange.new_unit)
# What one change is shown by is put together once, which takes as long as having it answered.
_CHANGE = (
    select(UnitChange)
    .where(UnitChange.id == bindparam("id"))
    .options(*(joinedload(part, innerjoin=True) for part in _PARTS))
)
_LOCKED = _CHANGE.with_for_update(of=UnitChange).execution_options(populate_existing=True)
_INSPECTIONS = (
    select(Inspection).where(Inspection.unit_change_id == bindparam("unit_change_id")).order_by(Inspection.round)
)
_PAPERS = select(Attachment).where(Attachment.unit_change_id == bindparam("unit_change_id")).order_by(Attachment.id)


def change(work: Work, id: str) -> UnitChange:
    """One unit change with its units, estate and lease; locked in a work that writes. Raises NoSuchChange."""
    wanted = _CHANGE if work.reads_only else _LOCKED
    found = work.held(UnitChange, id, lambda: work.session.scalar(wanted, {"id": id}))
    if found is None or not work.caller.may_see(found.estate_id):
        raise NoSuchChange()
    return found


def change_out_of(work: Work, unit_id: str) -> UnitChange | None:
    """The change under way in which a customer leaves that unit, locked."""
    leaves = and_(UnitClaim.unit_change_id == UnitChange.id, UnitClaim.side == "old")
    wanted = select(UnitChange).join(UnitClaim, leaves).where(UnitClaim.unit_id == unit_id)
    return work.session.scalar(wanted.with_for_update(of=UnitChange))


def items_are_back(work: Work, change: UnitChange) -> bool:
    """Whether what was out for the old unit has been ticked off."""
    return find_case(work, change.id).step("return_items").state == StepState.DONE


def open_faults(work: Work, unit_change_id: str) -> Sequence[Fault]:
    """The faults that engineering still has."""
    wanted = select(Fault).where(Fault.unit_change_id == unit_change_id, Fault.state == FaultState.OPEN)
    return work.session.scalars(wanted).all()


def inspections_of(work: Work, unit_change_id: str) -> Sequence[Inspection]:
    """The inspections of the new unit, first one first."""
    return work.session.scalars(_INSPECTIONS, {"unit_change_id": unit_change_id}).all()


def faults_of(work: Work, unit_change_id: str) -> Sequence[Fault]:
    """All faults that were found, in the order of finding."""
    return work.session.scalars(select(Fault).where(Fault.unit_change_id == unit_change_id).order_by(Fault.id)).all()


def papers_of(work: Work, unit_change_id: str) -> Sequence[Attachment]:
    """The papers of a change, without their content."""
    return work.session.scalars(_PAPERS, {"unit_change_id": unit_change_id}).all()


def paper(work: Work, unit_change_id: str, id: str) -> Attachment:
    """One paper with its content. Raises NoSuchPaper."""
    wanted = select(Attachment).where(Attachment.unit_change_id == unit_change_id, Attachment.id == id)
    found = work.session.scalar(wanted.options(undefer(Attachment.data)))
    if found is None:
        raise NoSuchPaper()
    return found


def acknowledgements_of(work: Work, unit_change_id: str) -> Sequence[Acknowledgement]:
    """Which departments have acknowledged the notice, first one first."""
    wanted = select(Acknowledgement).where(Acknowledgement.unit_change_id == unit_change_id)
    return work.session.scalars(wanted.order_by(Acknowledgement.at, Acknowledgement.department)).all()


def reasons_against_cancelling(work: Work, change: UnitChange) -> Iterator[Reason]:
    """What stands against calling the change off now, on property's side."""
    yield from reasons_with_items_out(change, items.issued_for(work, change.id))


def reasons_with_items_out(change: UnitChange, handed_over: Iterable[Any]) -> Iterator[Reason]:
    """The same, where it is known which items were handed over in the change."""
    out = [Ticket(item.kind, item.number) for item in handed_over if item.state is ItemState.ISSUED]
    yield from reasons_not_to_cancel(change.issued_at is not None, out)


def reasons_against_issuing(work: Work, change: UnitChange) -> Iterator[Reason]:
    """What stands against the notice now, on property's side."""
    blocked = list(reasons_not_kept(change.new_unit.number, change.kept))
    new = unit_facts(work, change.new_unit, change.change_date)
    yield from blocked
    yield from reasons_not_to_issue(
        change.change_date,
        lease_facts(change.lease),
        unit_facts(work, change.old_unit, change.change_date),
        replace(new, is_sold_or_held=new.is_sold_or_held and not blocked),
    )


def notice_of(work: Work, change: UnitChange) -> dict[str, Any]:
    """What the notice says now that may read otherwise later: the estate, both units, how many items of each kind."""
    returned = items.shown(work, items.accounted_for(change))
    return {
        "estate": {"name": change.estate.name, "timezone": change.estate.timezone},
        "old_unit": _as_told(change.old_unit),
        "new_unit": _as_told(change.new_unit),
        "returned": _counted(returned, ItemState.RETURNED),
        "missing": _counted(returned, ItemState.MISSING),
        "handed_over": _counted(items.issued_for(work, change.id), ItemState.ISSUED),
    }


def _as_told(unit: Unit) -> dict[str, Any]:
    told = {name: getattr(unit, name) for name in ("building", "floor", "number")}
    return told | {"area_built": str(unit.area_built)}


def _counted(some: Iterable[Any], state: ItemState) -> dict[str, int]:
    return dict(Counter(item.kind.value for item in some if item.state is state))


def reasons_against_sending_back(change: UnitChange, step: str) -> Iterator[Reason]:
    """What stands against having a step done again, on property's side."""
    yield from reasons_not_to_send_back(UNIT_CHANGE.by_name[step].done_by is not None, change.issued_at is not None)


def going_by(work: Work, unit_id: str, unit_change_id: str | None) -> str | None:
    """The number of the unit's change, if that is the one named or its readings wait to be signed."""
    awaits = exists().where(
        CaseStep.case_id == UnitChange.id,
        CaseStep.name == "read_meters",
        CaseStep.state == StepState.AWAITING_SIGNATURES,
    )
    wanted = select(UnitChange.number).join(UnitClaim, UnitClaim.unit_change_id == UnitChange.id)
    return work.session.scalar(wanted.where(UnitClaim.unit_id == unit_id, or_(UnitChange.id == unit_change_id, awaits)))


def _waits_for(department: str) -> ColumnElement[bool]:
    """The condition that a change waits for something of that department's."""
    does = [step.name for step in UNIT_CHANGE.steps if department in step.owners]
    signs = [
        step.name
        for step in UNIT_CHANGE.steps
        if department not in step.owners and department in {signer.role for signer in step.staff_signers}
    ]
    to_do = and_(CaseStep.state == StepState.OPEN, CaseStep.name.in_(does))
    to_sign = and_(CaseStep.state == StepState.AWAITING_SIGNATURES, CaseStep.name.in_(signs))
    return exists().where(CaseStep.case_id == UnitChange.id, or_(to_do, to_sign))


def _overdue(is_overdue: bool) -> ColumnElement[bool]:
    """The condition that some step of a change was marked late and still waits."""
    waits = CaseStep.state.in_((StepState.OPEN, StepState.AWAITING_SIGNATURES))
    late = exists().where(CaseStep.case_id == UnitChange.id, waits, CaseStep.overdue_at.is_not(None))
    return late if is_overdue else ~late


CHANGES = Listing(
    columns={
        "number": UnitChange.number,
        "change_date": UnitChange.change_date,
        "requested_at": UnitChange.requested_at,
        "old_unit": OLD.number,
        "new_unit": NEW.number,
    },
    key=UnitChange.id,
    default_sort="-requested_at",
    filters={
        "state": UnitChange.state,
        "estate_id": UnitChange.estate_id,
        "customer_id": UnitChange.customer_id,
        "lease_id": UnitChange.lease_id,
        "cause": UnitChange.cause,
        "unit_id": lambda unit: or_(UnitChange.old_unit_id == unit, UnitChange.new_unit_id == unit),
        "department": lambda department: _waits_for(department.value),
        "overdue": _overdue,
        "keeping": UnitChange.keeping,
        "date_from": lambda day: UnitChange.change_date >= day,
        "date_to": lambda day: UnitChange.change_date <= day,
    },
    search=(UnitChange.number, UnitChange.customer_name, UnitChange.lease_number, OLD.number, NEW.number),
)


def changes(work: Work) -> Select[Any]:
    """Every unit change the caller may know of, with its units and estate."""
    return (
        select(
            *(column for column in UnitChange.__table__.c),
            Estate.name.label("estate_name"),
            OLD.number.label("old_unit_number"),
            NEW.number.label("new_unit_number"),
        )
        .join(Estate, Estate.id == UnitChange.estate_id)
        .join(OLD, OLD.id == UnitChange.old_unit_id)
        .join(NEW, NEW.id == UnitChange.new_unit_id)
        .where(within(work, UnitChange.estate_id))
    )


def steps_waiting(work: Work, ids: Iterable[str]) -> dict[str, list[CaseStep]]:
    """The steps that somebody has to act on now, by the change they belong to."""
    waits = CaseStep.state.in_((StepState.OPEN, StepState.AWAITING_SIGNATURES))
    wanted = select(CaseStep).where(CaseStep.case_id.in_(list(ids)), waits)
    found: dict[str, list[CaseStep]] = defaultdict(list)
    for step in work.session.scalars(wanted.order_by(CaseStep.position)):
        found[step.case_id].append(step)
    return found
