"""What can be wrong with a procedure's table, found when it is built."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from kit.procedure.due import DaysBefore, OnDay
from kit.procedure.words import is_named

if TYPE_CHECKING:
    from kit.procedure.table import Procedure, Step

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")


def faults_of(procedure: "Procedure") -> Iterator[str]:
    """Everything that keeps the table from being run, each in a sentence."""
    yield from _badly_named("the procedure", (procedure,))
    yield from _badly_named("a date", procedure.dates)
    yield from _badly_named("the step", procedure.steps)
    yield from _twice("date", procedure.dates)
    yield from _twice("step", [step.name for step in procedure.steps])
    if not procedure.steps:
        yield "it has no steps"
    if strangers := set(procedure.cancelled_by) - procedure.departments:
        yield f"cancelled_by names {_quoted(strangers)}, which own no step"
    for step in procedure.steps:
        yield from (f"step {step.name}: {fault}" for fault in _faults_of_step(procedure, step))
    yield from _cycles(procedure)


def _faults_of_step(procedure: "Procedure", step: "Step") -> Iterator[str]:
    if unknown := set(step.needs) - {other.name for other in procedure.steps}:
        yield f"it needs {_quoted(unknown)}, which is no step"
    if not step.owners:
        yield "it has no owner"
    yield from _badly_named("the owner", step.owners)
    yield from _badly_named("the record", step.records)
    yield from _badly_named("the signer", [signer if signer.zh or signer.en else signer.role for signer in step.signs])
    yield from _twice("owner", step.owners)
    yield from _twice("need", step.needs)
    yield from _twice("record", [record.name for record in step.records])
    yield from _twice("signer", [signer.role for signer in step.signs])
    if step.lapses is not None and not is_named(step.lapses):
        yield "it lapses without a sentence in both languages (zh and en)"
    if step.lapses is not None and step.due is None:
        yield "it lapses, and is never due"
    for rule in (step.due, step.not_before):
        if isinstance(rule, OnDay | DaysBefore) and rule.date not in procedure.dates:
            yield f"{rule.date!r} is not one of the procedure's dates"


def _cycles(procedure: "Procedure") -> Iterator[str]:
    try:
        TopologicalSorter({step.name: step.needs for step in procedure.steps}).prepare()
    except CycleError as error:
        yield f"these steps wait for each other in a circle: {' → '.join(error.args[1])}"


def _badly_named(what: str, things: Iterable[Any]) -> Iterator[str]:
    for thing in things:
        code = thing if isinstance(thing, str) else getattr(thing, "name", None) or thing.role
        if not _CODE.fullmatch(code):
            yield f"{what} {str(code)!r} must be lower-case letters, digits and underscores"
        if not is_named(thing):
            yield f"{what} {str(code)!r} has no names in both languages (zh and en)"


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"the {what} {str(name)!r} is there {count} times"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(repr(str(name)) for name in sorted(names))
