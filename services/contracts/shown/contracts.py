"""What contracts shows of contracts, supplements and withdrawals."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from kit.reasons import Reason
from kit.work import Work
from services.contracts import scope
from services.contracts.errors import NoSuchContract, NoSuchSupplement, NoSuchWithdrawal
from services.contracts.models import Contract, Supplement, UnitMove, Withdrawal
from services.contracts.queries.leases import in_sight
from services.contracts.rules.supplements import SupplementState, reasons_not_to_decide
from services.contracts.rules.withdrawals import MoveCause, Why, WithdrawalState
from services.contracts.rules.withdrawals import reasons_not_to_decide as reasons_not_to_decide_withdrawal
from services.contracts.shown.board import role


def contract(work: Work, contract_id: str) -> dict[str, Any]:
    """A contract with its plan, clauses and supplements. Raises NoSuchContract."""
    work.session.flush()
    parts = (Contract.parts, Contract.clauses, Contract.deal, Contract.unit)
    chosen = select(Contract).options(*map(selectinload, parts))
    chosen = chosen.where(Contract.id == contract_id, in_sight(work, Contract.estate_id))
    one = work.session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if one is None:
        raise NoSuchContract()
    found = select(Supplement).options(selectinload(Supplement.decisions)).where(Supplement.contract_id == one.id)
    supplements = work.session.scalars(found.order_by(Supplement.submitted_at)).all()
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return told | {
        "deal_number": one.deal.number,
        "unit_number": one.unit.number,
        "parts": one.parts,
        "clauses": one.clauses,
        "supplements": [_supplement(work, each) for each in supplements],
    }


def supplement(work: Work, supplement_id: str) -> dict[str, Any]:
    """A supplementary agreement. Raises NoSuchSupplement."""
    work.session.flush()
    chosen = select(Supplement).options(selectinload(Supplement.decisions)).where(Supplement.id == supplement_id)
    chosen = chosen.where(in_sight(work, Supplement.estate_id)).execution_options(populate_existing=True)
    one = work.session.scalars(chosen).one_or_none()
    if one is None:
        raise NoSuchSupplement()
    return _supplement(work, one)


def _supplement(work: Work, one: Supplement) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    approved_already = any(each.by_id == work.caller.id for each in one.decisions)
    may_decide = reasons_not_to_decide(
        one.state, work.caller.rank, scope.is_sales_control(work.caller), approved_already
    )
    may_sign = []
    if one.state is not SupplementState.APPROVED:
        zh, en = f"补充协议{one.state.zh}，不能签署。", f"It cannot be signed: {one.state.en.lower()}."
        may_sign = [Reason("not_approved", zh, en, rule="SALE-7")]
    acts = (
        ("decide", "supplement.decide", "审批", "Decide", list(may_decide)),
        ("sign", "contract.sign", "签署", "Sign", may_sign),
    )
    return told | {"decisions": one.decisions, "may_do": [_act(work, *act) for act in acts]}


def _act(work: Work, act: str, may: str, zh: str, en: str, against: list[Reason]) -> dict[str, Any]:
    return {"act": act, "zh": zh, "en": en, "reasons_against": [*role(work, may), *against]}


def withdrawal(work: Work, withdrawal_id: str) -> dict[str, Any]:
    """A withdrawal with the terms that the customer was shown. Raises NoSuchWithdrawal."""
    work.session.flush()
    chosen = select(Withdrawal).where(Withdrawal.id == withdrawal_id, in_sight(work, Withdrawal.estate_id))
    one = work.session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if one is None:
        raise NoSuchWithdrawal()
    deal = scope.deal(work, one.deal_id)
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    is_own = one.requested_by_id == work.caller.id
    against = list(reasons_not_to_decide_withdrawal(one.state, scope.is_sales_manager(work.caller), is_own))
    return told | {
        "deal_number": deal.number,
        "unit_number": scope.unit(work, deal.unit_id).number,
        "customer_name": deal.customer_name,
        "terms": deal.terms,
        "may_do": [_act(work, "decide", "withdrawal.decide", "审批", "Decide", against)],
    }


def reasons_counted(work: Work, estate_id: str) -> dict[str, Any]:
    """Why units were given back, and why customers changed them, counted; the most frequent reason first."""
    scope.estate(work, estate_id)
    counted = select(Withdrawal.why, func.count(), func.sum(Withdrawal.refund)).where(
        Withdrawal.estate_id == estate_id, Withdrawal.state == WithdrawalState.DONE
    )
    rows = work.session.execute(counted.group_by(Withdrawal.why)).all()
    told = [{"why": Why(why), "withdrawals": number, "refund": refund} for why, number, refund in rows]
    moved = select(UnitMove.cause, func.count()).where(UnitMove.estate_id == estate_id).group_by(UnitMove.cause)
    changes = [{"why": MoveCause(why), "changes": number} for why, number in work.session.execute(moved).all()]
    return {
        "reasons": sorted(told, key=lambda one: -one["withdrawals"]),
        "changes": sorted(changes, key=lambda one: -one["changes"]),
    }
