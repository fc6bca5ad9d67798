"""What may be posted: entries that balance, refunds of what is there, reversals once and with a reason (FIN-1)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.reasons import Reason
from services.finance.rules.accounts import Account, Income, Kind, Purse, RefundStep

OF_DEALS = ("FIN-2", "FIN-3", "FIN-6", "SALE-4")


@dataclass(frozen=True)
class Posting:
    """An amount on one account, in yuan: a debit when positive, a credit when negative."""

    account: Account
    amount: Decimal


def a_charge(*parts: tuple[Income, Decimal]) -> list[Posting]:
    """The customer owes the sum; each part is income of its kind."""
    total = sum((amount for _, amount in parts), Decimal(0))
    return [Posting(Account.RECEIVABLE, total), *(Posting(income.account, -amount) for income, amount in parts)]


def a_receipt(purse: Purse, amount: Decimal) -> list[Posting]:
    """Money comes in, and the customer owes that much less."""
    return [Posting(purse.account, amount), Posting(Account.RECEIVABLE, -amount)]


def a_refund_owed(amount: Decimal) -> list[Posting]:
    """What the customer has paid too much becomes a refund we owe."""
    return [Posting(Account.RECEIVABLE, amount), Posting(Account.REFUNDS_PAYABLE, -amount)]


def a_refund_paid(purse: Purse, amount: Decimal) -> list[Posting]:
    """A refund we owe goes out."""
    return [Posting(Account.REFUNDS_PAYABLE, amount), Posting(purse.account, -amount)]


def an_adjustment(amount: Decimal) -> list[Posting]:
    """The customer owes that much more, or less when it is negative, and nothing was sold or paid."""
    return [Posting(Account.RECEIVABLE, amount), Posting(Account.ADJUSTMENTS, -amount)]


def a_deposit(source: Account, amount: Decimal) -> list[Posting]:
    """A customer's deposit is here: from a purse, or from money in suspense."""
    return [Posting(source, amount), Posting(Account.DEPOSITS_HELD, -amount)]


def a_transfer(source: Account, target: Account, amount: Decimal) -> list[Posting]:
    """Money that is here already, held under `source`, is held under `target` from now on."""
    return [Posting(source, amount), Posting(target, -amount)]


def a_refund_from(parts: Sequence[tuple[Account, Decimal]]) -> list[Posting]:
    """What is held of a customer's money, under several accounts, becomes a refund we owe."""
    return _out_of(parts, Account.REFUNDS_PAYABLE)


def a_forfeit(parts: Sequence[tuple[Account, Decimal]]) -> list[Posting]:
    """What is held of a customer's money and is not refunded becomes income of the house."""
    return _out_of(parts, Account.FORFEITS)


def _out_of(parts: Sequence[tuple[Account, Decimal]], target: Account) -> list[Posting]:
    """Money held under several accounts goes to one."""
    sums: dict[Account, Decimal] = {}
    for account, amount in parts:
        sums[account] = sums.get(account, Decimal(0)) + amount
    held = [Posting(account, amount) for account, amount in sums.items()]
    return [*held, Posting(target, -sum(sums.values(), Decimal(0)))]


def a_contract_charge(income: Account, amount: Decimal) -> list[Posting]:
    """The customer owes what the contract says."""
    return [Posting(Account.RECEIVABLE, amount), Posting(income, -amount)]


def a_reversal(postings: Iterable[Posting]) -> list[Posting]:
    """The same amounts on the other side."""
    return [Posting(posting.account, -posting.amount) for posting in postings]


def reasons_not_to_post(postings: Sequence[Posting]) -> Iterator[Reason]:
    """An entry has two postings or more, none of them zero, and they sum to exactly zero."""
    if len(postings) < 2 or any(posting.amount == 0 for posting in postings):
        yield _reason("empty_posting", "凭证至少两行,且每行金额不为零。", "An entry has two lines or more, none zero.")
    if sum(posting.amount for posting in postings) != 0:
        yield _reason("unbalanced", "凭证借贷不平。", "The entry does not balance.")


def reasons_against_day(happened_on: date, today: date) -> Iterator[Reason]:
    """Nothing is entered before it has happened."""
    if happened_on > today:
        zh, en = f"日期 {happened_on} 晚于今天 {today}。", f"The date {happened_on} is after today, {today}."
        yield _reason("in_the_future", zh, en, "happened_on")


def reasons_not_to_refund(
    step: RefundStep, amount: Decimal, receivable: Decimal, refunds_payable: Decimal
) -> Iterator[Reason]:
    """No more is owed back than the customer paid too much, and no more is paid out than is owed back.

    `receivable` and `refunds_payable` are the balances of the customer's accounts; a credit is negative.
    """
    if step is RefundStep.OWED and amount > -receivable:
        there = max(-receivable, Decimal(0))
        zh, en = f"客户多付的金额只有 {there} 元。", f"The customer has paid only {there} yuan too much."
        yield _reason("more_than_overpaid", zh, en, "amount")
    if step is RefundStep.PAID and amount > -refunds_payable:
        there = max(-refunds_payable, Decimal(0))
        zh, en = f"应付退款只有 {there} 元。", f"Only {there} yuan are owed as refund."
        yield _reason("more_than_owed", zh, en, "amount")


def reasons_against_purse(step: RefundStep, purse: Purse | None) -> Iterator[Reason]:
    """Paying a refund says where the money comes from; owing one does not."""
    if step is RefundStep.PAID and purse is None:
        yield _reason("purse_missing", "付款须注明现金或银行。", "Say whether it is paid in cash or by bank.", "purse")
    if step is RefundStep.OWED and purse is not None:
        yield _reason(
            "purse_too_early", "登记应付退款时尚未付款。", "Nothing is paid yet when a refund is owed.", "purse"
        )


def reasons_not_to_reverse_by_hand(rule: str) -> Iterator[Reason]:
    """What was posted for a deal, a commission or money in suspense is taken back where it was done."""
    if rule in OF_DEALS:
        zh = "此凭证由定金、合同、佣金或待查款产生,请在其页面办理。"
        en = "This entry came of a deposit, a contract, a commission or suspense: take it back on that page."
        yield _reason("of_a_deal", zh, en)


def reasons_not_to_reverse(
    kind: Kind,
    is_reversed: bool,
    postings: Iterable[Posting],
    refunds_payable: Decimal,
    is_of_confirmed_settlement: bool = False,
) -> Iterator[Reason]:
    """An entry is reversed once; a reversal never; a refund owed not while it has been paid out.

    What a confirmed settlement has posted goes only together with the settlement.
    """
    if kind is Kind.REVERSAL:
        yield _reason("is_reversal", "冲销凭证不能再冲销,请重新入账。", "A reversal cannot be reversed; enter it anew.")
    elif is_reversed:
        yield _reason("reversed_already", "此凭证已冲销。", "This entry is reversed already.")
    elif is_of_confirmed_settlement:
        yield _reason(
            "of_a_settlement",
            "此凭证属于已确认的结算单,请在结算单页面“撤回结算”;通知单已发出的,请登记调整。",
            "This entry is of a confirmed settlement: take the settlement back on its page, "
            "or make an adjustment once the unit change notice is out.",
        )
    else:
        moved = sum((posting.amount for posting in postings if posting.account is Account.REFUNDS_PAYABLE), Decimal(0))
        if refunds_payable - moved > 0:
            yield _reason(
                "refund_is_paid", "退款已付出,请先冲销付款。", "The refund is paid out; reverse the payment first."
            )


def _reason(code: str, zh: str, en: str, field: str | None = None) -> Reason:
    return Reason(code, zh, en, field=field, rule="FIN-1")
