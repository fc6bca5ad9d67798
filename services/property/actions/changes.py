"""What property does with a request to change units: takes it up, lets steps fall away, calls it off (PROP-2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from kit.errors import Conflict, raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.procedure import cancel, find_case, open_case, skip
from kit.reasons import Reason
from kit.series import next_number
from kit.work import Work
from services.property.actions.items import tell_lost
from services.property.events import UnitChangeCancelled, UnitChangeRequested
from services.property.models import Estate, Lease, RunningNumber, Unit, UnitChange, UnitClaim
from services.property.procedures import UNIT_CHANGE
from services.property.queries import estates as queries
from services.property.queries import items
from services.property.queries.changes import reasons_against_cancelling
from services.property.rules.changes import Wish, reasons_not_to_request, reasons_not_to_skip
from services.property.rules.words import Cause, ChangeState, Keeping


@dataclass(frozen=True)
class Request:
    """What leasing asks for: who moves, from which unit to which, when and why. Customer or lease may be left open."""

    old_unit_id: str | None
    new_unit_id: str
    change_date: date
    customer_id: str | None = None
    lease_id: str | None = None
    cause: Cause = Cause.CUSTOMER_WISH
    note: str = ""


@dataclass(frozen=True)
class Parties:
    """The things that a request is about, as they were found."""

    estate: Estate
    lease: Lease | None
    old: Unit
    new: Unit


def parties_of(work: Work, request: Request) -> Parties:
    """Looks up what a request names. Raises NoSuchUnit or NoSuchLease for what the caller may not know of."""
    lease = queries.lease(work, request.lease_id, "lease_id") if request.lease_id else None
    old = queries.unit(work, request.old_unit_id or _unit_of(lease), "old_unit_id")
    new = queries.unit(work, request.new_unit_id, "new_unit_id")
    if lease is None and request.customer_id:
        lease = queries.lease_of(work, request.customer_id, old)
    return Parties(queries.estate(work, old.estate_id), lease, old, new)


def _unit_of(lease: Lease | None) -> str:
    assert lease is not None, "a request names the lease or the old unit"
    return lease.unit_id


def reasons_against(work: Work, request: Request, parties: Parties) -> Iterator[Reason]:
    """Everything that stands against a request now; refuses it, and tells the page why beforehand."""
    today = work.today(parties.estate.timezone)
    yield from reasons_not_to_request(
        Wish(request.customer_id, request.change_date),
        queries.lease_facts(parties.lease) if parties.lease else None,
        queries.unit_facts(work, parties.old, today),
        queries.unit_facts(work, parties.new, today),
        today,
    )


def request_change(work: Work, request: Request) -> UnitChange:
    """Takes up a change of units and keeps both from any other. Refused with every reason of PROP-2 that holds."""
    parties = parties_of(work, request)
    raise_if_any(reasons_against(work, request, parties))
    assert parties.lease is not None, "the rule has seen to it"
    change = _new_change(work, request, parties, parties.lease)
    work.session.add(change)
    work.session.flush()
    if not _claim(work, change):
        raise_if_any(reasons_against(work, request, parties))
        raise Conflict()
    open_case(
        work,
        UNIT_CHANGE,
        id=change.id,
        number=change.number,
        estate=change.estate_id,
        link=f"/unit-changes/{change.id}",
        zone=parties.estate.timezone,
        dates={"change_date": change.change_date},
    )
    _tell_of_request(work, change)
    return change


def _new_change(work: Work, request: Request, parties: Parties, lease: Lease) -> UnitChange:
    change = UnitChange(id=new_id(), estate=parties.estate, lease=lease, old_unit=parties.old, new_unit=parties.new)
    change.number = next_number(work, RunningNumber, f"HF-{work.today(parties.estate.timezone).year}")
    change.lease_number, change.customer_id, change.customer_name = lease.number, lease.customer_id, lease.customer_name
    change.change_date, change.cause, change.note = request.change_date, request.cause, request.note
    change.state, change.keeping = ChangeState.OPEN, Keeping.AWAITED
    change.requested_at, change.requested_by = work.now, work.caller.name
    return change


def _claim(work: Work, change: UnitChange) -> bool:
    """Takes both units for this change, in a fixed order; whether both were free, the table's key decides."""
    for unit_id, side in sorted(((change.old_unit_id, "old"), (change.new_unit_id, "new"))):
        taking = insert_into(work.session, UnitClaim).values(unit_id=unit_id, unit_change_id=change.id, side=side)
        taken = work.session.execute(taking.on_conflict_do_nothing().returning(UnitClaim.unit_id)).first()
        if taken is None:
            work.session.execute(delete(UnitClaim).where(UnitClaim.unit_change_id == change.id))
            return False
    return True


def release(work: Work, change: UnitChange) -> None:
    """Both units may be part of another change again."""
    work.session.execute(delete(UnitClaim).where(UnitClaim.unit_change_id == change.id))


def _tell_of_request(work: Work, change: UnitChange) -> None:
    told = UnitChangeRequested(
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
    )
    work.announce(told, estate=change.estate_id)


def skip_step(work: Work, change: UnitChange, step: str, reason: str) -> UnitChange:
    """Lets a step fall away that is not called for in this change, with the reason."""
    raise_if_any(reasons_not_to_skip(step))
    skip(work, find_case(work, change.id), step, reason)
    return change


def cancel_change(work: Work, change: UnitChange, reason: str) -> UnitChange:
    """Calls the change off: both units are free for others, and the history says what is undone and what stays.

    What did not come back stays missing; its charge is told by itself, since the settlement may not come about.
    """
    case = find_case(work, change.id)
    raise_if_any(reasons_against_cancelling(work, change))
    cancel(work, case, reason)
    release(work, change)
    for item in items.lost_in(work, change.id):
        tell_lost(work, item)
    change.state, change.closed_at, change.cancel_reason = ChangeState.CANCELLED, work.now, reason
    told = UnitChangeCancelled(
        unit_change_id=change.id,
        number=change.number,
        estate_id=change.estate_id,
        old_unit_id=change.old_unit_id,
        new_unit_id=change.new_unit_id,
        reason=reason,
    )
    work.announce(told, estate=change.estate_id)
    return change
