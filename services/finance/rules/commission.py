"""What consultants earn by a deal, when it is paid, and what is taken back (FIN-6, decided).

The rate is a percentage of a unit's price where it is sold, and of one month's rent where it is let. Each consultant
has the share that the verdict in force gives. It accrues when the deal is closed and a verdict is given; it is payable
when that verdict is final, the contract stands, the first payment beyond the deposit is in, and no refund is approved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from kit.reasons import Reason
from services.finance.rules.accounts import Account, Purse
from services.finance.rules.instalments import DealKind
from services.finance.rules.ledger import Posting
from services.finance.rules.money import CENT, to_the_cent

RULE = "FIN-6"
SALE_PERCENT, LEASE_PERCENT = Decimal(1), Decimal(50)


class State(StrEnum):
    """Where a commission stands. One that was paid and then taken back is owed by the consultant until recovered."""

    ACCRUED = "accrued"
    PAYABLE = "payable"
    PAID = "paid"
    REVERSED = "reversed"
    CLAWED_BACK = "clawed_back"
    RECOVERED = "recovered"

    @property
    def stands(self) -> bool:
        """Whether it is what the consultant earns, paid or not."""
        return self in (State.ACCRUED, State.PAYABLE, State.PAID)


@dataclass(frozen=True)
class Rates:
    """The percentages in force: of the price of what is sold, and of a month's rent of what is let."""

    sale: Decimal = SALE_PERCENT
    lease: Decimal = LEASE_PERCENT

    def of(self, kind: DealKind) -> Decimal:
        return self.sale if kind is DealKind.SALE else self.lease


@dataclass(frozen=True)
class Ripeness:
    """What has to be there before a commission is paid."""

    verdict_is_final: bool
    contract_stands: bool
    first_payment_is_in: bool
    nothing_is_refunded: bool = True

    @property
    def is_ripe(self) -> bool:
        there = self.verdict_is_final and self.contract_stands and self.first_payment_is_in
        return there and self.nothing_is_refunded

    @property
    def payment_was_a_mistake(self) -> bool:
        """Whether a contract stands on which nothing has come in after all."""
        return self.contract_stands and not self.first_payment_is_in


def commission_on(price: Decimal, rate: Decimal) -> Decimal:
    """What a deal earns all its consultants together, in yuan to the cent."""
    return to_the_cent(price * rate / 100)


def shared(total: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """The parts of `total`, which add up to it to the cent where the percents add up to a hundred.

    Each is cut to the cent; the cents that are left go to those who lost most by it, the first of them first.
    """
    exact = [total * percent / 100 for percent in percents]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    left = int((to_the_cent(sum(exact, Decimal(0))) - sum(parts, Decimal(0))) / CENT)
    for place in sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])[:left]:
        parts[place] += CENT
    return parts


def an_accrual(amount: Decimal) -> list[Posting]:
    """A commission is earned, and owed to the consultant."""
    return [Posting(Account.COMMISSION_EXPENSE, amount), Posting(Account.COMMISSION_PAYABLE, -amount)]


def a_payment(purse: Purse, amount: Decimal) -> list[Posting]:
    """A commission is paid out; recovered from the consultant where the amount is negative."""
    return [Posting(Account.COMMISSION_PAYABLE, amount), Posting(purse.account, -amount)]


def reasons_not_to_pay(state: State, ripeness: Ripeness, who: str | None = None) -> Iterator[Reason]:
    """A commission is paid once, and when all that has to be there is there; the reasons name what is missing."""
    if state in (State.PAID, State.CLAWED_BACK, State.RECOVERED):
        yield _reason("paid_already", f"佣金已由 {who} 支付。", f"The commission was paid by {who} already.")
    elif state is State.REVERSED:
        yield _reason("reversed", "佣金已冲销。", "The commission was reversed.")
    else:
        if not ripeness.verdict_is_final:
            yield _reason("verdict_open", "客户归属尚未最终判定。", "The verdict on whose customer it is is not final.")
        if not ripeness.contract_stands:
            yield _reason("no_contract", "合同尚未签署或已退房。", "No contract is signed, or the unit was given back.")
        if not ripeness.first_payment_is_in:
            yield _reason("no_payment", "定金以外的首期款尚未到账。", "No payment beyond the deposit is in yet.")
        if not ripeness.nothing_is_refunded:
            yield _reason("refunded", "已批准退款，单元正在退还。", "A refund is approved, the unit is given back.")


def reasons_not_to_recover(state: State) -> Iterator[Reason]:
    """Only what was paid and taken back is owed by the consultant."""
    if state is not State.CLAWED_BACK:
        yield _reason("nothing_owed", "此佣金无须退回。", "Nothing is owed back of this commission.")


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, rule=RULE)
