"""Viewings as they are shown: by day and week of an estate, a consultant, a unit, and as a calendar feed (LEAD-21)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope
from services.leads.models import Appointment, HandOver, KnownEstate, Lead
from services.leads.queries import identities
from services.leads.queries.feed import calendar
from services.leads.rules.appointments import AppointmentState, reasons_not_to_change
from services.leads.rules.leads import reasons_not_to_work_on

MOST_IN_A_CALENDAR = 2_000
FED_DAYS_BACK = 60  # How long a feed keeps what is over.


def _to_be_moved(work: Work) -> ColumnElement[bool]:
    """The condition that a viewing to come is with a consultant who has handed their work there over since (LEAD-7).

    It did not go along: the colleague is promised then, or it is with a customer who is no open lead of the giver's.
    Whoever changes it has decided on it.
    """
    handed_over = exists().where(
        HandOver.from_id == Appointment.consultant_id,
        HandOver.estate_id == Appointment.estate_id,
        HandOver.at.between(Appointment.changed_at, Appointment.starts_at),
    )
    is_to_come = Appointment.starts_at >= work.now  # What is over is not looked through.
    return and_(Appointment.state == AppointmentState.PLANNED, is_to_come, handed_over)


APPOINTMENTS = Listing(
    columns={"starts_at": Appointment.starts_at, "consultant": Appointment.consultant},
    key=Appointment.id,
    default_sort="starts_at",
    filters={
        "estate_id": Appointment.estate_id,
        "consultant_id": Appointment.consultant_id,
        "customer_id": identities.is_of(Appointment.customer_id),
        "unit_number": lambda number: func.lower(Appointment.unit_number) == number.lower(),
        "state": Appointment.state,
        "since": lambda day: Appointment.day >= day,
        "until": lambda day: Appointment.day <= day,
    },
    search=(Appointment.customer, Appointment.consultant, Appointment.unit_number),
)


def appointments(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of viewings of the caller's estates."""
    chosen = _within(work, asked)
    if (told := asked.get("to_be_moved")) is not None:
        chosen = chosen.where(_to_be_moved(work) if told else ~_to_be_moved(work))
    page = APPOINTMENTS.page(work, chosen, asked)
    return page | {"items": _rows(work, page["items"])}


def in_calendar(work: Work, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All viewings of a stretch of days but those cancelled, in their order, each with what may be done with it."""
    on = _within(work, asked).where(Appointment.state != AppointmentState.CANCELLED)
    found = APPOINTMENTS.rows(work, on.limit(MOST_IN_A_CALENDAR), asked)
    return _rows(work, list(found))


def appointment(work: Work, appointment_id: str) -> dict[str, Any]:
    """One viewing."""
    work.session.flush()
    (row,) = _rows(work, [scope.appointment(work, appointment_id)])
    return row


def feed(work: Work, consultant_id: str | None) -> bytes:
    """A consultant's viewings as an iCalendar file; those that were cancelled say so, and others forget them."""
    since = work.now - timedelta(FED_DAYS_BACK)
    chosen = select(Appointment, KnownEstate.name).outerjoin(KnownEstate, KnownEstate.id == Appointment.estate_id)
    chosen = chosen.where(
        Appointment.consultant_id == (consultant_id or work.caller.id),
        Appointment.starts_at >= since,
        scope.within(work.caller, Appointment.estate_id),
    )
    found = work.session.execute(chosen.order_by(Appointment.starts_at, Appointment.id).limit(MOST_IN_A_CALENDAR))
    return calendar([(one, estate or "") for one, estate in found], work.caller.language)


def _within(work: Work, asked: Mapping[str, Any]) -> Select[Any]:
    chosen = select(Appointment).where(scope.within(work.caller, Appointment.estate_id))
    return chosen.where(Appointment.consultant_id == work.caller.id) if asked.get("mine") else chosen


def _rows(work: Work, found: Sequence[Appointment]) -> list[dict[str, Any]]:
    """As they are shown, each with whether it is to be moved."""
    shown = Appointment.id.in_([one.id for one in found])
    to_be_moved = set(work.session.scalars(select(Appointment.id).where(shown, _to_be_moved(work))))
    return [_row(work, one) | {"to_be_moved": one.id in to_be_moved} for one in found]


def _row(work: Work, one: Appointment) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    against = [*_role(work), *reasons_not_to_change_it(work, one)]
    acts = (("move", "改期", "Move"), ("cancel", "取消", "Cancel"), ("done", "已看房", "Held"))
    return told | {"may_do": [{"act": act, "zh": zh, "en": en, "reasons_against": against} for act, zh, en in acts]}


def reasons_not_to_change_it(work: Work, one: Appointment) -> Iterator[Reason]:
    """A viewing that is planned is changed by its consultant, by whose lead it is, or by a superior."""
    yield from reasons_not_to_change(one.state)
    is_own = work.caller.id in (one.consultant_id, _whose_lead(work, one))
    yield from reasons_not_to_work_on(is_own, scope.is_superior(work.caller))


def _whose_lead(work: Work, one: Appointment) -> str | None:
    """Whose lead its customer is, whoever the customer has proved to be since it was planned."""
    of = select(Lead.consultant_id).where(Lead.estate_id == one.estate_id)
    own = work.session.scalar(of.where(Lead.customer_id == one.customer_id))
    return own or work.session.scalar(of.where(Lead.customer_id == identities.whose(work, one.customer_id)))


def _role(work: Work) -> list[Reason]:
    if work.caller.may("appointment.make"):
        return []
    return [Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this.")]
