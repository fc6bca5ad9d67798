"""Supplementary agreements and promises (SALE-7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts import scope
from services.contracts.errors import NoSuchSupplement
from services.contracts.events import SupplementSubmitted
from services.contracts.models import Contract, Promise, Supplement, SupplementDecision
from services.contracts.queries.leases import in_sight
from services.contracts.rules.supplements import (
    STAGES,
    Risk,
    SupplementState,
    fingerprint,
    reasons_not_to_decide,
    reasons_not_to_sign,
)


@dataclass(frozen=True)
class Said:
    """What was promised to a customer, when, and what may come of it."""

    promised_on: date
    text: str
    risk: Risk
    risk_note: str


def submit(work: Work, contract_id: str, title: str, text: str) -> Supplement:
    """Submits the text of a supplementary agreement; another text is another one, with approvals of its own."""
    contract = scope.contract(work, contract_id)
    supplement = Supplement(
        id=new_id(),
        contract_id=contract.id,
        estate_id=contract.estate_id,
        title=title,
        text=text,
        text_hash=fingerprint(text),
        state=SupplementState.SUBMITTED,
        submitted_at=work.now,
        by_id=work.caller.id,
        by=work.caller.name,
    )
    supplement.decisions = []
    work.session.add(supplement)
    _tell_who_decides(work, supplement, contract)
    return supplement


def decide(work: Work, supplement_id: str, is_approved: bool, reason: str) -> Supplement:
    """The sales manager approves the text or not, then the director."""
    supplement = _take(work, supplement_id)
    approved_already = any(one.by_id == work.caller.id for one in supplement.decisions)
    is_sales_control = scope.is_sales_control(work.caller)
    raise_if_any(reasons_not_to_decide(supplement.state, work.caller.rank, is_sales_control, approved_already))
    rank, after = STAGES[supplement.state]
    decision = SupplementDecision(id=new_id(), at=work.now, rank=rank, is_approved=is_approved, reason=reason)
    decision.by_id, decision.by, decision.text_hash = work.caller.id, work.caller.name, supplement.text_hash
    supplement.decisions.append(decision)
    supplement.state = after if is_approved else SupplementState.REFUSED
    if supplement.state in STAGES:
        _tell_who_decides(work, supplement, work.session.get_one(Contract, supplement.contract_id))
    return supplement


def sign(work: Work, supplement_id: str, text: str) -> Supplement:
    """Signs a supplementary agreement: `text` is what stands on the paper, and has to be what was approved."""
    supplement = _take(work, supplement_id)
    raise_if_any(reasons_not_to_sign(supplement.state, supplement.text_hash, text))
    supplement.state, supplement.signed_at, supplement.signed_by = (
        SupplementState.SIGNED,
        work.now,
        work.caller.name,
    )
    return supplement


def _take(work: Work, supplement_id: str) -> Supplement:
    chosen = select(Supplement).options(selectinload(Supplement.decisions)).where(Supplement.id == supplement_id)
    chosen = chosen.where(in_sight(work, Supplement.estate_id)).with_for_update()
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchSupplement()
    work.expect(found.version)
    return found


def _tell_who_decides(work: Work, supplement: Supplement, contract: Contract) -> None:
    submitted = SupplementSubmitted(
        supplement_id=supplement.id,
        contract_id=contract.id,
        contract_number=contract.number,
        estate_id=supplement.estate_id,
        title=supplement.title,
        rank=STAGES[supplement.state][0],
    )
    work.announce(submitted, estate=supplement.estate_id)


def promise(work: Work, deal_id: str, said: Said) -> Promise:
    """Registers what a customer was promised outside of the contract, with its risk."""
    deal = scope.deal(work, deal_id)
    one = Promise(id=new_id(), deal_id=deal.id, estate_id=deal.estate_id, at=work.now, **vars(said))
    one.by_id, one.by, one.trace = work.caller.id, work.caller.name, work.cause.correlation_id
    work.session.add(one)
    return one
