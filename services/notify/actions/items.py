"""Putting items into inboxes and closing them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from kit.ids import new_id
from kit.work import Work
from services.notify.actions import moves
from services.notify.models import Item, KnownEstate, KnownPerson
from services.notify.rules.inboxes import Address, Change, Kind, whom_to_tell

DEFAULT_ESTATE = KnownEstate(id="", name="", zone="Asia/Shanghai")


def add_item(work: Work, origin: str, to: Address, kind: Kind, asks: bool, **told: Any) -> Item | None:
    """Puts an item into an inbox, unless what it came from is there already; `told` are further columns."""
    if work.session.scalars(select(Item.id).where(Item.origin == origin)).first():
        return None
    place = {"estate_id": to.estate_id, "department": to.department, "rank": to.rank, "person_id": to.person_id}
    item = Item(id=new_id(), origin=origin, kind=kind, asks=asks, **place, **{"opened_at": work.now} | told)
    work.session.add(item)
    moves.note(work, item, Change.ADDED)
    return item


def close_items(work: Work, items: Iterable[Item], outcome: str, change: Change = Change.CLOSED) -> None:
    """Closes those that are still open; they leave the open list and stay findable."""
    for item in items:
        if item.closed_at is None:
            item.closed_at, item.outcome = work.now, outcome
            moves.note(work, item, change)


def address_of_rank(work: Work, department: str, rank: str, estate_id: str | None) -> Address:
    """The inbox of that rank at the estate, or of the next one above that somebody holds."""
    return Address(estate_id, department, whom_to_tell(rank, _ranks_held(work, department, estate_id)))


def address_of_desk(work: Work, department: str, rank: str, estate_id: str | None, but: str) -> Address:
    """The same; where nobody holds that rank or one above, the whole department's, so that nothing lies unseen.

    `but` is the id of who brought it to the desk, and holds no rank here: nobody reports upward to themselves.
    """
    held = _ranks_held(work, department, estate_id, but)
    told = whom_to_tell(rank, held)
    return Address(estate_id, department, told if told in held else None)


def holders_of(work: Work, role: str, estate_id: str | None) -> list[str]:
    """The ids of those who hold a role above the departments, at the estate or everywhere."""
    people = work.session.scalars(select(KnownPerson).where(KnownPerson.active).order_by(KnownPerson.id))
    return [person.id for person in people if role in person.roles and person.works_at(estate_id)]


def _ranks_held(work: Work, department: str, estate_id: str | None, but: str = "") -> set[str]:
    people = select(KnownPerson).where(KnownPerson.department == department, KnownPerson.active)
    there = [person for person in work.session.scalars(people) if person.works_at(estate_id)]
    return {str(person.rank) for person in there if person.id != but}


def estate_of(work: Work, estate_id: str | None) -> KnownEstate:
    """The estate, or one without a name in the usual time zone where it is not known."""
    known = work.session.get(KnownEstate, estate_id) if estate_id else None
    return known or DEFAULT_ESTATE
