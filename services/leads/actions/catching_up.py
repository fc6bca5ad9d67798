"""Leads are made of the customers who were in the register before there were leads."""

from sqlalchemy import select

from kit.work import Work
from services.leads.actions import counting, leading
from services.leads.models import Entry, LeadToMake, Reception, Registered
from services.leads.rules.particulars import Particulars


def make_leads(work: Work, limit: int = 50) -> None:
    """Makes the next leads, as if each entry and reception had just been; copies share the work."""
    waiting = select(LeadToMake).limit(limit).with_for_update(skip_locked=True)
    for one in work.session.scalars(waiting).all():
        leading.follow(work, one.customer_id, one.estate_id)
        _count(work, one.customer_id, one.estate_id)
        work.session.delete(one)


def _count(work: Work, customer_id: str, estate_id: str) -> None:
    known = select(Registered, Entry.told).join(Entry, Entry.id == Registered.id)
    known = known.where(Registered.customer_id == customer_id, Registered.estate_id == estate_id)
    for one, told in work.session.execute(known.order_by(Registered.position)).all():
        counting.note_registration(work, one, Particulars.from_told(told))
    received = select(Reception).where(Reception.customer_id == customer_id, Reception.estate_id == estate_id)
    for reception in work.session.scalars(received.order_by(Reception.at)).all():
        counting.note_reception(work, reception)
