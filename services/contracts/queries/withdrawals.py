"""What is looked up of units that are given back (SALE-9)."""

from sqlalchemy import Select, select

from kit.work import Work
from services.contracts.models import Withdrawal
from services.contracts.rules.withdrawals import WithdrawalState

OPEN = (WithdrawalState.REQUESTED, WithdrawalState.APPROVED)


def open_one(deal_id: str) -> Select[Withdrawal]:
    """The withdrawal of a deal that is not over."""
    return select(Withdrawal).where(Withdrawal.deal_id == deal_id, Withdrawal.state.in_(OPEN))


def is_under_way(work: Work, deal_id: str) -> bool:
    """Whether somebody has asked to give the deal's unit back; whoever asks holds the deal."""
    return work.session.scalars(open_one(deal_id)).first() is not None
