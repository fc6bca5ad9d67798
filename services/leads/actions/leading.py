"""Leads as they stand: worked out anew with each news of a customer, and graded by their consultants (LEAD-20)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from kit.clock import end_of_day
from kit.database import lock
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.leads import scope, settings
from services.leads.events import LeadGraded
from services.leads.models import Entry, Grading, Lead, Registered, Waiting
from services.leads.queries import identities, standing
from services.leads.rules.follow_up import Due, Stage, next_due
from services.leads.rules.leads import Grade, LeadState, reasons_not_to_work_on
from services.leads.rules.losing import WHY_OFF_THE_LIST


def follow(work: Work, customer_id: str, estate_id: str) -> Lead | None:
    """Works out anew how a lead stands; whoever is in the register of no such estate is no lead there."""
    own = take(work, customer_id, estate_id)
    registrations = standing.registrations_of(work, customer_id, estate_id)
    if not registrations:
        if own is not None:
            work.session.delete(own)
        return None
    lead = own or _new_lead(work, registrations[0])
    lead.number = registrations[-1].number
    lead.name, lead.company = (_last_said(registrations, name, "") for name in ("name", "company"))
    lead.phones = _last_said(registrations, "phones", [])
    whose = standing.caretaker(work, customer_id, estate_id)
    assert whose is not None, "there is a registration"
    lead.consultant_id, lead.consultant = whose
    _keep_up(work, lead, registrations)
    work.session.add(lead)
    return lead


def _last_said(registrations: Sequence[Registered], name: str, else_: Any) -> Any:
    """What the newest registration says that says anything of it."""
    return next((told for one in reversed(registrations) if (told := getattr(one, name))), else_)


def take(work: Work, customer_id: str, estate_id: str) -> Lead | None:
    """The lead, for this work alone: whoever brings news of it at the same time waits, and then sees this one's."""
    lock(work.session, f"atrium.leads.lead.{customer_id}.{estate_id}")
    work.session.flush()
    chosen = select(Lead).where(Lead.customer_id == customer_id, Lead.estate_id == estate_id)
    return work.session.scalars(chosen.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _new_lead(work: Work, first: Registered) -> Lead:
    told = work.session.scalars(select(Entry.told).where(Entry.id == first.id)).one()
    return Lead(
        id=new_id(),
        customer_id=first.customer_id,
        estate_id=first.estate_id,
        channel=first.channel,
        medium=told.get("medium", ""),
    )


def keep_up(work: Work, lead: Lead) -> None:
    """Works out from all that is known when the lead was heard of, and what is due next of it.

    Whoever left no phone can be called by nobody.
    """
    _keep_up(work, lead, standing.registrations_of(work, lead.customer_id, lead.estate_id))


def _keep_up(work: Work, lead: Lead, registrations: Sequence[Registered]) -> None:
    about = work, identities.ids_of(work, lead.customer_id), lead.estate_id
    visited, contacts = standing.newest_visit(*about), standing.contacts_of(*about)
    lead.grade, lead.contacted_on = standing.grade_of(*about), contacts[-1].day if contacts else None
    lead.visited_on = visited.day if visited else None
    came_on = standing.came_on(work, registrations, visited)
    lead.heard_on = came_on or registrations[-1].day
    waits = standing.waits_of(*about)
    closing = standing.closing(lead, waits)
    lead.state = closing[0] if closing and (came_on is None or closing[1] >= came_on) else LeadState.OPEN
    _wait_while_lost(work, waits, lead.state)
    due = None
    if lead.state is LeadState.OPEN and lead.phones:
        due = next_due(visited, lead.heard_on, contacts, settings.follow_up_numbers(work.settings))
    _set_due(work, lead, due)


def _wait_while_lost(work: Work, waits: Sequence[Waiting], state: LeadState) -> None:
    """Who waits is lost: a customer who came again, or made a deal, returns to the list only by being lost again.

    Whoever waits under two ids, which a correction showed to be one customer's, waits by the newer row.
    """
    for one in waits[1:] if state is LeadState.LOST else waits:
        one.left_at, one.left_reason = work.now, WHY_OFF_THE_LIST[state]


def _set_due(work: Work, lead: Lead, due: Due | None) -> None:
    lead.stage, lead.due_from, lead.due_until = (due.stage, due.since, due.until) if due else (None, None, None)
    lead.due_at = end_of_day(due.until, scope.zone_of(work, lead.estate_id)) if due else None
    is_first = lead.stage is Stage.FIRST_CALL and lead.alarmed_for != lead.visited_on
    lead.alarm_at = lead.due_at if is_first else None


def is_closed(work: Work, customer_id: str, estate_id: str) -> bool:
    """Whether a deal has ended the work on the lead, and the customer did not come again since."""
    lead = take(work, customer_id, estate_id)
    return lead is not None and lead.state is LeadState.CLOSED


def turn_out_to_be(work: Work, before: str, one: Registered) -> None:
    """A correction shows that a lead is another customer: it goes on as that one's, with all that was done for it.

    What has ended the work on either has ended it on that one, at whichever estate.
    """
    old = take(work, before, one.estate_id)
    lead = follow(work, one.customer_id, one.estate_id)
    if lead is None or before == one.customer_id:
        return
    if old is not None:
        lead.alarmed_for = max(filter(None, (old.alarmed_for, lead.alarmed_for)), default=None)
        work.session.delete(old)
    for estate_id in sorted({one.estate_id, *standing.estates_with_an_end(work, before)}):
        follow_the_deals(work, one.customer_id, estate_id)


def follow_the_deals(work: Work, customer_id: str, estate_id: str) -> None:
    """While a deal of theirs stands there is no more to be followed up, unless the customer comes again later."""
    lead = take(work, customer_id, estate_id)
    if lead is not None:
        lead.dealt_on = standing.dealt_on(work, customer_id, estate_id)
        keep_up(work, lead)


def grade(work: Work, customer_id: str, estate_id: str, grade: Grade, note: str = "") -> Lead:
    """Grades a customer's intent; what was said before stays to be seen."""
    lead = to_work_on(work, customer_id, estate_id)
    work.session.add(
        Grading(
            id=new_id(),
            customer_id=customer_id,
            estate_id=estate_id,
            at=work.now,
            grade=grade,
            note=note,
            by_id=work.caller.id,
            by_name=work.caller.name,
        )
    )
    lead.grade = grade
    graded = LeadGraded(
        customer_id=customer_id,
        estate_id=estate_id,
        number=lead.number,
        consultant_id=lead.consultant_id,
        grade=grade.value,
    )
    work.announce(graded, estate=estate_id)
    return lead


def to_work_on(work: Work, customer_id: str, estate_id: str) -> Lead:
    """The lead, held for this work, if the caller may work on it. Raises NoSuchLead and Refused."""
    scope.lead(work, customer_id, estate_id)
    take(work, customer_id, estate_id)
    lead = scope.lead(work, customer_id, estate_id)
    work.expect(lead.version)
    raise_if_any(reasons_not_to_work_on(lead.consultant_id == work.caller.id, scope.is_superior(work.caller)))
    return lead
