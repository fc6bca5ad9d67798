"""What a verdict is weighed from: the registrations of a customer's household at an estate, as they stood then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import ColumnElement, or_, select, true, union

from kit.work import Work
from services.leads.models import Entry, EntryRelative, Reception, Related
from services.leads.queries import identities, known
from services.leads.rules.attribution import Visit
from services.leads.rules.identities import Said, successors
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


@dataclass(frozen=True)
class Household:
    """What a verdict looks at; `known_as` has the ids that by corrections stand for another customer, with that one."""

    registrations: list[Registration]
    visits: list[Visit]
    known_as: Mapping[str, str]


def household(work: Work, customer_id: str, estate_id: str, then: AsOf) -> Household:
    """All that concern the customer at the estate, and their relatives by however many steps.

    Found by what the entries said, and not by how the registrations stand: a later correction may have taken a
    relation away, or shown that it was somebody else.
    """
    customers, said = connected(work, customer_id, then)
    return Household(
        _registrations(work, customers, estate_id, then), _visits(work, customers, estate_id, then), successors(said)
    )


def _registrations(work: Work, customers: set[str], estate_id: str, then: AsOf) -> list[Registration]:
    chosen = select(Entry.registration_id).where(
        Entry.customer_id.in_(customers), Entry.estate_id == estate_id, then.of(Entry)
    )
    found = known.entries_of(work, list(work.session.scalars(chosen.distinct())))
    there = (then.entries(each) for each in found.values())
    return [known.standing(each, then.day) for each in there if each]


def _visits(work: Work, customers: set[str], estate_id: str, then: AsOf) -> list[Visit]:
    """The receptions of the customer's household at the estate up to then."""
    chosen = select(Reception).where(
        Reception.customer_id.in_(customers), Reception.estate_id == estate_id, then.of(Reception)
    )
    return [Visit(str(one.customer_id), one.day, one.asked_for_id) for one in work.session.scalars(chosen)]


def connected(work: Work, customer_id: str, then: AsOf) -> tuple[set[str], set[Said]]:
    """The customer, the relatives, their relatives, and so on, by all that was said up to then; and whose it was said.

    Whom a correction showed to be another customer is both. And by the relations that hold now, which is all that an
    earlier version of this service writes down while it runs on these tables. Who is found beyond need changes no
    verdict: the rules go by what each entry says.
    """
    named = select(EntryRelative.customer_id, EntryRelative.of_id).join(Entry, Entry.position == EntryRelative.position)
    holds = select(Related.customer_id, Related.of_id)
    found, newest, said = {customer_id}, {customer_id}, set[Said]()
    while newest and len(found) < MOST_RELATIVES:
        then_named = named.where(_is_of(EntryRelative, newest), then.of(Entry))
        pairs = work.session.execute(union(then_named, holds.where(_is_of(Related, newest)))).all()
        said_now = identities.said_of(work, newest, then.of(Entry))
        newest = {one for pair in pairs for one in pair} | {one.customer for one in said_now}
        newest -= found
        found |= newest
        said |= said_now
    return found, said


def _is_of(table: type[EntryRelative | Related], customers: set[str]) -> ColumnElement[bool]:
    return or_(table.customer_id.in_(customers), table.of_id.in_(customers))
