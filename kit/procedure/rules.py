"""Why a step may not be done, signed, skipped or sent back now, by this person: the same reasons refuse and explain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kit.procedure.flow import satisfied
from kit.procedure.models import Case, CaseStep, StepState
from kit.procedure.signatures import Signature, reasons_not_to_accept
from kit.procedure.table import Procedure, Step, procedure_named
from kit.procedure.times import reasons_too_early, reasons_too_late
from kit.procedure.words import Words, listed
from kit.reasons import Reason
from kit.work import Work

ENDED = (StepState.DONE, StepState.SKIPPED)


def reasons_not_to_do(
    work: Work,
    case: Case,
    name: str,
    recorded: Mapping[str, Any] | None = None,
    signatures: Sequence[Signature] = (),
) -> Iterator[Reason]:
    """A step is done by its owner, after all it needs, in its time, with everything recorded and signed (PROC-3)."""
    step = procedure_named(case.procedure).by_name[name]
    yield from reasons_against_person(work, case, step)
    yield from reasons_not_yet(work, case, step)
    yield from reasons_not_to_accept_records(step, recorded or {})
    yield from reasons_not_to_accept(step, signatures)


def reasons_against_person(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """Only the owner's department does a step, and nobody's hand does one that waits for an event."""
    if step.done_by is not None:
        if not work.caller.system:
            yield Reason(
                "done_by_event",
                f"“{step.zh}”由系统在收到消息后自动完成,不能手工办理。",
                f"“{step.en}” is completed by the system when it hears of it, not by hand.",
                rule="PROC-3",
            )
    elif work.caller.department not in step.owners:
        yield _of_others(procedure_named(case.procedure), step, step.owners)


def reasons_not_yet(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """A step is done once, while its case is open, after all it needs, not before its day nor after it has lapsed."""
    row = case.step(step.name)
    if not case.is_open:
        yield from reasons_case_is_closed(case)
    elif row.state in ENDED:
        yield _already(step, row)
    else:
        yield from _reasons_of_needs(case, step)
        yield from reasons_too_early(work, case, step)
        yield from reasons_too_late(work, case, step)


def reasons_case_is_closed(case: Case) -> Iterator[Reason]:
    """Nothing more is done in a case that is over."""
    if not case.is_open:
        yield Reason(
            "case_closed",
            f"{case.number} 已完成或已取消,不能再办理。",
            f"{case.number} is completed or cancelled; nothing more can be done in it.",
            rule="PROC-7",
            details={"state": case.state},
        )


def reasons_not_to_accept_records(step: Step, recorded: Mapping[str, Any]) -> Iterator[Reason]:
    """Everything that must be recorded is, and nothing that the table does not know."""
    for record in step.records:
        if record.required and is_blank(recorded.get(record.name)):
            yield Reason(
                "record_missing",
                f"缺少记录:{record.zh}。",
                f"Not recorded: {record.en}.",
                field=record.name,
                rule="PROC-3",
            )
    for name in sorted(set(recorded) - {record.name for record in step.records}):
        yield Reason(
            "record_unknown",
            f"“{step.zh}”没有记录项“{name}”。",
            f"“{step.en}” has no record called {name!r}.",
            field=name,
            rule="PROC-3",
        )


def reasons_not_to_sign(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """What was recorded is signed once by each department that the table names."""
    row = case.step(step.name)
    yield from reasons_case_is_closed(case)
    if case.is_open and row.state != StepState.AWAITING_SIGNATURES:
        yield Reason(
            "nothing_to_sign",
            f"“{step.zh}”目前没有待签字的内容。",
            f"“{step.en}” awaits no signature now.",
            rule="PROC-8",
            details={"state": row.state},
        )
    elif work.caller.department in {signature["role"] for signature in row.signatures}:
        yield Reason("signed_already", "贵部门已签字。", "Your department has signed already.", rule="PROC-8")
    else:
        yield from reasons_too_late(work, case, step)


def reasons_against_signer(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """Only a member of a department that the table names signs."""
    signers = tuple(signer.role for signer in step.staff_signers)
    if work.caller.department not in signers:
        yield Reason(
            "not_a_signer",
            f"“{step.zh}”不需要您的部门签字。",
            f"“{step.en}” is not signed by your department.",
            rule="PROC-8",
        )


def reasons_against_skipper(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """A step is skipped by its owner, or by the owner of a step it needs, who has found that it is not called for."""
    yield from _reasons_unless_among(work, case, step, _owners_of(case, (step.name, *step.needs)))


def reasons_against_sender_back(work: Work, case: Case, step: Step) -> Iterator[Reason]:
    """A step is sent back by its owner, by those who sign it, or by the owner of a step that needs it."""
    later = (other.name for other in procedure_named(case.procedure).needing(step.name))
    signers = tuple(signer.role for signer in step.staff_signers)
    yield from _reasons_unless_among(work, case, step, _owners_of(case, (step.name, *later)) + signers)


def reasons_not_to_skip(case: Case, step: Step, reason: str) -> Iterator[Reason]:
    """Only what the table lets be skipped is, before it is done, and for a reason."""
    row = case.step(step.name)
    yield from reasons_case_is_closed(case)
    if not step.skippable:
        yield Reason("not_skippable", f"“{step.zh}”不得跳过。", f"“{step.en}” may not be skipped.", rule="PROC-2")
    if case.is_open and row.state in ENDED:
        yield _already(step, row)
    yield from reasons_without_reason(reason)


def reasons_not_to_send_back(case: Case, step: Step, reason: str) -> Iterator[Reason]:
    """Only what has been recorded, done or skipped can be sent back, and for a reason."""
    row = case.step(step.name)
    yield from reasons_case_is_closed(case)
    if case.is_open and row.state not in (*ENDED, StepState.AWAITING_SIGNATURES):
        yield Reason(
            "not_done",
            f"“{step.zh}”尚未办理,无可退回。",
            f"“{step.en}” has not been done, so it cannot be sent back.",
            rule="PROC-2",
            details={"state": row.state},
        )
    yield from reasons_without_reason(reason)


def reasons_against_canceller(work: Work, case: Case) -> Iterator[Reason]:
    """A case is cancelled by the departments that the table names."""
    procedure = procedure_named(case.procedure)
    may = procedure.cancelled_by or tuple(sorted(procedure.departments))
    if not work.caller.system and work.caller.department not in may:
        names = listed([procedure.words_of_department(department) for department in may])
        yield Reason(
            "not_yours",
            f"只有{names.zh}可以取消“{procedure.zh}”。",
            f"“{procedure.en}” may be cancelled by: {names.en}.",
            rule="PROC-7",
        )


def reasons_without_reason(reason: str) -> Iterator[Reason]:
    """Whoever cancels, skips or sends back says why."""
    if is_blank(reason):
        yield Reason("reason_missing", "须说明理由。", "A reason must be given.", field="reason", rule="PROC-7")


def reasons_against_part(work: Work, department: str) -> Iterator[Reason]:
    """A department's part is done by one of its own, or by the system when it hears of it."""
    if not work.caller.system and work.caller.department != department:
        yield Reason(
            "not_yours", "只能办理本部门的部分。", "You can only do your own department's part.", rule="PROC-3"
        )


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _already(step: Step, row: CaseStep) -> Reason:
    done = row.state == StepState.DONE
    by = row.done_by
    return Reason(
        "step_ended",
        f"“{step.zh}”已由{by}{'办理' if done else '跳过'}。",
        f"“{step.en}” has already been {'done' if done else 'skipped'} by {by}.",
        rule="PROC-3",
        details={"state": row.state},
    )


def _reasons_of_needs(case: Case, step: Step) -> Iterator[Reason]:
    table = procedure_named(case.procedure)
    ready = satisfied(case, table)
    for name in step.needs:
        if name not in ready:
            needed = table.by_name[name]
            yield Reason(
                "needs",
                f"须先完成“{needed.zh}”。",
                f"“{needed.en}” must be done first.",
                rule="PROC-3",
                details={"step": name},
            )


def _owners_of(case: Case, names: Iterable[str]) -> tuple[str, ...]:
    table = procedure_named(case.procedure)
    return tuple(owner for name in names for owner in table.by_name[name].owners)


def _reasons_unless_among(work: Work, case: Case, step: Step, departments: tuple[str, ...]) -> Iterator[Reason]:
    if not work.caller.system and work.caller.department not in departments:
        yield _of_others(procedure_named(case.procedure), step, departments)


def _of_others(procedure: Procedure, step: Step, departments: tuple[str, ...]) -> Reason:
    names: Words = listed([procedure.words_of_department(owner) for owner in dict.fromkeys(departments)])
    return Reason(
        "not_yours",
        f"“{step.zh}”由{names.zh}办理。",
        f"“{step.en}” is for: {names.en}.",
        rule="PROC-3",
    )
