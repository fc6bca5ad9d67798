"""What a verdict is weighed from: the registrations of a customer's household at an estate, as they stood then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import ColumnElement, or_, select, true, union

from kit.work import Work
from services.leads.models import Entry, EntryRelative, Reception, Related
from services.leads.queries import known
from services.leads.rules.attribution import Visit
from services.leads.rules.register import Registration

MOST_RELATIVES = 200  # Of relatives' relatives, who only decide which registration came first in their own household.


@dataclass(frozen=True)
class AsOf:
    """As of when the register is read: an estate's day, and the moment of that day after which nothing counts."""

    day: date
    moment: datetime | None = None

    def of(self, table: type[Entry | Reception]) -> ColumnElement[bool]:
        """The condition that a row was there then."""
        return (table.day <= self.day) & (true() if self.moment is None else table.at <= self.moment)

    def entries(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that were there by the moment, in the order of the register."""
        return list(takewhile(lambda one: self.moment is None or one.at <= self.moment, entries))


def registrations(work: Work, customer_id: str, estate_id: str, then: AsOf) -> list[Registration]:
    """All that concern the customer, and their relatives by however many steps.

    Found by what the entries said, and not by how the registrations stand: a later correction may have taken a
    relation away, or shown that it was somebody else.
    """
    customers = connected(work, customer_id, then)
    chosen = select(Entry.registration_id).where(
        Entry.customer_id.in_(customers), Entry.estate_id == estate_id, then.of(Entry)
    )
    found = known.entries_of(work, list(work.session.scalars(chosen.distinct())))
    there = (then.entries(each) for each in found.values())
    return [known.standing(each, then.day) for each in there if each]


def visits(work: Work, customer_id: str, estate_id: str, then: AsOf) -> list[Visit]:
    """The receptions of the customer's household at the estate up to then."""
    customers = connected(work, customer_id, then)
    chosen = select(Reception).where(
        Reception.customer_id.in_(customers), Reception.estate_id == estate_id, then.of(Reception)
    )
    return [Visit(str(one.customer_id), one.day, one.asked_for_id) for one in work.session.scalars(chosen)]


def connected(work: Work, customer_id: str, then: AsOf) -> set[str]:
    """The customer, the relatives, their relatives, and so on, by all that was said up to then.

    And by what holds now, which is all that an earlier version of this service writes down while it runs on these
    tables. Who is found beyond need changes no verdict: the rules go by what each entry says.
    """
    said = select(EntryRelative.customer_id, EntryRelative.of_id).join(Entry, Entry.position == EntryRelative.position)
    holds = select(Related.customer_id, Related.of_id)
    found, newest = {customer_id}, {customer_id}
    while newest and len(found) < MOST_RELATIVES:
        then_said = said.where(_is_of(EntryRelative, newest), then.of(Entry))
        pairs = work.session.execute(union(then_said, holds.where(_is_of(Related, newest))))
        newest = {one for pair in pairs for one in pair} - found
        found |= newest
    return found


def _is_of(table: type[EntryRelative | Related], customers: set[str]) -> ColumnElement[bool]:
    return or_(table.customer_id.in_(customers), table.of_id.in_(customers))
