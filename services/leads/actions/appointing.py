"""Viewings are planned, moved, cancelled and held; no consultant and no unit is promised twice (LEAD-21)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from kit.clock import local_date
from kit.errors import Refused, raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.procedure.due import number
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope, settings
from services.leads.actions import counting, leading
from services.leads.actions.registering import ALONE
from services.leads.events import ViewingCancelled, ViewingHeld, ViewingMoved, ViewingPlanned
from services.leads.models import Appointment, AppointmentSlot
from services.leads.queries import appointments, audiences, identities
from services.leads.rules.appointments import (
    AppointmentState,
    reasons_not_to_be_done,
    reasons_not_to_plan,
    slots,
    times_told,
    unit_spelled,
)
from services.leads.rules.disclosure import Matter, reasons_not_to_say


def plan(
    work: Work,
    estate_id: str,
    customer_id: str,
    unit_number: str,
    starts_at: datetime,
    ends_at: datetime,
    consultant_id: str | None = None,
    unit_id: str | None = None,
) -> Appointment:
    """Promises a customer a viewing, by whose lead it is unless somebody else is named.

    Whoever has left neither phone nor card is shown nothing (LEAD-15). Nobody hands the lead over meanwhile, and no
    correction shows that it is another customer's.
    """
    work.alone(ALONE)
    lead = leading.to_work_on(work, customer_id, estate_id)
    listener = audiences.listener(work, {"audience": "visitor", "customer_id": customer_id})
    raise_if_any(reasons_not_to_say(listener.audience, Matter.VIEWING))
    consultant = scope.consultant(work, consultant_id or lead.consultant_id, "consultant_id", at=estate_id)
    one = Appointment(
        id=new_id(),
        estate_id=estate_id,
        customer_id=customer_id,
        customer=lead.name or lead.company or lead.number,
        consultant_id=consultant.id,
        consultant=consultant.name,
        unit_id=unit_id,
        unit_number=unit_number,
        state=AppointmentState.PLANNED,
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    _set_times(work, one, starts_at, ends_at)
    work.session.add(one)
    work.session.flush()
    _take_slots(work, one)
    work.announce(ViewingPlanned(**_told(one), starts_at=one.starts_at, ends_at=one.ends_at), estate=estate_id)
    return one


def move(
    work: Work,
    appointment_id: str,
    starts_at: datetime,
    ends_at: datetime,
    consultant_id: str | None = None,
    unit_number: str | None = None,
    unit_id: str | None = None,
) -> Appointment:
    """The viewing is at another time, or by somebody else, or of another unit; what it had taken is free again.

    Nobody hands a consultant's viewings over meanwhile: each would wait for the times that the other has.
    """
    work.alone(ALONE)
    one = _to_change(work, appointment_id)
    if consultant_id is not None:
        consultant = scope.consultant(work, consultant_id, "consultant_id", at=one.estate_id)
        one.consultant_id, one.consultant = consultant.id, consultant.name
    if unit_number is not None:
        one.unit_number, one.unit_id = unit_number, unit_id
    _set_times(work, one, starts_at, ends_at)
    _free_slots(work, one)
    _take_slots(work, one)
    work.announce(ViewingMoved(**_told(one), starts_at=one.starts_at, ends_at=one.ends_at), estate=one.estate_id)
    return one


def cancel(work: Work, appointment_id: str, reason: str) -> Appointment:
    """The viewing will not be, and why."""
    one = _to_change(work, appointment_id)
    one.state, one.reason, one.changed_at = AppointmentState.CANCELLED, reason, work.now
    _free_slots(work, one)
    told = _told(one)
    del told["unit_id"]
    work.announce(ViewingCancelled(**told), estate=one.estate_id)
    return one


def hold(work: Work, appointment_id: str) -> Appointment:
    """The customer was shown the unit: a viewing, and a visit after which they are called (LEAD-17).

    Whoever the customer has proved to be meanwhile; so that is alone with the register.
    """
    work.alone(ALONE)
    one = _to_change(work, appointment_id)
    raise_if_any(reasons_not_to_be_done(one.starts_at, work.now))
    one.state, one.changed_at = AppointmentState.DONE, work.now
    customer_id = identities.whose(work, one.customer_id)
    leading.follow(work, customer_id, one.estate_id)
    counting.note_viewing(work, one.id, customer_id, one.estate_id, one.day)
    work.announce(ViewingHeld(**_told(one), day=one.day), estate=one.estate_id)
    return one


def hand_on(work: Work, one: Appointment, to_id: str, to_name: str) -> bool:
    """The viewing is a colleague's from now on, if they are free then; else all stays as it is, and it is not."""
    if not _take(work, one, [_of(to_id)]):
        _free_slots(work, one, _of(to_id))
        return False
    _free_slots(work, one, _of(one.consultant_id))
    one.consultant_id, one.consultant, one.changed_at = to_id, to_name, work.now
    work.announce(ViewingMoved(**_told(one), starts_at=one.starts_at, ends_at=one.ends_at), estate=one.estate_id)
    return True


