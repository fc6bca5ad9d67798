"""Keeping in touch with leads: contacts are logged, and the clock says which first calls are late (LEAD-17)."""

from datetime import datetime

from sqlalchemy import select

from kit.clock import local_date
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.leads import scope, settings
from services.leads.actions import leading
from services.leads.events import FollowUpOverdue, LeadContacted
from services.leads.models import Contact, Lead
from services.leads.rules.follow_up import ContactKind, Outcome, reasons_not_to_contact, reasons_not_to_note


def log_contact(
    work: Work,
    customer_id: str,
    estate_id: str,
    kind: ContactKind,
    outcome: Outcome,
    said: str,
    customer_asked: bool = False,
    at: datetime | None = None,
) -> Lead:
    """Writes down that the consultant was in touch with a customer; what is due next follows from it."""
    lead = leading.to_work_on(work, customer_id, estate_id)
    numbers, zone = settings.follow_up_numbers(work.settings), scope.zone_of(work, estate_id)
    when = at or work.now
    day = local_date(when, zone)
    raise_if_any(reasons_not_to_note(when, work.now, day, work.today(zone), numbers))
    raise_if_any(reasons_not_to_contact(kind, day, lead.visited_on, customer_asked, numbers))
    contact = Contact(
        id=new_id(),
        customer_id=customer_id,
        estate_id=estate_id,
        at=when,
        day=day,
        kind=kind,
        outcome=outcome,
        said=said,
        customer_asked=customer_asked,
        noted_at=work.now,
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    work.session.add(contact)
    work.session.flush()
    leading.keep_up(work, lead)
    work.announce(_said_of(lead, contact), estate=estate_id)
    return lead


def _said_of(lead: Lead, contact: Contact) -> LeadContacted:
    return LeadContacted(
        contact_id=contact.id,
        customer_id=lead.customer_id,
        estate_id=lead.estate_id,
        number=lead.number,
        consultant_id=contact.by_id,
        day=contact.day,
        kind=contact.kind.value,
        outcome=contact.outcome.value,
    )


def mark_what_is_overdue(work: Work, limit: int = 100) -> None:
    """Says once of each visit that its first call was not made in time."""
    late = select(Lead).where(Lead.alarm_at <= work.now).order_by(Lead.alarm_at).limit(limit)
    for lead in work.session.scalars(late.with_for_update(skip_locked=True)).all():
        assert lead.visited_on is not None, "a first call follows a visit"
        assert lead.due_until is not None, "a first call has its last day"
        lead.alarm_at, lead.alarmed_for = None, lead.visited_on
        overdue = FollowUpOverdue(
            customer_id=lead.customer_id,
            estate_id=lead.estate_id,
            number=lead.number,
            consultant_id=lead.consultant_id,
            visited_on=lead.visited_on,
            due_until=lead.due_until,
        )
        work.announce(overdue, estate=lead.estate_id)
