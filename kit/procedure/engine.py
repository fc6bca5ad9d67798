"""What can happen to a step: it is done, signed, skipped, sent back, or completed by an event."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.errors import Forbidden, Invalid, NotFound, raise_if_any
from kit.procedure import rules
from kit.procedure.cases import change
from kit.procedure.events import TaskKind, TaskOutcome
from kit.procedure.flow import end_step, move_on, take_back
from kit.procedure.history import Kind, changing, note, plain
from kit.procedure.models import Case, CaseStep, StepState
from kit.procedure.signatures import Signature, outside_signature, own_signature, reasons_against_image
from kit.procedure.table import Step, procedure_named
from kit.procedure.tasks import close_tasks, open_tasks
from kit.procedure.times import reasons_too_late
from kit.work import Work


def do(
    work: Work,
    case: Case,
    name: str,
    recorded: Mapping[str, Any] | None = None,
    signatures: Sequence[Signature] = (),
    image: str | None = None,
) -> CaseStep:
    """Records a step and signs it for the caller, with `image` as the caller's drawn signature.

    `signatures` are those of outside signers. The step is done, or awaits the signatures of other departments;
    recording it again before they are all there begins a new round in which everybody signs anew.
    """
    step = step_named(case, name)
    raise_if_any(rules.reasons_against_person(work, case, step), Forbidden)
    _check_images(image, *(signature.image for signature in signatures))
    raise_if_any(rules.reasons_not_to_do(work, case, name, recorded, signatures))
    given = [outside_signature(work, signature) for signature in signatures]
    if any(signer.role == work.caller.department for signer in step.staff_signers):
        given.insert(0, own_signature(work, image))
    return _record(work, case, step, recorded, given)


def sign(work: Work, case: Case, name: str, image: str | None = None) -> CaseStep:
    """Signs what another department has recorded; with the last signature the step is done (PROC-8)."""
    step, row = step_named(case, name), case.step(name)
    raise_if_any(rules.reasons_against_signer(work, case, step), Forbidden)
    _check_images(image)
    raise_if_any(rules.reasons_not_to_sign(work, case, step))
    change(work, case)
    with changing(work, case, row, Kind.SIGNED):
        row.signatures = [*row.signatures, own_signature(work, image)]
        close_tasks(work, case, row, TaskOutcome.DONE, work.caller.department)
        if not _still_to_sign(step, row):
            _complete(work, case, row)
    move_on(work, case)
    return row


def skip(work: Work, case: Case, name: str, reason: str) -> CaseStep:
    """Passes over a step that is not called for, even before it is possible.

    What needs it still waits for what it needs itself.
    """
    step, row = step_named(case, name), case.step(name)
    raise_if_any(rules.reasons_against_skipper(work, case, step), Forbidden)
    raise_if_any(rules.reasons_not_to_skip(case, step, reason))
    change(work, case)
    with changing(work, case, row, Kind.SKIPPED, reason=reason):
        end_step(work, case, row, StepState.SKIPPED, TaskOutcome.SKIPPED)
        row.reason = reason
        _note_who(work, row)
        row.done_at = work.now
    move_on(work, case)
    return row


def send_back(
    work: Work,
    case: Case,
    name: str,
    reason: str,
    recorded: Mapping[str, Any] | None = None,
    signed_in: str | None = None,
    image: str | None = None,
) -> CaseStep:
    """Has a step done again, and with it every step that needs it and has been begun; each goes on in its next round.

    `recorded` is what the caller found, kept in the history beside the reason. Where it was found in doing a step that
    the caller's department signs, `signed_in` names that step, and the signature is kept there as well (PROC-8).
    """
    again = taken_back_with(work, case, name, reason)
    row = case.step(name)
    _check_images(image)
    change(work, case)
    signatures = _signature_of(work, step_named(case, signed_in), image) if signed_in else {}
    found = plain({**(recorded or {}), **signatures}) or None
    take_back(work, case, row, Kind.SENT_BACK, reason=reason, recorded=found)
    for later in again[1:]:
        take_back(work, case, case.step(later), Kind.REOPENED, reason=reason)
    move_on(work, case)
    return row


def taken_back_with(work: Work, case: Case, name: str, reason: str) -> list[str]:
    """The steps that sending this one back has done again, itself first, each before those that need it.

    Refuses like `send_back`; a caller whose steps have changed things asks here what to undo, last step first.
    """
    step, table = step_named(case, name), procedure_named(case.procedure)
    raise_if_any(rules.reasons_against_sender_back(work, case, step), Forbidden)
    raise_if_any(rules.reasons_not_to_send_back(case, step, reason))
    later = table.after(name)
    begun = [one.name for one in table.in_order if one.name in later]
    return [name, *(one for one in begun if case.step(one).state != StepState.WAITING)]


def _signature_of(work: Work, step: Step, image: str | None) -> dict[str, Any]:
    signs = work.caller.department in {signer.role for signer in step.staff_signers}
    return {"signatures": [own_signature(work, image)]} if signs else {}


def complete_by_event(
    work: Work, case: Case, name: str, recorded: Mapping[str, Any] | None = None, late: bool = False
) -> CaseStep:
    """Completes a step that waits for another service's event; called by the listener that heard it.

    An event that comes when the case or the step is over changes nothing and is noted in the history; so is one that
    is `late`, answering what has been taken back since, and one that comes after the step has lapsed. One that comes
    before the step is possible is refused, so that the message is parked in an operator's sight.
    """
    step, row = step_named(case, name), case.step(name)
    if step.done_by is None:
        raise ValueError(f"{case.procedure}.{name} waits for no event")
    raise_if_any(rules.reasons_against_person(work, case, step), Forbidden)
    late = late or any(reasons_too_late(work, case, step))
    if not case.is_open or row.state in rules.ENDED or late:
        note(work, case, Kind.HEARD_LATE, row, recorded=plain(recorded))
        return row
    raise_if_any(rules.reasons_not_yet(work, case, step))
    raise_if_any(rules.reasons_not_to_accept_records(step, recorded or {}))
    return _record(work, case, step, recorded, [])


def part_done(work: Work, case: Case, name: str, department: str) -> CaseStep:
    """Closes the task of one of a step's departments, which has done its part; the step goes on for the others."""
    row = case.step(step_named(case, name).name)
    raise_if_any(rules.reasons_against_part(work, department), Forbidden)
    if any(task[0] == department for task in row.tasks):
        change(work, case)
        with changing(work, case, row, Kind.PART_DONE, recorded={"department": str(department)}):
            close_tasks(work, case, row, TaskOutcome.DONE, department)
    return row


