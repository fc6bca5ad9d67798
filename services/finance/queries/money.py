"""What finance looks up and shows of money in suspense, and of refunds (FIN-3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from kit.listing import Listing
from kit.work import Work
from services.finance.errors import NoSuchRefund, NoSuchSuspense
from services.finance.models import Deal, Match, Refund, Suspense
from services.finance.queries import as_kept, in_sight, zone_of
from services.finance.rules.accounts import Purse
from services.finance.rules.receivables import RefundState, reasons_not_to_pay_refund, reasons_not_to_take_suspense_back

SUSPENSE = Listing(
    columns={"received_on": Suspense.received_on, "remaining": Suspense.remaining},
    key=Suspense.id,
    default_sort="received_on",
    filters={
        "estate_id": Suspense.estate_id,
        "deal_id": Suspense.deal_id,
        "open": lambda wanted: Suspense.remaining > 0 if wanted else Suspense.remaining == 0,
    },
    search=(Suspense.payer, Suspense.memo),
)
REFUNDS = Listing(
    columns={"approved_at": Refund.approved_at},
    key=Refund.id,
    default_sort="-approved_at",
    filters={"estate_id": Refund.estate_id, "deal_id": Refund.deal_id, "state": Refund.state},
    search=(Deal.number, Deal.customer_name, Deal.unit_number),
)
_OF_SUSPENSE = (
    *("id", "estate_id", "amount", "remaining", "received_on", "payer", "memo", "deal_id", "deposit_id"),
    *("recorded_at", "by", "taken_back"),
)
_OF_MATCH = (
    *("id", "entry_id", "purpose", "number", "lease_id", "deal_id", "amount", "at", "by"),
    *("reversed_at", "reversed_by", "reason"),
)
_OF_REFUND = ("id", "deal_id", "estate_id", "amount", "evidence", "approved_at", "paid_at", "paid_by")


def take_suspense(work: Work, suspense_id: str) -> Suspense | None:
    """Money in suspense, locked."""
    taking = select(Suspense).where(Suspense.id == suspense_id, in_sight(work, Suspense.estate_id))
    return work.session.scalars(taking.with_for_update(), execution_options={"populate_existing": True}).one_or_none()


def suspense_of(session: Session, deal_id: str) -> list[Suspense]:
    """What is left in suspense of the deposits on a deal, locked."""
    finding = select(Suspense).where(Suspense.deal_id == deal_id, Suspense.remaining > 0)
    return list(session.scalars(finding.order_by(Suspense.id).with_for_update()))


def find_match(work: Work, suspense_id: str, match_id: str) -> Match | None:
    """A match of money in suspense, as it stands."""
    finding = select(Match).join(Match.suspense).options(contains_eager(Match.suspense))
    finding = finding.where(Match.id == match_id, Suspense.id == suspense_id, in_sight(work, Suspense.estate_id))
    return work.session.scalars(finding, execution_options={"populate_existing": True}).one_or_none()


def suspense_list(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of money in suspense, the oldest first."""
    page = SUSPENSE.page(work, select(Suspense).where(in_sight(work, Suspense.estate_id)), wanted)
    return page | {"items": [_suspense(work, one) for one in page["items"]]}


def suspense(work: Work, suspense_id: str) -> dict[str, Any]:
    """One sum in suspense, with what became of it."""
    finding = select(Suspense).where(Suspense.id == suspense_id, in_sight(work, Suspense.estate_id))
    one = work.session.scalars(finding).one_or_none()
    if one is None:
        raise NoSuchSuspense()
    matches = work.session.scalars(select(Match).where(Match.suspense_id == one.id).order_by(Match.at, Match.id))
    against = reasons_not_to_take_suspense_back(one.amount, one.remaining, one.deposit_id is not None)
    return _suspense(work, one) | {
        "matches": [{name: getattr(found, name) for name in _OF_MATCH} for found in matches],
        "reasons_against_taking_back": [reason.say(work.caller.language) for reason in against],
    }


def _suspense(work: Work, one: Suspense) -> dict[str, Any]:
    age = (work.today(zone_of(work.session, one.estate_id)) - one.received_on).days
    return {name: getattr(one, name) for name in _OF_SUSPENSE} | {"purse": Purse(one.purse), "age_days": age}


def refunds_waiting(session: Session, deal_id: str) -> list[Refund]:
    """The refunds on a deal that are not owed yet, the first approved first."""
    finding = select(Refund).where(Refund.deal_id == deal_id, Refund.state == RefundState.WAITING.value)
    return list(session.scalars(finding.order_by(Refund.approved_at, Refund.id)))


def has_refunded(session: Session, deal_id: str) -> bool:
    """Whether money of the deal is owed back already, or was paid back."""
    gone = (RefundState.OWED.value, RefundState.PAID.value)
    return (
        session.scalar(select(Refund.id).where(Refund.deal_id == deal_id, Refund.state.in_(gone)).limit(1)) is not None
    )


def is_refunding(session: Session, deal_id: str) -> bool:
    """Whether a refund is approved on the deal that was not sent back: its unit is being given back, or was."""
    sent_back = RefundState.REFUSED.value
    finding = select(Refund.id).where(Refund.deal_id == deal_id, Refund.state != sent_back)
    return session.scalar(finding.limit(1)) is not None


def deal_of_refund(work: Work, refund_id: str) -> str | None:
    """The id of the deal that a refund is about."""
    return work.session.scalar(select(Refund.deal_id).where(Refund.id == refund_id, in_sight(work, Refund.estate_id)))


def paid_back(session: Session, deal_id: str) -> Decimal:
    """How much of a deal's money was paid back."""
    paid = select(func.sum(Refund.amount)).where(Refund.deal_id == deal_id, Refund.state == RefundState.PAID.value)
    return session.scalar(paid) or Decimal(0)


def refunds(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of refunds, newest first."""
    chosen = select(Refund).join(Refund.deal).options(contains_eager(Refund.deal))
    page = REFUNDS.page(work, chosen.where(in_sight(work, Refund.estate_id)), as_kept(wanted))
    return page | {"items": [_refund(work, one) for one in page["items"]]}


def refund(work: Work, refund_id: str) -> dict[str, Any]:
    """One refund."""
    finding = select(Refund).options(selectinload(Refund.deal)).where(Refund.id == refund_id)
    one = work.session.scalars(finding.where(in_sight(work, Refund.estate_id))).one_or_none()
    if one is None:
        raise NoSuchRefund()
    return _refund(work, one)


def _refund(work: Work, one: Refund) -> dict[str, Any]:
    state = RefundState(one.state)
    return {name: getattr(one, name) for name in _OF_REFUND} | {
        "state": state,
        "purse": Purse(one.purse) if one.purse else None,
        "number": one.deal.number,
        "customer_name": one.deal.customer_name,
        "unit_number": one.deal.unit_number,
        "reasons_against": [reason.say(work.caller.language) for reason in reasons_not_to_pay_refund(state)],
    }
