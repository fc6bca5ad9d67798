"""A case as it is shown: what was done, who has to act now, what is missing, and what the caller may do."""

from collections.abc import Iterable
from typing import Any

from kit.procedure import rules
from kit.procedure.flow import satisfied
from kit.procedure.history import Kind, lines_of
from kit.procedure.models import Case, CaseStep, HistoryLine, StepState
from kit.procedure.table import Procedure, Step, procedure_named
from kit.reasons import Reason
from kit.work import Work


def view(work: Work, case: Case) -> dict[str, Any]:
    """The whole case, in both languages, as the caller may see it; `CaseView` is its schema."""
    table = procedure_named(case.procedure)
    ready = satisfied(case, table)
    rows = {row.name: row for row in case.steps if row.name in table.by_name}
    return {
        "id": case.id,
        "procedure": case.procedure,
        "zh": table.zh,
        "en": table.en,
        "number": case.number,
        "link": case.link,
        "estate_id": case.estate_id,
        "state": case.state,
        "version": case.version,
        "dates": case.dates,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "stuck_at": [waiting for row in rows.values() for waiting in _stuck_at(work, table, row)],
        "may_cancel": _is_let_in(work, table.cancel_asks)
        and _may(rules.reasons_against_canceller(work, case), rules.reasons_case_is_closed(case)),
        "steps": [_step(work, case, table, step, ready) for step in table.steps if step.name in rows],
        "history": [_line(table, line) for line in lines_of(work, case.id)],
    }


def is_overdue(work: Work, row: CaseStep) -> bool:
    """Late, whether it was already marked or not."""
    waits = row.state in (StepState.OPEN, StepState.AWAITING_SIGNATURES)
    return waits and row.due_at is not None and row.due_at <= work.now


def _step(work: Work, case: Case, table: Procedure, step: Step, ready: set[str]) -> dict[str, Any]:
    row = case.step(step.name)
    against = [*rules.reasons_against_person(work, case, step), *rules.reasons_not_yet(work, case, step)]
    return {
        "name": step.name,
        "zh": step.zh,
        "en": step.en,
        "owner": [_department(table, owner) for owner in step.owners],
        "needs": list(step.needs),
        "rule": step.rule,
        "state": row.state,
        "round": row.round,
        "opened_at": row.opened_at,
        "due_at": row.due_at,
        "overdue": is_overdue(work, row),
        "not_before": step.not_before and step.not_before.day(case.days, work.settings),
        "records": [_words(record.name, record) | {"required": record.required} for record in step.records],
        "signers": [_words(signer.role, signer.words) | {"outside": signer.outside} for signer in step.signs],
        "missing": list(_missing(table, step, row, ready)),
        "recorded": row.recorded,
        "signatures": row.signatures,
        "reason": row.reason,
        "done_at": row.done_at,
        "done_by": row.done_by,
        "may_do": not against,
        "reasons_against": [_reason(reason) for reason in against],
        "may_sign": _may(rules.reasons_against_signer(work, case, step), rules.reasons_not_to_sign(work, case, step)),
        "may_skip": _is_let_in(work, table.skip_asks)
        and _may(rules.reasons_against_skipper(work, case, step), rules.reasons_not_to_skip(case, step, "a reason")),
        "may_send_back": _may(
            rules.reasons_against_sender_back(work, case, step), rules.reasons_not_to_send_back(case, step, "a reason")
        ),
    }


def _missing(table: Procedure, step: Step, row: CaseStep, ready: set[str]) -> Iterable[dict[str, str]]:
    """What still stands between this step and its end: steps before it, records, signatures."""
    if row.state in (*rules.ENDED, StepState.CANCELLED):
        return
    for name in step.needs:
        if name not in ready:
            yield _words(name, table.by_name[name]) | {"kind": "step"}
    if row.state != StepState.AWAITING_SIGNATURES:
        for record in step.records:
            if record.required:
                yield _words(record.name, record) | {"kind": "record"}
    signed = {signature["role"] for signature in row.signatures}
    for signer in step.signs:
        if signer.role not in signed:
            yield _words(signer.role, signer.words) | {"kind": "signature"}


def _stuck_at(work: Work, table: Procedure, row: CaseStep) -> Iterable[dict[str, Any]]:
    """Who has to act now, on what."""
    step = table.by_name[row.name]
    for department, kind in row.tasks:
        yield _words(row.name, step) | {
            "step": row.name,
            "kind": kind,
            "department": _department(table, department),
            "due_at": row.due_at,
            "overdue": is_overdue(work, row),
        }


def _line(table: Procedure, line: HistoryLine) -> dict[str, Any]:
    step = table.by_name.get(line.step or "")
    kind = Kind(line.kind)
    return {
        "position": line.position,
        "at": line.at,
        "kind": line.kind,
        "zh": kind.zh,
        "en": kind.en,
        "step": line.step,
        "step_zh": step.zh if step else line.step,
        "step_en": step.en if step else line.step,
        "round": line.round,
        "by": line.by,
        "department": line.department and _department(table, line.department),
        "recorded": line.recorded,
        "before": line.before,
        "after": line.after,
        "reason": line.reason,
        "note_zh": line.note_zh,
        "note_en": line.note_en,
        "correlation_id": line.correlation_id,
    }


def _is_let_in(work: Work, permission: str | None) -> bool:
    """Whether the caller has what a door asks, if it asks for anything."""
    return permission is None or work.caller.may(permission)


def _may(*reasons: Iterable[Reason]) -> bool:
    return not any(True for some in reasons for _ in some)


def _department(table: Procedure, code: str) -> dict[str, str]:
    words = table.words_of_department(code)
    return {"code": str(code), "zh": words.zh, "en": words.en}


def _words(name: str, named: Any) -> dict[str, str]:
    return {"name": str(name), "zh": named.zh, "en": named.en}


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "zh": reason.zh, "en": reason.en, "field": reason.field, "rule": reason.rule}