def step_named(case: Case, name: str) -> Step:
    """The table's row for a step of this case. Raises NotFound where there is none of that name."""
    step = procedure_named(case.procedure).by_name.get(name)
    if step is None:
        raise NotFound()
    return step


def _record(
    work: Work, case: Case, step: Step, recorded: Mapping[str, Any] | None, signatures: list[dict[str, Any]]
) -> CaseStep:
    row = case.step(step.name)
    change(work, case)
    awaited = [signer.role for signer in step.staff_signers if signer.role not in {s["role"] for s in signatures}]
    with changing(work, case, row, Kind.RECORDED if awaited else Kind.DONE, recorded=plain(recorded)):
        if row.state == StepState.AWAITING_SIGNATURES:
            close_tasks(work, case, row, TaskOutcome.SENT_BACK)
            row.round += 1
        row.recorded, row.signatures = plain(recorded), signatures
        _note_who(work, row)
        close_tasks(work, case, row, TaskOutcome.DONE)
        if awaited:
            row.state = StepState.AWAITING_SIGNATURES
            open_tasks(work, case, step, row, awaited, TaskKind.SIGN)
        else:
            _complete(work, case, row)
    move_on(work, case)
    return row


def _complete(work: Work, case: Case, row: CaseStep) -> None:
    end_step(work, case, row, StepState.DONE, TaskOutcome.DONE)
    row.done_at = work.now


def _note_who(work: Work, row: CaseStep) -> None:
    row.done_by_id, row.done_by = work.caller.id, work.caller.name


def _still_to_sign(step: Step, row: CaseStep) -> set[str]:
    return {str(signer.role) for signer in step.staff_signers} - {signature["role"] for signature in row.signatures}


def _check_images(*images: str | None) -> None:
    raise_if_any((reason for image in images for reason in reasons_against_image(image)), Invalid)