def _to_change(work: Work, appointment_id: str) -> Appointment:
    """The viewing, held for this work, if the caller may change it now."""
    scope.appointment(work, appointment_id)
    one = scope.appointment(work, appointment_id, held=True)
    work.expect(one.version)
    raise_if_any(appointments.reasons_not_to_change_it(work, one))
    return one


def _set_times(work: Work, one: Appointment, starts_at: datetime, ends_at: datetime) -> None:
    raise_if_any(reasons_not_to_plan(starts_at, ends_at, work.now, number(settings.LONGEST_VIEWING, work.settings)))
    one.starts_at, one.ends_at, one.changed_at = starts_at, ends_at, work.now
    one.day = local_date(starts_at, scope.zone_of(work, one.estate_id))


def _resources(one: Appointment) -> list[str]:
    """What the viewing takes, in the one order in which everybody takes them."""
    return sorted([_of(one.consultant_id), f"unit:{one.estate_id}:{unit_spelled(one.unit_number)}"])


def _of(consultant_id: str) -> str:
    return f"consultant:{consultant_id}"


def _take_slots(work: Work, one: Appointment) -> None:
    """Takes each quarter of an hour. Raises Refused, saying who has it."""
    if not _take(work, one, _resources(one)):
        raise Refused(*_who_has(work, one))


def _take(work: Work, one: Appointment, resources: Sequence[str]) -> bool:
    """Whether each quarter of an hour was free, and is the viewing's now: the keys of the table let one have it."""
    wanted = [
        {"resource": resource, "slot": slot, "appointment_id": one.id}
        for resource in resources
        for slot in slots(one.starts_at, one.ends_at)
    ]
    taking = insert_into(work.session, AppointmentSlot).values(wanted).on_conflict_do_nothing()
    return len(work.session.execute(taking.returning(AppointmentSlot.slot)).all()) == len(wanted)


def _free_slots(work: Work, one: Appointment, resource: str | None = None) -> None:
    """What the viewing had taken is free again: all of it, or of this one resource."""
    work.session.flush()
    taken = delete(AppointmentSlot).where(AppointmentSlot.appointment_id == one.id)
    work.session.execute(taken if resource is None else taken.where(AppointmentSlot.resource == resource))


def _who_has(work: Work, one: Appointment) -> Iterator[Reason]:
    """Which viewings have the consultant or the unit then."""
    taken = slots(one.starts_at, one.ends_at)
    held = select(AppointmentSlot.resource, AppointmentSlot.appointment_id).where(
        AppointmentSlot.resource.in_(_resources(one)),
        AppointmentSlot.slot.between(taken[0], taken[-1]),
        AppointmentSlot.appointment_id != one.id,
    )
    for resource, appointment_id in work.session.execute(held.distinct().order_by(AppointmentSlot.resource)):
        other = work.session.get_one(Appointment, appointment_id)
        yield _taken(work, other, is_unit=resource.startswith("unit:"))


def _taken(work: Work, other: Appointment, is_unit: bool) -> Reason:
    times = times_told(other.starts_at, other.ends_at, scope.zone_of(work, other.estate_id))
    if is_unit:
        return Reason(
            "unit_taken",
            f"单元 {other.unit_number} 在 {times} 已由{other.consultant}预约看房。",
            f"Unit {other.unit_number} is taken {times} by {other.consultant}.",
            field="unit_number",
            rule="LEAD-21",
        )
    return Reason(
        "consultant_taken",
        f"{other.consultant}在 {times} 已有看房预约。",
        f"{other.consultant} has a viewing {times}.",
        field="consultant_id",
        rule="LEAD-21",
    )


def _told(one: Appointment) -> dict[str, Any]:
    names = ("estate_id", "customer_id", "consultant_id", "unit_id", "unit_number")
    return {"appointment_id": one.id} | {name: getattr(one, name) for name in names}
