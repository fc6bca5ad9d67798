"""Each consultant's own page of leads (LEAD-20), one of them whole, and what is due of them (LEAD-17)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from kit.clock import DEFAULT_ZONE
from kit.listing import Listing
from kit.phones import masked
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope, settings
from services.leads.models import Appointment, Contact, Grading, KnownEstate, Lead
from services.leads.queries import identities
from services.leads.rules.follow_up import ContactKind, reasons_not_to_contact
from services.leads.rules.leads import Grade, reasons_not_to_work_on

UNGRADED = "none"


def _graded(grade: str) -> ColumnElement[bool]:
    return Lead.grade.is_(None) if grade == UNGRADED else Lead.grade == Grade(grade)


_FILTERS: dict[str, Any] = {
    "estate_id": Lead.estate_id,
    "consultant_id": Lead.consultant_id,
    "channel": Lead.channel,
    "state": Lead.state,
    "grade": _graded,
    "contacted_since": lambda day: Lead.contacted_on >= day,
    "not_contacted_since": lambda day: or_(Lead.contacted_on < day, Lead.contacted_on.is_(None)),
    "stage": Lead.stage,
}
_SEARCH = (Lead.number, Lead.name, Lead.company, Lead.consultant)
LEADS = Listing(
    columns={
        "heard_on": Lead.heard_on,
        "contacted_on": Lead.contacted_on,
        "due_at": Lead.due_at,
        "grade": Lead.grade,
        "consultant": Lead.consultant,
    },
    key=Lead.id,
    default_sort="-heard_on",
    filters=_FILTERS,
    search=_SEARCH,
)
FOLLOW_UPS = Listing(
    columns={"due_at": Lead.due_at, "consultant": Lead.consultant},
    key=Lead.id,
    default_sort="due_at",
    filters=_FILTERS,
    search=_SEARCH,
)


def leads(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of leads: one consultant's, the caller's own, or everybody's within the caller's estates."""
    page = LEADS.page(work, _within(work, asked), asked)
    return page | {"items": [row(work, one) for one in page["items"]]}


def follow_ups(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what is due: overdue, today, still to come, or all that is due by today; the oldest first."""
    chosen = _within(work, asked).where(Lead.due_at.is_not(None))
    when = asked.get("when", "due")
    if when != "all":
        chosen = chosen.where(or_(*_when(work, when)))
    page = FOLLOW_UPS.page(work, chosen, asked)
    return page | {"items": [row(work, one) | {"may_do": may_do(work, one)} for one in page["items"]]}


def _within(work: Work, asked: Mapping[str, Any]) -> Any:
    chosen = select(Lead).where(scope.within(work.caller, Lead.estate_id))
    return chosen.where(Lead.consultant_id == work.caller.id) if asked.get("mine") else chosen


def _when(work: Work, when: str) -> Iterator[ColumnElement[bool]]:
    """What is due then, by the day it is at each estate; nearly always all of them lie in one zone."""
    zones = work.session.scalars(select(KnownEstate.zone).distinct()).all() or [DEFAULT_ZONE]
    for zone in zones:
        today = work.today(zone)
        ways: dict[str, ColumnElement[bool]] = {
            "overdue": Lead.due_until < today,
            "today": (Lead.due_from <= today) & (Lead.due_until >= today),
            "due": Lead.due_from <= today,
            "to_come": Lead.due_from > today,
        }
        there = select(KnownEstate.id).where(KnownEstate.zone == zone)
        yield ways[when] if len(zones) == 1 else Lead.estate_id.in_(there) & ways[when]


def row(work: Work, one: Lead) -> dict[str, Any]:
    """A lead as a list shows it, phones masked."""
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    today = scope.today_at(work, one.estate_id)
    when = None
    if one.due_from is not None and one.due_until is not None:
        when = "overdue" if one.due_until < today else "today" if one.due_from <= today else "to_come"
    return told | {"phones": [masked(phone) for phone in one.phones], "when": when}


def lead(work: Work, customer_id: str, estate_id: str | None = None) -> dict[str, Any]:
    """One lead, whole: how it was graded, how it was kept in touch with, and its viewings, the newest first.

    Under an id from before a correction it is found too.
    """
    one = scope.lead(work, identities.whose(work, customer_id), estate_id)
    customers = identities.ids_of(work, one.customer_id)

    def told(model: Any, order: Any) -> Any:
        own = select(model).where(model.customer_id.in_(customers), model.estate_id == one.estate_id)
        return work.session.scalars(own.order_by(order.desc(), model.id.desc()).limit(200)).all()

    return row(work, one) | {
        "gradings": told(Grading, Grading.at),
        "contacts": told(Contact, Contact.at),
        "appointments": told(Appointment, Appointment.starts_at),
        "may_do": may_do(work, one),
    }


def may_do(work: Work, one: Lead) -> list[dict[str, Any]]:
    """What could be done with a lead, and what stands against this caller doing it now."""
    not_yours = [*_role(work, "lead.work")] or [
        *reasons_not_to_work_on(one.consultant_id == work.caller.id, scope.is_superior(work.caller))
    ]
    today, numbers = scope.today_at(work, one.estate_id), settings.follow_up_numbers(work.settings)
    early = [*reasons_not_to_contact(ContactKind.PHONE, today, one.visited_on, False, numbers)]
    return [
        {"act": "grade", "zh": "评级", "en": "Grade", "reasons_against": not_yours},
        {"act": "contact", "zh": "登记联系", "en": "Log a contact", "reasons_against": not_yours},
        {"act": "call", "zh": "回访", "en": "Call now", "reasons_against": [*not_yours, *early]},
        {"act": "appoint", "zh": "预约看房", "en": "Plan a viewing", "reasons_against": not_yours},
    ]


def _role(work: Work, permission: str) -> list[Reason]:
    if work.caller.may(permission):
        return []
    return [Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this.")]
