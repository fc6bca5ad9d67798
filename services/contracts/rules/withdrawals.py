"""Giving a unit back (退房): asked for, approved, refunded, and the unit is on the board again (SALE-9)."""

from collections.abc import Iterator
from decimal import Decimal

from kit.reasons import Reason
from kit.words import Word
from services.contracts.rules.board import Kind
from services.contracts.rules.deals import DealState


class WithdrawalState(Word):
    """How far a withdrawal has come."""

    REQUESTED = "requested", "待审批", "Waits for approval"
    APPROVED = "approved", "待退款", "Refund awaited"
    DONE = "done", "已退房", "Done"
    REFUSED = "refused", "未批准", "Refused"


class Why(Word):
    """Why customers give units back: the words of the statistics."""

    PRICE = "price", "价格", "Price"
    LOAN = "loan", "贷款未获批", "No loan"
    PLANS = "plans", "计划改变", "Change of plans"
    QUALITY = "quality", "质量或户型", "Quality or layout"
    DELAY = "delay", "交付或办证延误", "Delay"
    RIVAL = "rival", "选择其他楼盘", "Another estate"
    OTHER = "other", "其他", "Other"


class What(Word):
    """What a customer did with a unit (客户换房、退房一览表)."""

    UNIT_CHANGE = "unit_change", "换房", "Unit change"
    WITHDRAWAL = "withdrawal", "退房", "Withdrawal"


class MoveCause(Word):
    """Why a customer changes units, in property's words."""

    CUSTOMER_WISH = "customer_wish", "客户自身原因", "The customer's wish"
    UNIT_FAULT = "unit_fault", "单元工程问题", "A fault of the unit"


def reasons_not_to_request(state: DealState, kind: Kind, refund: Decimal, most: Decimal) -> Iterator[Reason]:
    """What was closed can be given back, and no more is refunded than was paid as deposit or is known of (SALE-4)."""
    if state not in (DealState.CLOSED, DealState.SIGNED):
        yield _reason("deal_state", f"认购{state.zh}，不能退房。", f"Nothing to give back: {state.en.lower()}.")
    elif state is DealState.SIGNED and kind is Kind.LEASE:
        zh, en = "已签约的租约按租约终止，不是退房。", "A signed lease ends by its own terms and is not withdrawn."
        yield _reason("signed_lease", zh, en)
    if not 0 <= refund <= most or refund != round(refund, 2):
        zh, en = f"退款须在 0 到 {most} 元之间，精确到分。", f"The refund is 0 to {most} yuan, to the cent."
        yield Reason("refund", zh, en, field="refund", rule="SALE-4")


def reasons_not_to_decide(state: WithdrawalState, is_manager: bool, is_own_request: bool) -> Iterator[Reason]:
    """A manager of sales control decides, and not on what they asked for themselves."""
    if state is not WithdrawalState.REQUESTED:
        yield _reason("withdrawal_state", f"退房{state.zh}。", f"Decided already: {state.en.lower()}.")
    elif not is_manager:
        yield _reason("not_yours", "须由销控经理审批。", "A manager of sales control decides.")
    elif is_own_request:
        yield _reason("own_request", "不能审批自己提出的退房。", "Nobody decides on their own request.")


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, rule="SALE-9")
