"""Opens, finds and cancels cases."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from kit.clock import DEFAULT_ZONE
from kit.errors import Forbidden, NotFound, raise_if_any
from kit.procedure import rules
from kit.procedure.events import TaskOutcome
from kit.procedure.flow import end_step, move_on
from kit.procedure.history import Kind, changing, note
from kit.procedure.models import Case, CaseState, StepState
from kit.procedure.table import Procedure, Undone, procedure_named
from kit.procedure.upkeep import is_unfinished, keep_up, new_rows
from kit.procedure.words import Words, words_of
from kit.work import Work

_CHANGED = "cases changed"
# Made once: putting a statement together takes as long as having it answered.
_CASE = select(Case).where(Case.id == bindparam("id"))
_SHOWN = _CASE.options(joinedload(Case.steps))
_LOCKED = _CASE.options(selectinload(Case.steps)).with_for_update().execution_options(populate_existing=True)


def open_case(
    work: Work,
    procedure: Procedure,
    *,
    id: str,
    number: str,
    estate: str | None,
    link: str,
    zone: str = DEFAULT_ZONE,
    dates: Mapping[str, date] | None = None,
) -> Case:
    """Begins `procedure` for the business thing `id`, shown to people as `number` and found at `link`.

    Raises NotFound for an estate outside the caller's; ValueError when `dates` are not those of the table.
    """
    if not work.caller.may_see(estate):
        raise NotFound()
    if set(dates or {}) != set(procedure.dates):
        raise ValueError(f"{procedure.name} takes the dates {procedure.dates}, not {tuple(dates or {})}")
    case = Case(
        id=id,
        procedure=procedure.name,
        number=number,
        estate_id=estate,
        zone=zone,
        dates={str(name): day.isoformat() for name, day in (dates or {}).items()},
        link=link,
        state=CaseState.OPEN,
        opened_at=work.now,
        version=1,
        steps=new_rows(procedure, set()),
    )
    work.session.add(case)
    work.session.flush()
    work.session.info.setdefault(_CHANGED, set()).add(case.id)
    note(work, case, Kind.CASE_OPENED, after={"dates": case.dates, "number": number})
    move_on(work, case)
    return case


def find_case(work: Work, case_id: str) -> Case:
    """The case of that id, its steps loaded. Raises NotFound where there is none at the caller's estates.

    In a work that writes, the case is locked to the end of it: two people at one case come one after the other. Its
    steps are then read after the lock was had; in a work that only reads, together with the case.
    """
    chosen = _SHOWN if work.reads_only else _LOCKED
    case = work.held(Case, case_id, lambda: work.session.scalars(chosen, {"id": case_id}).unique().one_or_none())
    if case is None or not work.caller.may_see(case.estate_id):
        raise NotFound()
    keep_up(work, case)
    return case


def change(work: Work, case: Case) -> None:
    """Counts the case's version up, once in a work, after holding it against the version that the caller has seen."""
    changed = work.session.info.setdefault(_CHANGED, set())
    if case.id not in changed:
        work.expect(case.version)
        changed.add(case.id)
        case.version += 1


def remark(work: Work, case: Case, zh: str, en: str) -> None:
    """Writes in the case's history what has happened around it and belongs to none of its steps (PROC-6).

    Nobody's step is another for it, and so the case's version stays.
    """
    note(work, case, Kind.REMARKED, words=Words(zh, en))


def cancel(work: Work, case: Case, reason: str) -> list[str]:
    """Ends the case before its end (PROC-7); the history says of each step done whether it stays or is undone.

    Gives the names of the steps that the caller has to undo now: those done whose table says `Undone`, last first.
    """
    raise_if_any(rules.reasons_against_canceller(work, case), Forbidden)
    raise_if_any([*rules.reasons_case_is_closed(case), *rules.reasons_without_reason(reason)])
    change(work, case)
    table = procedure_named(case.procedure)
    note(work, case, Kind.CASE_CANCELLED, reason=reason, before={"state": case.state}, after={"state": "cancelled"})
    case.state = CaseState.CANCELLED
    case.closed_at = work.now
    to_undo = []
    for step in reversed(table.in_order):
        row = case.step(step.name)
        if row.state == StepState.DONE:
            undone = isinstance(step.on_cancel, Undone)
            note(work, case, Kind.UNDONE if undone else Kind.STAYS, row, words_of(step.on_cancel))
            to_undo += [step.name] if undone else []
        elif is_unfinished(row):
            with changing(work, case, row, Kind.CANCELLED):
                end_step(work, case, row, StepState.CANCELLED, TaskOutcome.CANCELLED)
    return to_undo
