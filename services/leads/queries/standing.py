"""How a lead stands: whose it is to work on, when the customer was here, how they were kept in touch with."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, select, union_all

from kit.work import Work
from services.leads.models import (
    Appointment,
    Attribution,
    Caretaker,
    Contact,
    Entry,
    Grading,
    ImportedRow,
    Lead,
    Reception,
    Registered,
    Waiting,
)
from services.leads.rules.appointments import AppointmentState
from services.leads.rules.follow_up import Contacted, Visited
from services.leads.rules.leads import Grade, LeadState
from services.leads.rules.words import VISITS


def caretaker(work: Work, customer_id: str, estate_id: str) -> tuple[str, str] | None:
    """Whose lead it is to work on, by id and name: the one place that says so (LEAD-20).

    It is whoever has the care of the registration that became valid last, lapsed or not; where none ever was, of the
    newest inquiry.
    """
    known = select(Registered).where(Registered.customer_id == customer_id, Registered.estate_id == estate_id)
    newest = known.order_by(Registered.valid_from.desc().nulls_last(), Registered.position.desc()).limit(1)
    found = work.session.scalars(newest).first()
    if found is None:
        return None
    whose = work.session.get(Caretaker, found.id) or found
    return whose.consultant_id, whose.consultant


def dealt_on(work: Work, customer_id: str, estate_id: str) -> date | None:
    """The day of the customer's newest deal at the estate that stands."""
    theirs = (Attribution.customer_id == customer_id, Attribution.estate_id == estate_id)
    standing = select(func.max(Attribution.closed_on)).where(*theirs, Attribution.withdrawn_on.is_(None))
    return work.session.scalar(standing)


def closing(work: Work, lead: Lead) -> tuple[LeadState, date] | None:
    """What has ended the work on a lead, and on which day: a deal, or that it is lost (LEAD-17, LEAD-18)."""
    if lead.dealt_on:
        return LeadState.CLOSED, lead.dealt_on
    waits = select(Waiting.lost_on).where(
        Waiting.customer_id == lead.customer_id, Waiting.estate_id == lead.estate_id, Waiting.left_at.is_(None)
    )
    lost_on = work.session.scalars(waits.order_by(Waiting.lost_on.desc()).limit(1)).first()
    return (LeadState.LOST, lost_on) if lost_on else None


def registrations_of(work: Work, customer_id: str, estate_id: str) -> list[Registered]:
    """The customer's registrations at the estate, the first in the register first."""
    known = select(Registered).where(Registered.customer_id == customer_id, Registered.estate_id == estate_id)
    return list(work.session.scalars(known.order_by(Registered.position)))


def ids_of(work: Work, customer_id: str, registrations: Iterable[Registered] | None = None) -> set[str]:
    """The customer's id, and those by which the register knew them before a correction showed who it is.

    Of `registrations` that were never corrected there are no others.
    """
    if registrations is not None and all(one.version == 1 for one in registrations):
        return {customer_id}
    own = select(Registered.id).where(Registered.customer_id == customer_id)
    before = select(Entry.customer_id).where(Entry.registration_id.in_(own)).distinct()
    return {customer_id, *work.session.scalars(before)}


def newest_visit(work: Work, customers: Collection[str], estate_id: str) -> Visited | None:
    """When the customer was last here: received, registered by walk-in or at an exhibition, or shown a unit.

    Who came in with a list was not here on the day of the list.
    """
    received = select(Reception.at, Reception.day).where(
        Reception.customer_id.in_(customers), Reception.estate_id == estate_id
    )
    registered = (
        select(Entry.at, Entry.day)
        .join(Registered, Registered.id == Entry.id)
        .where(Registered.customer_id.in_(customers), Registered.estate_id == estate_id)
        .where(Registered.channel.in_(VISITS), Registered.id.not_in(select(ImportedRow.registration_id)))
    )
    shown = select(Appointment.starts_at, Appointment.day).where(
        Appointment.customer_id.in_(customers),
        Appointment.estate_id == estate_id,
        Appointment.state == AppointmentState.DONE,
    )
    visits = union_all(received, registered, shown).subquery()
    found = work.session.execute(select(visits.c.at, visits.c.day).order_by(visits.c.at.desc()).limit(1)).first()
    return Visited(*found) if found else None


def contacts_of(work: Work, customers: Collection[str], estate_id: str) -> list[Contacted]:
    """All that was logged, the oldest first."""
    chosen = select(Contact.at, Contact.day, Contact.kind, Contact.outcome).where(
        Contact.customer_id.in_(customers), Contact.estate_id == estate_id
    )
    return [Contacted(*row) for row in work.session.execute(chosen.order_by(Contact.at))]


def grade_of(work: Work, customers: Collection[str], estate_id: str) -> Grade | None:
    """The grade given last."""
    chosen = select(Grading.grade).where(Grading.customer_id.in_(customers), Grading.estate_id == estate_id)
    return work.session.scalars(chosen.order_by(Grading.at.desc(), Grading.id.desc()).limit(1)).first()
