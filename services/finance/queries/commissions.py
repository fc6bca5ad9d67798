"""What finance looks up and shows of commissions (FIN-6): a consultant sees their own, finance those of all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import Session, contains_eager

from kit.caller import Caller
from kit.listing import Listing
from kit.work import Work
from services.finance.errors import NoSuchCommission
from services.finance.models import Commission, Deal, Person, Verdict
from services.finance.queries import as_kept, in_sight
from services.finance.queries.deals import money_in
from services.finance.queries.money import is_refunding
from services.finance.rules.commission import Ripeness, State, reasons_not_to_pay
from services.finance.rules.instalments import DealKind
from services.words import Department, Rank

STANDING = tuple(state.value for state in State if state.stands)
COMMISSIONS = Listing(
    columns={"accrued_at": Commission.accrued_at, "amount": Commission.amount},
    key=Commission.id,
    default_sort="-accrued_at",
    filters={
        "estate_id": Commission.estate_id,
        "consultant_id": Commission.consultant_id,
        "deal_id": Commission.deal_id,
        "state": Commission.state,
        "month": Commission.month,
    },
    search=(Deal.number, Deal.unit_number, Person.name),
)
_OF_COMMISSION = (
    *("id", "deal_id", "estate_id", "consultant_id", "price", "rate", "percent", "amount", "month", "accrued_at"),
    *("payable_on", "paid_at", "paid_by", "taken_back_at", "reason"),
)


def _visible(work: Work) -> ColumnElement[bool]:
    own = Commission.consultant_id == work.caller.id if _is_consultant(work.caller) else true()
    return and_(in_sight(work, Commission.estate_id), own)


def _is_consultant(caller: Caller) -> bool:
    """Whether the caller sells and lets, and looks after nobody who does."""
    rank = Rank(caller.rank or Rank.CLERK)
    return caller.department == Department.LEASING and not rank.at_least(Rank.SUPERVISOR)


def _commissions(work: Work) -> Select[Any]:
    whole: Select[Any] = select(*(Commission,))
    people = whole.join(Commission.deal).outerjoin(Commission.consultant)
    return people.options(contains_eager(Commission.deal), contains_eager(Commission.consultant)).where(_visible(work))


def find(work: Work, commission_id: str) -> Commission:
    """A commission with its deal. Raises NoSuchCommission."""
    found: Commission | None = work.session.scalars(
        _commissions(work).where(Commission.id == commission_id)
    ).one_or_none()
    if found is None:
        raise NoSuchCommission()
    return found


def standing(session: Session, deal_id: str) -> list[Commission]:
    """What the consultants of a deal earn by it, as far as it was not taken back."""
    finding = select(Commission).where(Commission.deal_id == deal_id, Commission.state.in_(STANDING))
    return list(session.scalars(finding.order_by(Commission.consultant_id)))


def to_settle(work: Work, wanted: Mapping[str, Any]) -> list[Commission]:
    """What a run has to settle: what is payable until its last day, and what consultants owe."""
    payable = and_(Commission.state == State.PAYABLE.value, Commission.payable_on <= wanted["until"])
    finding = _commissions(work).where(payable | (Commission.state == State.CLAWED_BACK.value))
    for name in ("estate_id", "consultant_id"):
        if wanted.get(name):
            finding = finding.where(getattr(Commission, name) == wanted[name])
    return list(work.session.scalars(finding.order_by(Commission.consultant_id, Commission.id)))


def ripeness_of(session: Session, deal: Deal) -> Ripeness:
    """What there is of all that has to be there before commission on a deal is paid."""
    verdict = session.get(Verdict, deal.deal_id)
    paid = deal.stands and money_in(session, deal) > 0
    return Ripeness(bool(verdict and verdict.is_final), deal.stands, paid, not is_refunding(session, deal.deal_id))


def commissions(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of commissions, newest first."""
    chosen = _commissions(work)
    if wanted.get("mine"):
        chosen = chosen.where(Commission.consultant_id == work.caller.id)
    page = COMMISSIONS.page(work, chosen, as_kept(wanted))
    return page | {"items": [shown(one) for one in page["items"]]}


def commission(work: Work, commission_id: str) -> dict[str, Any]:
    """One commission, and what speaks against paying it."""
    found = find(work, commission_id)
    reasons = reasons_not_to_pay(State(found.state), ripeness_of(work.session, found.deal), found.paid_by)
    return shown(found) | {"reasons_against": [reason.say(work.caller.language) for reason in reasons]}


def shown(found: Commission) -> dict[str, Any]:
    """A commission as a list shows it."""
    deal = found.deal
    return {name: getattr(found, name) for name in _OF_COMMISSION} | {
        "state": State(found.state),
        "consultant": found.consultant.name if found.consultant else None,
        "number": deal.number,
        "unit_number": deal.unit_number,
        "kind": DealKind(deal.kind) if deal.kind else None,
    }
