"""What leasing shows of its long-term waiting list, with the units found for each who waits (LEAD-18)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope
from services.leads.errors import NotOnTheList
from services.leads.models import FoundOffer, OfferedUnit, Waiting
from services.leads.queries import caretaking, identities
from services.leads.rules.losing import reasons_not_to_leave
from services.leads.rules.offers import BoardState

_HAS_OFFERS = Waiting.id.in_(select(FoundOffer.waiting_id))
WAITING = Listing(
    columns={"at": Waiting.at, "lost_on": Waiting.lost_on},
    key=Waiting.id,
    default_sort="-at",
    filters={
        "estate_id": Waiting.estate_id,
        "customer_id": identities.is_of(Waiting.customer_id),
        "cause": Waiting.cause,
        "is_waiting": lambda told: Waiting.left_at.is_(None) if told else Waiting.left_at.is_not(None),
        "has_offers": lambda told: _HAS_OFFERS if told else ~_HAS_OFFERS,
    },
    search=(Waiting.customer, Waiting.rival_building, Waiting.consultant),
)


def waiting_list(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of those who wait, or waited, at the caller's estates, the last lost first."""
    chosen = select(Waiting).where(scope.within(work.caller, Waiting.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(Waiting.consultant_id == work.caller.id)
    page = WAITING.page(work, chosen, asked)
    return page | {"items": _shown(work, page["items"])}


def row(work: Work, waiting_id: str) -> Waiting:
    """One row of the list. Raises NotOnTheList."""
    found = work.session.get(Waiting, waiting_id)
    if found is None or not work.caller.may_see(found.estate_id):
        raise NotOnTheList()
    return found


def shown(work: Work, waiting_id: str) -> dict[str, Any]:
    """One row with its offers."""
    work.session.flush()
    (told,) = _shown(work, [row(work, waiting_id)])
    return told


def of_customer(work: Work, customer_id: str, estate_id: str) -> Sequence[Waiting]:
    """Every time that this customer was lost at that estate."""
    ids = identities.ids_of(work, customer_id)
    mine = select(Waiting).where(Waiting.customer_id.in_(ids), Waiting.estate_id == estate_id)
    return work.session.scalars(mine).all()


def is_own(work: Work, one: Waiting) -> bool:
    """Whether the caller looks after the customer: lost them, or has the care of them in the register."""
    return one.id in _own(work, [one])


def _own(work: Work, waits: Sequence[Waiting]) -> set[str]:
    """Of these rows those whose customer the caller looks after: in a few statements, however many there are."""
    others = {one.id: one.customer_id for one in waits if one.consultant_id != work.caller.id}
    whose = identities.whose_each(work, set(others.values()))
    cared_for = caretaking.cared_for(work, set(whose.values()))
    return {one.id for one in waits if one.id not in others or whose[one.customer_id] in cared_for}


def _shown(work: Work, waits: Sequence[Waiting]) -> list[dict[str, Any]]:
    offers, against = _offers(work, waits), _against_leaving(work, waits)
    return [
        {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
        | {"is_waiting": one.left_at is None, "offers": offers[one.id], "may_do": _may_do(one, against)}
        for one in waits
    ]


def _may_do(one: Waiting, against: Mapping[str, list[Reason]]) -> list[dict[str, Any]]:
    if one.left_at is not None:
        return []
    return [{"act": "leave", "zh": "移出名单", "en": "Take off", "reasons_against": against[one.id]}]


def _against_leaving(work: Work, waits: Sequence[Waiting]) -> dict[str, list[Reason]]:
    """What stands against the caller's taking each off who waits; the register is asked only where it matters."""
    waiting = [one for one in waits if one.left_at is None]
    if against := scope.reasons_of_role(work, "lead.close"):
        return {one.id: against for one in waiting}
    is_superior = scope.is_superior(work.caller)
    own = set() if is_superior else _own(work, waiting)
    return {one.id: [*reasons_not_to_leave(one.id in own, is_superior, is_waiting=True)] for one in waiting}


def _offers(work: Work, waits: Sequence[Waiting]) -> dict[str, list[dict[str, Any]]]:
    """The units found for each, the newest first, and whether each is free still."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    chosen = (
        select(FoundOffer, OfferedUnit)
        .join(OfferedUnit, OfferedUnit.id == FoundOffer.unit_id)
        .where(FoundOffer.waiting_id.in_([one.id for one in waits]))
        .order_by(FoundOffer.at.desc(), FoundOffer.id)
    )
    for offer, unit in work.session.execute(chosen):
        told = {"id": offer.id, "unit_id": unit.id, "unit_number": unit.number, "at": offer.at, "price": offer.price}
        told |= {"building": unit.building, "floor": unit.floor, "area_built": unit.area_built, "layout": unit.layout}
        is_free = unit.stands is BoardState.AVAILABLE and unit.free_since == offer.free_since
        found[offer.waiting_id].append(told | {"is_free": is_free})
    return found
