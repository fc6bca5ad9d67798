"""What a verdict is weighed from: the registrations of a customer's household at an estate, as they stood on a day."""

from datetime import date

from sqlalchemy import or_, select

from kit.work import Work
from services.leads.models import Reception, Registered, Related
from services.leads.queries import known
from services.leads.rules.attribution import Visit
from services.leads.rules.register import Registration

MOST_RELATIVES = 200  # Of relatives' relatives, who only decide which registration came first in their own household.


def registrations(work: Work, customer_id: str, estate_id: str, day: date) -> list[Registration]:
    """All that concern the customer, and their relatives by however many steps."""
    customers = connected(work, customer_id)
    chosen = select(Registered.id).where(
        Registered.customer_id.in_(customers), Registered.estate_id == estate_id, Registered.day <= day
    )
    entries = known.entries_of(work, list(work.session.scalars(chosen)))
    return [known.standing(each, day) for each in entries.values()]


def visits(work: Work, customer_id: str, estate_id: str, day: date) -> list[Visit]:
    """The receptions of the customer's household at the estate up to that day."""
    chosen = select(Reception).where(
        Reception.customer_id.in_(connected(work, customer_id)), Reception.estate_id == estate_id, Reception.day <= day
    )
    return [Visit(str(one.customer_id), one.day, one.asked_for_id) for one in work.session.scalars(chosen)]


def connected(work: Work, customer_id: str) -> set[str]:
    """The customer, the relatives, their relatives, and so on."""
    found, newest = {customer_id}, {customer_id}
    while newest and len(found) < MOST_RELATIVES:
        either = or_(Related.customer_id.in_(newest), Related.of_id.in_(newest))
        pairs = work.session.execute(select(Related.customer_id, Related.of_id).where(either))
        newest = {one for pair in pairs for one in pair} - found
        found |= newest
    return found
