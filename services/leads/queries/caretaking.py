"""Who works on which customer: the consultant who registered them, or whom that was handed over to (LEAD-7)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from kit.listing import Listing
from kit.work import Work
from services.leads import scope
from services.leads.models import Caretaker, HandOver, Lead, Registered
from services.leads.rules.leads import LeadState

_HANDED_OVER = Caretaker.registration_id == Registered.id
HAND_OVERS = Listing(
    columns={"at": HandOver.at},
    key=HandOver.id,
    default_sort="-at",
    filters={
        "estate_id": HandOver.estate_id,
        "consultant_id": lambda person: or_(HandOver.from_id == person, HandOver.to_id == person),
    },
    search=(HandOver.from_name, HandOver.to_name, HandOver.reason),
)


def hand_overs(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the hand-overs at the caller's estates, the newest first."""
    return HAND_OVERS.page(work, select(HandOver).where(scope.within(work.caller, HandOver.estate_id)), asked)


def hand_over(one: HandOver) -> dict[str, Any]:
    """One of them."""
    return {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}


def is_in_care_of(consultant_id: Any) -> ColumnElement[bool]:
    """The condition that this consultant works on a registration."""
    taken_over = select(Caretaker.registration_id).where(Caretaker.consultant_id == consultant_id)
    own = and_(Registered.consultant_id == consultant_id, ~exists().where(_HANDED_OVER))
    return or_(Registered.id.in_(taken_over), own)


def cares(work: Work, customer_id: str) -> bool:
    """Whether the caller works on one of the customer's registrations."""
    return bool(cared_for(work, {customer_id}))


def cared_for(work: Work, customers: Collection[str]) -> set[str]:
    """Of these customers those of whom the caller works on a registration."""
    theirs = Registered.customer_id.in_(customers)
    chosen = select(Registered.customer_id).where(theirs, is_in_care_of(work.caller.id))
    return set(work.session.scalars(chosen.distinct()))


def open_leads(work: Work, consultant_id: str, estate_id: str) -> list[Registered]:
    """What a consultant works on at an estate: the registrations of all whose lead no deal has closed."""
    is_closed = exists().where(
        Lead.customer_id == Registered.customer_id,
        Lead.estate_id == Registered.estate_id,
        Lead.state == LeadState.CLOSED,
    )
    chosen = select(Registered).where(Registered.estate_id == estate_id, is_in_care_of(consultant_id), ~is_closed)
    return list(work.session.scalars(chosen.order_by(Registered.position)))


def caretakers(work: Work, registrations: Sequence[Registered]) -> dict[str, dict[str, str]]:
    """Who works on each of these registrations, by its id."""
    chosen = select(Caretaker).where(Caretaker.registration_id.in_([one.id for one in registrations]))
    taken = {one.registration_id: one for one in work.session.scalars(chosen)}
    by = {one.id: taken.get(one.id, one) for one in registrations}
    return {id: {"caretaker_id": one.consultant_id, "caretaker": one.consultant} for id, one in by.items()}
