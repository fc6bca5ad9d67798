"""The permits of an estate are recorded (SALE-18)."""

from dataclasses import dataclass
from datetime import date

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts import scope
from services.contracts.models import PermitEntry
from services.contracts.rules.permits import Permit, reasons_against_term


@dataclass(frozen=True)
class Paper:
    """A permit by its number, in force from `since` to `until` inclusive, or without an end."""

    permit: Permit
    number: str
    since: date
    until: date | None = None


def record(work: Work, estate_id: str, paper: Paper) -> PermitEntry:
    """Records a permit of the estate; it takes the place of the one of its kind recorded before."""
    scope.estate(work, estate_id)
    raise_if_any(reasons_against_term(paper.since, paper.until), Invalid)
    entry = PermitEntry(id=new_id(), estate_id=estate_id, recorded_at=work.now, **vars(paper))
    entry.by_id, entry.by = work.caller.id, work.caller.name
    work.session.add(entry)
    return entry
