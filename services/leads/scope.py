"""Finding what the caller may know of: everything else does not exist for that caller (GATE-2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true

from kit.caller import EVERY_ESTATE, Caller
from kit.clock import DEFAULT_ZONE
from kit.reasons import Reason
from kit.work import Work
from services.leads.errors import (
    NoSuchAppointment,
    NoSuchBroker,
    NoSuchConsultant,
    NoSuchDeal,
    NoSuchEstate,
    NoSuchLead,
    NoSuchRegistration,
    NoSuchUnit,
    NoSuchVisitor,
)
from services.leads.models import (
    Appointment,
    Attribution,
    Broker,
    KnownEstate,
    KnownPerson,
    Lead,
    OfferedUnit,
    Registered,
)
from services.words import Department, Rank


def within(caller: Caller, estate: Any) -> ColumnElement[bool]:
    """The condition that `estate`, a column, is one of the caller's."""
    if EVERY_ESTATE in caller.estates:
        return true()
    return estate.in_(sorted(caller.estates))  # type: ignore[no-any-return]


def is_superior(caller: Caller) -> bool:
    """Whether the caller looks after consultants."""
    return caller.department == Department.LEASING and Rank(caller.rank or Rank.CLERK).at_least(Rank.SUPERVISOR)


def reasons_of_role(work: Work, permission: str) -> list[Reason]:
    """What stands against the caller's role doing it."""
    if work.caller.may(permission):
        return []
    return [Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this.")]


def estate(work: Work, estate_id: str) -> KnownEstate:
    """The estate. Raises NoSuchEstate."""
    found = work.session.get(KnownEstate, estate_id)
    if found is None or not work.caller.may_see(estate_id):
        raise NoSuchEstate()
    return found


def zone_of(work: Work, estate_id: str) -> str:
    """The estate's time zone."""
    known = work.session.get(KnownEstate, estate_id)
    return known.zone if known else DEFAULT_ZONE


def today_at(work: Work, estate_id: str) -> date:
    """The day it is at the estate."""
    known = work.session.get(KnownEstate, estate_id)
    return work.today(known.zone) if known else work.today()


def registration(work: Work, registration_id: str) -> Registered:
    """The registration. Raises NoSuchRegistration."""
    chosen = select(Registered).where(Registered.id == registration_id, within(work.caller, Registered.estate_id))
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchRegistration()
    return found


def deal(work: Work, deal_id: str, alone: bool = False) -> Attribution:
    """How a deal with a verdict stands, for this work alone where it is so asked. Raises NoSuchDeal."""
    chosen = select(Attribution).where(Attribution.deal_id == deal_id, within(work.caller, Attribution.estate_id))
    if alone:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchDeal()
    return found


def lead(work: Work, customer_id: str, estate_id: str | None = None) -> Lead:
    """The customer as a lead at that estate, or at the one where they were heard of last. Raises NoSuchLead."""
    chosen = select(Lead).where(Lead.customer_id == customer_id, within(work.caller, Lead.estate_id))
    if estate_id is not None:
        chosen = chosen.where(Lead.estate_id == estate_id)
    found = work.session.scalars(chosen.order_by(Lead.heard_on.desc(), Lead.id).limit(1)).first()
    if found is None:
        raise NoSuchLead()
    return found


def appointment(work: Work, appointment_id: str, held: bool = False) -> Appointment:
    """The viewing, `held` for this work alone where that is asked. Raises NoSuchAppointment."""
    chosen = select(Appointment).where(Appointment.id == appointment_id, within(work.caller, Appointment.estate_id))
    if held:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchAppointment()
    return found


def visitors(work: Work, customer_ids: Iterable[str]) -> None:
    """Raises NoSuchVisitor where one of these customers is in the register of none of the caller's estates."""
    wanted = set(customer_ids)
    seen = Registered.customer_id.in_(wanted) & within(work.caller, Registered.estate_id)
    if wanted - set(work.session.scalars(select(Registered.customer_id).where(seen))):
        raise NoSuchVisitor("relatives")


def receives(person: KnownPerson, estate_id: str) -> bool:
    """Whether this person is a consultant at that estate now."""
    works_there = estate_id in person.estates or EVERY_ESTATE in person.estates
    return person.active and person.department == Department.LEASING and works_there


def consultant(work: Work, person_id: str, field: str, at: str | None = None) -> KnownPerson:
    """Somebody of leasing who works here, or did; now, and at the estate `at`, where one is given.

    Raises NoSuchConsultant.
    """
    found = work.session.get(KnownPerson, person_id)
    if found is None or found.department != Department.LEASING or (at is not None and not receives(found, at)):
        raise NoSuchConsultant(field)
    return found


def customer(work: Work, customer_id: str) -> list[Registered]:
    """The customer's registrations within the caller's estates, the oldest first. Raises NoSuchVisitor."""
    seen = within(work.caller, Registered.estate_id)
    chosen = select(Registered).where(Registered.customer_id == customer_id, seen).order_by(Registered.position)
    found = list(work.session.scalars(chosen))
    if not found:
        raise NoSuchVisitor("customer_id")
    return found


def unit(work: Work, unit_id: str, field: str | None = None) -> OfferedUnit:
    """The unit. Raises NoSuchUnit."""
    found = work.session.get(OfferedUnit, unit_id)
    if found is None or not work.caller.may_see(found.estate_id):
        raise NoSuchUnit(field)
    return found


def broker(work: Work, broker_id: str) -> Broker:
    """The broker. Raises NoSuchBroker."""
    found = work.session.get(Broker, broker_id)
    if found is None or not work.caller.may_see(found.estate_id):
        raise NoSuchBroker()
    return found
