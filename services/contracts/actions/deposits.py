"""What sales control does with finance's word on a deposit: nothing else makes a unit sold or let (SALE-2)."""

from datetime import timedelta

from kit.clock import local_date
from kit.procedure.due import number
from kit.work import Work
from services.contracts import scope, settings
from services.contracts.actions.board import move
from services.contracts.actions.deals import lapse
from services.contracts.errors import NotYet
from services.contracts.events import DealClosed, DepositUnplaced
from services.contracts.models import Deal, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules.board import Cause, State
from services.contracts.rules.deals import DealState
from services.finance.events import DepositConfirmed, DepositRefused


def close_the_deal(work: Work, event: DepositConfirmed) -> None:
    """Finance has the deposit: the unit is sold or let.

    Where the deal has ended meanwhile, the unit is still theirs if finance had confirmed in time and nobody has taken
    it; else the money belongs to no deal, which finance and the consultant are told.
    """
    deal, unit = _take(work, event.deal_id)
    if deal.deposit_id == event.deposit_id:
        return
    if deal.state is DealState.CONFIRMED and deal.taken_at is not None:
        _close(work, deal, unit, event)
    elif _is_in_time(deal, event) and unit.state is State.AVAILABLE and unit.kept_for is None:
        deal.has_unit = True
        _close(work, deal, unit, event)
    else:
        _tell_that_it_is_unplaced(work, deal, unit, event)


def end_the_deal(work: Work, event: DepositRefused) -> None:
    """Finance does not have the deposit: the unit is free again."""
    deal, unit = _take(work, event.deal_id)
    if deal.state is DealState.CONFIRMED:
        lapse(work, deal, unit, Cause.DEPOSIT_REFUSED, event.reason)


def _take(work: Work, deal_id: str) -> tuple[Deal, Unit]:
    """The deal and its unit, both locked."""
    deal = work.session.get(Deal, deal_id, with_for_update=True)
    if deal is None:
        raise NotYet(f"deal {deal_id} is not known here")
    unit = queries.take_unit(work, deal.unit_id)
    assert unit is not None, "units are never deleted"
    return deal, unit


def _is_in_time(deal: Deal, event: DepositConfirmed) -> bool:
    ended = deal.state is DealState.LAPSED and deal.deposit_id is None
    return ended and deal.confirm_by is not None and event.confirmed_at < deal.confirm_by


def _close(work: Work, deal: Deal, unit: Unit, event: DepositConfirmed) -> None:
    assert deal.taken_at is not None, "finance confirms what was taken"
    assert deal.price is not None, "what was taken was confirmed"
    move(work, unit, deal.kind.closes, deal)
    deal.state, deal.due_at, deal.ended_at = DealState.CLOSED, None, None
    deal.deposit_id, deal.receipt_number = event.deposit_id, event.receipt_number
    deal.closed_on = local_date(deal.taken_at, scope.zone_of(work, deal.estate_id))
    days = timedelta(number(settings.SIGN_DAYS, work.settings))
    deal.sign_by = local_date(event.confirmed_at, scope.zone_of(work, deal.estate_id)) + days
    closed = DealClosed(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        kind=deal.kind.value,
        customer_id=deal.customer_id,
        customer_name=deal.customer_name,
        closer_id=deal.consultant_id,
        closed_at=deal.taken_at,
        closed_on=deal.closed_on,
        is_on_site=deal.is_on_site,
        price=deal.price,
    )
    work.announce(closed, estate=deal.estate_id)


def _tell_that_it_is_unplaced(work: Work, deal: Deal, unit: Unit, event: DepositConfirmed) -> None:
    deal.deposit_id = deal.deposit_id or event.deposit_id
    unplaced = DepositUnplaced(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_number=unit.number,
        customer_id=deal.customer_id,
        consultant_id=deal.consultant_id,
        deposit_id=event.deposit_id,
        amount=event.amount,
    )
    work.announce(unplaced, estate=deal.estate_id)
