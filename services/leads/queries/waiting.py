"""What leasing shows of its long-term waiting list, with the units found for each who waits (LEAD-18)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from kit.listing import Listing
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
    offers = _offers(work, page["items"])
    return page | {"items": [_shown(work, one, offers[one.id]) for one in page["items"]]}


def row(work: Work, waiting_id: str) -> Waiting:
    """One row of the list. Raises NotOnTheList."""
    found = work.session.get(Waiting, waiting_id)
    if found is None or not work.caller.may_see(found.estate_id):
        raise NotOnTheList()
    return found


def shown(work: Work, waiting_id: str) -> dict[str, Any]:
    """One row with its offers."""
    work.session.flush()
    one = row(work, waiting_id)
    return _shown(work, one, _offers(work, [one])[one.id])


def of_customer(work: Work, customer_id: str, estate_id: str) -> Sequence[Waiting]:
    """Every time that this customer was lost at that estate."""
    ids = identities.ids_of(work, customer_id)
    mine = select(Waiting).where(Waiting.customer_id.in_(ids), Waiting.estate_id == estate_id)
    return work.session.scalars(mine).all()


def is_own(work: Work, one: Waiting) -> bool:
    """Whether the caller looks after the customer: lost them, or has the care of them in the register."""
    mine = work.caller.id == one.consultant_id
    return mine or caretaking.cares(work, identities.whose(work, one.customer_id))


def _shown(work: Work, one: Waiting, offers: list[dict[str, Any]]) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return told | {"is_waiting": one.left_at is None, "offers": offers, "may_do": _may_do(work, one)}


def _may_do(work: Work, one: Waiting) -> list[dict[str, Any]]:
    if one.left_at is not None:
        return []
    is_superior = scope.is_superior(work.caller)
    against = [*reasons_not_to_leave(is_superior or is_own(work, one), is_superior, is_waiting=True)]
    against = scope.reasons_of_role(work, "lead.close") or against
    return [{"act": "leave", "zh": "移出名单", "en": "Take off", "reasons_against": against}]


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
