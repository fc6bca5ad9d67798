"""What a deal's further papers are: its contract, the newest request to give the unit back, and who may begin one."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from kit.reasons import Reason
from kit.work import Work
from services.contracts.errors import WithdrawalUnderWay
from services.contracts.models import Contract, Deal, Withdrawal
from services.contracts.rules.deals import DealState, reasons_against_state
from services.contracts.rules.withdrawals import WithdrawalState, reasons_not_to_request
from services.contracts.shown.board import role

UNDER_WAY = (WithdrawalState.REQUESTED, WithdrawalState.APPROVED)


def papers(work: Work, deal: Deal) -> dict[str, Any]:
    """The ids of what came of a deal (SALE-6, SALE-9)."""
    newest = _newest_withdrawal(work, deal)
    contract_id = work.session.scalar(select(Contract.id).where(Contract.deal_id == deal.id))
    return {"contract_id": contract_id, "withdrawal_id": newest.id if newest else None}


def _newest_withdrawal(work: Work, deal: Deal) -> Withdrawal | None:
    asked = select(Withdrawal).where(Withdrawal.deal_id == deal.id)
    return work.session.scalars(asked.order_by(Withdrawal.requested_at.desc()).limit(1)).one_or_none()


def further_acts(work: Work, deal: Deal, whose: list[Reason]) -> list[dict[str, Any]]:
    """What comes after the deposit, and what stands against this caller's beginning it (SALE-6 to SALE-9).

    A promise and a problem are written down by whoever hears of them, at any time.
    """
    sign = list(reasons_against_state(deal.number, deal.state, DealState.CLOSED))
    acts: tuple[tuple[str, str, str, str, list[Reason]], ...] = (
        ("sign", "contract.sign", "签约", "Sign the contract", [*whose, *sign]),
        ("withdraw", "deal.hold", "申请退房", "Give the unit back", [*whose, *_against_withdrawal(work, deal)]),
        ("promise", "deal.hold", "登记承诺", "Register a promise", []),
        ("problem", "deal.hold", "上报问题", "Report a problem", []),
    )
    return [
        {"act": act, "zh": zh, "en": en, "reasons_against": [*role(work, may), *against]}
        for act, may, zh, en, against in acts
    ]


def _against_withdrawal(work: Work, deal: Deal) -> list[Reason]:
    newest = _newest_withdrawal(work, deal)
    if newest is not None and newest.state in UNDER_WAY:
        return list(WithdrawalUnderWay(deal.number).reasons)
    return list(reasons_not_to_request(deal.state, deal.kind, Decimal(0), Decimal(0)))
