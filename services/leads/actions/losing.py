"""Losing a lead, and finding units for whoever waits (LEAD-18, LEAD-19)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.procedure.due import number
from kit.work import Work
from services.contracts.events import UnitStateChanged
from services.leads import scope, settings
from services.leads.actions import leading
from services.leads.actions.registering import ALONE
from services.leads.events import LeadLost, OfferFound
from services.leads.models import Concession, FoundOffer, OfferedUnit, Waiting
from services.leads.queries import audiences, candidates, caretaking, identities, waiting
from services.leads.rules.losing import (
    TAKEN,
    Application,
    fits,
    reasons_not_to_close,
    reasons_not_to_leave,
    reasons_not_to_lose_for_price,
)
from services.leads.rules.offers import BoardState

TOLD = ("dealing", "cause", "reason", "rival_building", "rival_price", "rival_term_months", "expected_price")


def lose(work: Work, customer_id: str, asked: Mapping[str, Any]) -> Waiting:
    """Closes a lead as lost at an estate; the customer waits, with what they look for as the register has it."""
    estate_id = asked["estate_id"]
    scope.estate(work, estate_id)
    work.alone(ALONE)  # Nobody closes the same, and no correction shows meanwhile that it is another customer.
    registrations = scope.customer(work, customer_id)
    is_own = caretaking.cares(work, customer_id)
    _refuse_if_it_cannot_be(work, customer_id, asked, is_own)
    wanted = audiences.wanted_by(work, tuple(registrations))
    one = Waiting(
        id=new_id(),
        estate_id=estate_id,
        customer_id=customer_id,
        customer=audiences.called(tuple(registrations)),
        lost_on=scope.today_at(work, estate_id),
        at=work.now,
        area_from=asked.get("area_from", wanted.area_from),
        area_to=asked.get("area_to", wanted.area_to),
        layout=asked.get("layout", wanted.layout),
        budget=asked.get("budget", wanted.budget),
        **{name: asked.get(name) for name in TOLD},
    )
    last = registrations[-1]
    whose = caretaking.caretakers(work, [last])[last.id]
    me, theirs = (work.caller.id, work.caller.name), (whose["caretaker_id"], whose["caretaker"])
    one.consultant_id, one.consultant = me if is_own else theirs
    work.session.add(one)
    leading.follow(work, customer_id, estate_id)
    _tell(work, one)
    return one


def _refuse_if_it_cannot_be(work: Work, customer_id: str, asked: Mapping[str, Any], is_own: bool) -> None:
    """Applications count from when the customer was last lost here: each time has a last chance of its own."""
    earlier = waiting.of_customer(work, customer_id, asked["estate_id"])
    is_waiting = any(one.left_at is None for one in earlier)
    has_dealt = leading.is_closed(work, customer_id, asked["estate_id"])
    raise_if_any(reasons_not_to_close(is_own, scope.is_superior(work.caller), is_waiting, has_dealt))
    since = max((one.at for one in earlier), default=None)
    filed = [one for one in _applications(work, customer_id, asked["estate_id"]) if since is None or one.at > since]
    applications = [_as_application(one) for one in filed]
    raise_if_any(reasons_not_to_lose_for_price(asked["cause"], asked.get("expected_price"), applications))


def _applications(work: Work, customer_id: str, estate_id: str) -> list[Concession]:
    ids = identities.ids_of(work, customer_id)
    filed = select(Concession).where(Concession.customer_id.in_(ids), Concession.estate_id == estate_id)
    return list(work.session.scalars(filed))


def _as_application(one: Concession) -> Application:
    return Application(one.kind, one.state, one.is_put, one.listed, one.expected_price, one.granted)


def _tell(work: Work, one: Waiting) -> None:
    lost = LeadLost(
        waiting_id=one.id,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        consultant_id=one.consultant_id,
        dealing=one.dealing.value,
        cause=one.cause.value,
        rival_building=one.rival_building,
        rival_price=one.rival_price,
        rival_term_months=one.rival_term_months,
        lost_on=one.lost_on,
    )
    work.announce(lost, estate=one.estate_id)


def leave(work: Work, waiting_id: str, reason: str) -> Waiting:
    """Takes a customer off the list: found something, or looks no more."""
    work.alone(ALONE)
    one = waiting.row(work, waiting_id)
    customer_id = identities.whose(work, one.customer_id)
    leading.take(work, customer_id, one.estate_id)
    mine = select(Waiting).where(Waiting.id == one.id).with_for_update()
    one = work.session.scalars(mine.execution_options(populate_existing=True)).one()
    work.expect(one.version)
    is_own = waiting.is_own(work, one)
    raise_if_any(reasons_not_to_leave(is_own, scope.is_superior(work.caller), one.left_at is None))
    one.left_at, one.left_reason = work.now, reason
    leading.follow(work, customer_id, one.estate_id)
    return one


def leave_with_a_deal(work: Work, event: UnitStateChanged) -> None:
    """Whoever has bought or rented here after all waits no more at that estate."""
    if event.customer_id is None or BoardState(event.state) not in TAKEN:
        return
    assert work.heard is not None, "it was heard"
    work.alone(ALONE)
    ids = identities.ids_of(work, identities.whose(work, event.customer_id))
    theirs = select(Waiting).where(Waiting.customer_id.in_(ids), Waiting.left_at.is_(None))
    theirs = theirs.where(Waiting.estate_id == event.estate_id, Waiting.at <= work.heard.time)
    for one in work.session.scalars(theirs).all():
        one.left_at, one.left_reason = work.now, f"{event.number}：{BoardState(event.state).zh}。"


def offer_to_whoever_waits(work: Work, unit: OfferedUnit) -> None:
    """Records a unit that has come free for everybody of the list whom it fits, once, and tells their consultants."""
    told = unit.as_unit()
    if told is None or told.state is not BoardState.AVAILABLE or unit.free_since is None:
        return
    numbers = number(settings.AREA_TOLERANCE, work.settings), settings.year_days_of(work.settings)
    for one in candidates.candidates(work, unit, told, *numbers):
        if fits(told, one.as_wanted(), one.dealing, *numbers):
            _found(work, one, unit)


def _found(work: Work, one: Waiting, unit: OfferedUnit) -> None:
    price = unit.as_price()
    asked = price.of(one.dealing) if price else None
    assert asked is not None, "what fits is priced"
    assert unit.free_since is not None, "what fits is free"
    offer = FoundOffer(id=new_id(), waiting_id=one.id, unit_id=unit.id, unit_number=unit.number, at=work.now)
    offer.free_since, offer.price = unit.free_since, asked
    work.session.add(offer)
    found = OfferFound(
        waiting_id=one.id,
        offer_id=offer.id,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        consultant_id=one.consultant_id,
        unit_id=unit.id,
        unit_number=unit.number,
    )
    work.announce(found, estate=one.estate_id)
