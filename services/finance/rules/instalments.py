"""What a contract's payments come to: what was paid counts towards the oldest first, and what is late (FIN-3)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from kit.reasons import Reason
from kit.words import Word
from services.finance.rules.accounts import Account

RULE = "FIN-3"


class Means(Word):
    """By what a payment of a contract is to be paid, in the words of contracts."""

    CASH = "cash", "现金", "Cash"
    BANK = "bank", "银行", "Bank"
    MORTGAGE = "mortgage", "按揭", "Mortgage"


class DealKind(StrEnum):
    """Whether a unit is sold or let."""

    SALE = "sale"
    LEASE = "lease"

    @property
    def income(self) -> Account:
        """What its contract earns."""
        return Account.SALES_REVENUE if self is DealKind.SALE else Account.RENT


def spread(amounts: Sequence[Decimal], paid: Decimal) -> list[Decimal]:
    """How much of each amount is paid, the first ones first."""
    told = []
    for amount in amounts:
        told.append(min(amount, max(paid, Decimal(0))))
        paid -= told[-1]
    return told


def reasons_not_to_receive(stands: bool, is_refunded: bool, amount: Decimal, outstanding: Decimal) -> Iterator[Reason]:
    """Money is taken on a contract that stands, and no more than is outstanding: the rest belongs to nobody yet.

    Once a refund is owed it is settled what becomes of the customer's money; what comes later is no part of that.
    """
    if not stands:
        zh, en = "没有生效的合同，请记入待查款。", "No contract stands: enter it as money in suspense."
        yield Reason("no_contract", zh, en, rule=RULE)
    elif is_refunded:
        zh, en = (
            "此交易正在退房退款，请记入待查款。",
            "The unit is being given back and money refunded: enter it as money in suspense.",
        )
        yield Reason("refunded", zh, en, rule=RULE)
    elif amount > outstanding:
        yield Reason(
            "more_than_outstanding",
            f"合同未付金额只有 {outstanding} 元，多出部分请记入待查款。",
            f"Only {outstanding} yuan are outstanding; enter what is beyond as money in suspense.",
            field="amount",
            rule=RULE,
        )
