"""When a payment is late, may be put off, and is reminded of (FIN-3).

A deferral is asked for with a reason and decided by somebody else. Reminders go out some days before the day, the day
after it, and then at a set rhythm; who was away for some days is reminded once and not once for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.reasons import Reason
from services.finance.rules.instalments import RULE

REMIND_BEFORE, DUN_AFTER, DUN_AGAIN = 3, 1, 7


class Which(StrEnum):
    """The lists of receivables: still to come, late, put off with approval, and paid as a whole."""

    DUE = "due"
    OVERDUE = "overdue"
    DEFERRED = "deferred"
    PAID = "paid"


class DeferralState(StrEnum):
    """Where an application for a later day stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of an application, in both languages."""

    state: DeferralState
    zh: str
    en: str


APPROVED = Outcome(DeferralState.APPROVED, "已批准", "approved")
REFUSED = Outcome(DeferralState.REFUSED, "未批准", "not approved")
ENDED = Outcome(DeferralState.REFUSED, "此款已付清或已取消，申请终止", "it is paid or cancelled; the application ends")


def reasons_not_to_take_back(has_refunded: bool) -> Iterator[Reason]:
    """What is owed back to the customer, or was paid back, counts on what came in: that stays where it is."""
    if has_refunded:
        zh, en = "此交易的款项已转为退款，不能冲销。", "Money of this deal was refunded: this cannot be taken back."
        yield Reason("refunded", zh, en, rule="FIN-3")


class RefundState(StrEnum):
    """Where a refund stands: it waits until enough is held of the customer's money, is owed, and is paid."""

    WAITING = "waiting"
    OWED = "owed"
    PAID = "paid"
    REFUSED = "refused"


@dataclass(frozen=True)
class Rhythm:
    """Days before the day of payment, after it, and between reminders from then on."""

    before: int = REMIND_BEFORE
    after: int = DUN_AFTER
    again: int = DUN_AGAIN


def next_reminder(pays_by: date, rhythm: Rhythm, day: date) -> date:
    """The first day from `day` on at which a payment that is still open is reminded of."""
    first, late = pays_by - timedelta(days=rhythm.before), pays_by + timedelta(days=rhythm.after)
    if day <= first:
        return first
    if day <= late:
        return late
    step = max(rhythm.again, 1)
    return late + timedelta(days=-(-(day - late).days // step) * step)


def reasons_not_to_defer(
    still_open: Decimal, pays_by: date, new_date: date, is_asked: bool, is_given_back: bool
) -> Iterator[Reason]:
    """What is open is put off to a later day than it has, and one application at a time."""
    yield from _reasons_against_a_later_day(still_open, is_given_back)
    if is_asked:
        yield _reason("asked_already", "已有待审批的延期申请。", "An application for it is open already.")
    if new_date <= pays_by:
        zh, en = f"新日期须晚于现付款日 {pays_by}。", f"The new day must be after {pays_by}, the present one."
        yield _reason("not_later", zh, en, "new_date")


def reasons_not_to_decide_deferral(
    state: DeferralState, asked_by: str, decider: str, still_open: Decimal, is_given_back: bool
) -> Iterator[Reason]:
    """An application is decided once, by somebody else than who made it, while its payment is open."""
    if state is not DeferralState.ASKED:
        yield _reason("decided_already", "此申请已审批。", "This application is decided already.")
    elif asked_by == decider:
        yield _reason("own_application", "不能审批自己的申请。", "Nobody decides about their own application.")
    else:
        yield from _reasons_against_a_later_day(still_open, is_given_back)


def _reasons_against_a_later_day(still_open: Decimal, is_given_back: bool) -> Iterator[Reason]:
    """Nothing is put off that is not open, nor while a refund is approved and the unit is being given back."""
    if not still_open:
        yield _reason("nothing_open", "此款已付清或已取消。", "This payment is paid or cancelled.")
    elif is_given_back:
        yield _reason("refunded", "已批准退款，单元正在退还。", "A refund is approved, the unit is given back.")


def reasons_against_owners(deal_id: str | None, lease_id: str | None) -> Iterator[Reason]:
    """Money goes to a deal or to a lease."""
    if (deal_id is None) == (lease_id is None):
        zh, en = "请指定一笔交易或一份租约，不能同时指定。", "Name a deal or a lease, and not both."
        yield _reason("one_owner", zh, en, "deal_id")


def reasons_not_to_match(amount: Decimal, remaining: Decimal, same_estate: bool) -> Iterator[Reason]:
    """Money in suspense goes to somebody of its own estate, and no more than there is."""
    if not same_estate:
        zh, en = "待查款与对方不属同一楼盘。", "The money in suspense is of another estate."
        yield _reason("other_estate", zh, en)
    if amount > remaining:
        zh, en = f"此笔待查款只余 {remaining} 元。", f"Only {remaining} yuan are left of this money in suspense."
        yield _reason("more_than_remaining", zh, en, "amount")


def reasons_not_to_take_suspense_back(amount: Decimal, remaining: Decimal, from_deposit: bool) -> Iterator[Reason]:
    """An entry made by mistake is taken back while nothing of it has gone anywhere; a deposit's money is no mistake."""
    if from_deposit:
        zh, en = "此款来自已确认的定金。", "This money is that of a confirmed deposit."
        yield _reason("of_a_deposit", zh, en)
    elif remaining != amount:
        zh, en = "此款已有转出或已撤销。", "Some of this money has gone somewhere, or it was taken back."
        yield _reason("matched_already", zh, en)


def reasons_not_to_pay_refund(state: RefundState) -> Iterator[Reason]:
    """A refund is paid once, when so much is held of the customer's money."""
    if state is RefundState.WAITING:
        zh, en = (
            "客户在账金额不足，尚不能退款。",
            "Less than this is held of the customer's money; it cannot be paid yet.",
        )
        yield _reason("not_held", zh, en)
    elif state is RefundState.PAID:
        yield _reason("paid_already", "此退款已支付。", "This refund is paid already.")
    elif state is RefundState.REFUSED:
        yield _reason("refused", "此退款已退回销控。", "This refund was sent back to sales control.")


def reasons_not_to_refuse_refund(state: RefundState) -> Iterator[Reason]:
    """What waits because too little is held may be sent back to sales control; what is owed is paid."""
    if state is not RefundState.WAITING:
        zh, en = (
            "只有在账不足、尚未列入应退的退款可以退回。",
            "Only a refund for which too little is held is sent back.",
        )
        yield _reason("not_waiting", zh, en)


def _reason(code: str, zh: str, en: str, field: str | None = None) -> Reason:
    return Reason(code, zh, en, field=field, rule=RULE)
