"""Deals: a unit is held, confirmed, its deposit taken, or let go of; what runs out ends by itself (SALE-1, SALE-2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from kit.calendar import nth_working_day_after
from kit.clock import end_of_day, local_date
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.procedure.due import number
from kit.regular import each_that_waits
from kit.series import next_number
from kit.work import Work
from services.contracts import scope, settings
from services.contracts.actions.board import move
from services.contracts.events import DealLapsed, DepositTaken
from services.contracts.models import Deal, KnownConcession, RunningNumber, Unit
from services.contracts.queries.permits import permits_of
from services.contracts.rules import board as board_rules
from services.contracts.rules.board import Cause, Kind
from services.contracts.rules.deals import (
    Confirmation,
    DealState,
    Purse,
    conceded,
    list_price,
    reasons_against_deal_act,
    reasons_against_state,
    reasons_not_to_confirm,
    reasons_not_to_let_go,
    reasons_not_to_take_deposit,
)
from services.contracts.rules.permits import reasons_not_to_sell


@dataclass(frozen=True)
class Wish:
    """Which unit is held for whom, and by which consultant where that is not who asks."""

    unit_id: str
    kind: Kind
    customer_id: str
    customer_name: str
    consultant_id: str | None = None


def hold(work: Work, wish: Wish) -> Deal:
    """Holds a unit for a customer (SALE-1). Of any number who ask at once one gets it; the others are told who."""
    unit = scope.unit(work, wish.unit_id)
    consultant = scope.consultant(work, wish.consultant_id or work.caller.id, unit.estate_id)
    raise_if_any(reasons_against_deal_act(consultant.id == work.caller.id, scope.is_sales_control(work.caller)))
    scope.visitor(work, wish.customer_id, unit.estate_id)
    raise_if_any(board_rules.reasons_not_to_offer(unit.number, wish.kind, _asked(unit, wish.kind), unit.kept_for))
    _end_what_has_run_out(work, unit)
    deal = Deal(
        id=new_id(),
        estate_id=unit.estate_id,
        unit=unit,
        kind=wish.kind,
        state=DealState.HELD,
        has_unit=True,
        customer_id=wish.customer_id,
        customer_name=wish.customer_name,
        consultant_id=consultant.id,
        consultant=consultant.name,
        held_at=work.now,
        trace=work.cause.correlation_id,
        due_at=work.now + timedelta(hours=number(settings.HOLD_HOURS, work.settings)),
    )
    move(work, unit, Cause.HELD, deal)
    deal.number = next_number(work, RunningNumber, f"RG-{scope.today_at(work, unit.estate_id).year}")
    work.session.add(deal)
    return deal


def confirm(work: Work, deal_id: str, told: Confirmation) -> Deal:
    """Issues the unit confirmation (房位确认单): price, deposit, and the terms of its refund (SALE-2, SALE-4)."""
    deal, unit = take(work, deal_id)
    raise_if_any(reasons_against_state(deal.number, deal.state, DealState.HELD))
    asked = _asked(unit, deal.kind)
    concession = _concession(work, deal)
    least = conceded(asked, concession.percent) if asked is not None and concession is not None else asked
    raise_if_any(reasons_not_to_confirm(told, least, scope.is_sales_manager(work.caller)))
    if deal.kind is Kind.SALE:
        raise_if_any(reasons_not_to_sell(*permits_of(work, deal.estate_id)))
    deal.state, deal.confirmed_at = DealState.CONFIRMED, work.now
    deal.list_price, deal.price, deal.deposit, deal.terms = asked, told.price, told.deposit, told.terms
    deal.is_on_site = told.is_on_site
    if asked is not None and told.price < asked:
        deal.discount_reason = told.discount_reason or _as_granted(concession)
    deal.due_at = deposit_by(work, deal.estate_id, work.now)
    move(work, unit, Cause.CONFIRMED, deal)
    return deal


def deposit_by(work: Work, estate_id: str, confirmed_at: datetime) -> datetime:
    """Until when the deposit of a unit confirmed then is to be paid."""
    zone = scope.zone_of(work, estate_id)
    day = local_date(confirmed_at, zone) + timedelta(number(settings.DEPOSIT_DAYS, work.settings))
    return end_of_day(day, zone)


def take_deposit(work: Work, deal_id: str, purse: Purse) -> Deal:
    """The customer has paid the deposit; from here on it is finance that decides (SALE-2)."""
    deal, unit = take(work, deal_id)
    raise_if_any(reasons_against_state(deal.number, deal.state, DealState.CONFIRMED))
    raise_if_any(reasons_not_to_take_deposit(deal.taken_at, deal.due_at, work.now))
    deal.taken_at, deal.purse = work.now, purse
    deal.due_at = deal.confirm_by = _for_finance(work, deal)
    assert deal.deposit is not None, "what is confirmed has a deposit"
    taken = DepositTaken(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        kind=deal.kind.value,
        customer_id=deal.customer_id,
        customer_name=deal.customer_name,
        consultant_id=deal.consultant_id,
        amount=deal.deposit,
        purse=purse.value,
        taken_at=work.now,
        confirm_by=deal.confirm_by,
        terms=deal.terms,
    )
    work.announce(taken, estate=deal.estate_id)
    return deal


def let_go(work: Work, deal_id: str, reason: str) -> Deal:
    """The customer does not want the unit, and has paid nothing."""
    deal, unit = take(work, deal_id)
    raise_if_any(reasons_against_state(deal.number, deal.state, DealState.HELD, DealState.CONFIRMED))
    raise_if_any(reasons_not_to_let_go(deal.taken_at))
    lapse(work, deal, unit, Cause.LET_GO, reason)
    return deal


def lapse(work: Work, deal: Deal, unit: Unit, cause: Cause, reason: str = "") -> None:
    """Ends a deal that was not closed; its unit is free for everybody."""
    deal.state, deal.has_unit, deal.due_at, deal.ended_at = DealState.LAPSED, False, None, work.now
    work.session.flush()
    move(work, unit, cause, deal, reason)
    lapsed = DealLapsed(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        customer_id=deal.customer_id,
        consultant_id=deal.consultant_id,
        cause=cause.value,
    )
    work.announce(lapsed, estate=deal.estate_id)


def end_what_has_run_out(work: Work, limit: int = 100) -> None:
    """Holds, and confirmations without a deposit that finance has, end at their time (SALE-1, SALE-2).

    A deal that cannot end holds up no other: the next ones come in its place.
    """
    due = select(Deal.id).where(Deal.due_at <= work.now).order_by(Deal.due_at).limit(limit)
    each_that_waits(work, "end_what_has_run_out", due, Deal.id, partial(_run_out, work))


def _run_out(work: Work, deal_id: str) -> None:
    deal = work.session.get_one(Deal, deal_id)
    lapse(work, deal, work.session.get_one(Unit, deal.unit_id), Cause.RAN_OUT)


def take(work: Work, deal_id: str) -> tuple[Deal, Unit]:
    """A deal to be changed, locked, with its unit; for its own consultant and for sales control."""
    deal = scope.deal(work, deal_id)
    work.expect(deal.version)
    is_own = deal.consultant_id == work.caller.id
    raise_if_any(reasons_against_deal_act(is_own, scope.is_sales_control(work.caller)))
    return deal, scope.unit(work, deal.unit_id)


def _concession(work: Work, deal: Deal) -> KnownConcession | None:
    """The greatest discount that the customer has on this unit today, if any."""
    theirs = (KnownConcession.customer_id == deal.customer_id, KnownConcession.unit_id == deal.unit_id)
    valid = KnownConcession.valid_until >= scope.today_at(work, deal.estate_id)
    found = select(KnownConcession).where(*theirs, KnownConcession.dealing == deal.kind.value, valid)
    return work.session.scalars(found.order_by(KnownConcession.percent.desc()).limit(1)).one_or_none()


def _as_granted(concession: KnownConcession | None) -> str:
    assert concession is not None, "less without a concession has a reason"
    return f"{concession.number}（{concession.granted_by}）：{concession.reason}"


def _asked(unit: Unit, kind: Kind) -> Decimal | None:
    return list_price(kind, unit.sale_price, unit.rent_per_sqm_day, unit.area_built)


def _for_finance(work: Work, deal: Deal) -> datetime:
    days = number(settings.CONFIRM_WORKING_DAYS, work.settings)
    day = nth_working_day_after(scope.today_at(work, deal.estate_id), days)
    return end_of_day(day, scope.zone_of(work, deal.estate_id))


def _end_what_has_run_out(work: Work, unit: Unit) -> None:
    """A hold that is over holds nobody up, whether or not the clock has come by."""
    over = select(Deal).where(Deal.id == unit.deal_id, Deal.due_at <= work.now).with_for_update()
    for deal in work.session.scalars(over.execution_options(populate_existing=True)).all():
        work.session.refresh(unit)
        lapse(work, deal, unit, Cause.RAN_OUT)
    work.session.refresh(unit)
