"""How a lead stands: whose it is to work on, when the customer was here, how they were kept in touch with."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select, union, union_all

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
from services.leads.queries import identities
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
    ids = identities.ids_of(work, customer_id)
    theirs = (Attribution.customer_id.in_(ids), Attribution.estate_id == estate_id)
    standing = select(func.max(Attribution.closed_on)).where(*theirs, Attribution.withdrawn_on.is_(None))
    return work.session.scalar(standing)


def waits_of(work: Work, customers: Collection[str], estate_id: str) -> Sequence[Waiting]:
    """The customer's rows of the estate's waiting list, held for this work, the newest first; nearly always one."""
    theirs = select(Waiting).where(
        Waiting.customer_id.in_(customers), Waiting.estate_id == estate_id, Waiting.left_at.is_(None)
    )
    alone = theirs.with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(alone.order_by(Waiting.at.desc(), Waiting.id)).all()


def closing(lead: Lead, waits: Sequence[Waiting]) -> tuple[LeadState, date] | None:
    """What has ended the work on a lead last, and on which day: a deal, or that it is lost (LEAD-17, LEAD-18)."""
    lost_on = max((one.lost_on for one in waits), default=None)
    if lead.dealt_on and (lost_on is None or lead.dealt_on >= lost_on):
        return LeadState.CLOSED, lead.dealt_on
    return (LeadState.LOST, lost_on) if lost_on else None


def estates_with_an_end(work: Work, customer_id: str) -> set[str]:
    """The estates where a deal was made, or a lead lost, under this very id."""
    dealt = select(Attribution.estate_id).where(Attribution.customer_id == customer_id)
    lost = select(Waiting.estate_id).where(Waiting.customer_id == customer_id)
    return set(work.session.scalars(union(dealt, lost)))


def registrations_of(work: Work, customer_id: str, estate_id: str) -> list[Registered]:
    """The customer's registrations at the estate, the first in the register first."""
    known = select(Registered).where(Registered.customer_id == customer_id, Registered.estate_id == estate_id)
    return list(work.session.scalars(known.order_by(Registered.position)))


def came_on(work: Work, registrations: Sequence[Registered], visited: Visited | None) -> date | None:
    """The day on which the customer came or asked last; who stands in lists alone never did."""
    ids = [one.id for one in registrations]
    in_lists = select(ImportedRow.registration_id).where(ImportedRow.registration_id.in_(ids))
    listed = set(work.session.scalars(in_lists))
    days = [one.day for one in registrations if one.id not in listed]
    return max([*days, visited.day] if visited else days, default=None)


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
