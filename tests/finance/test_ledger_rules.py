"""What may be posted, refunded and reversed, without a database (FIN-1)."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.finance.rules.accounts import Account, Income, Kind, Purse, RefundStep
from services.finance.rules.ledger import (
    Posting,
    a_charge,
    a_receipt,
    a_refund_owed,
    a_refund_paid,
    a_reversal,
    an_adjustment,
    reasons_against_day,
    reasons_against_purse,
    reasons_not_to_post,
    reasons_not_to_refund,
    reasons_not_to_reverse,
)
from services.finance.rules.money import reasons_against_amount

pytestmark = pytest.mark.rule("FIN-1")

amounts = st.decimals(min_value="0.01", max_value=100_000_000, places=2)
OWED = [Posting(Account.RECEIVABLE, D(5)), Posting(Account.REFUNDS_PAYABLE, D(-5))]
PAID = [Posting(Account.REFUNDS_PAYABLE, D(5)), Posting(Account.BANK, D(-5))]


def codes(reasons):
    return [reason.code for reason in reasons]


class TestPostings:
    @given(amounts, st.sampled_from(Income), st.sampled_from(Purse))
    def test_whatever_is_posted_balances(self, amount, income, purse):
        for postings in (
            a_charge((income, amount)),
            a_receipt(purse, amount),
            a_refund_owed(amount),
            a_refund_paid(purse, amount),
            an_adjustment(amount),
            an_adjustment(-amount),
        ):
            assert codes(reasons_not_to_post(postings)) == []
            assert codes(reasons_not_to_post(a_reversal(postings))) == []

    @given(st.lists(st.tuples(st.sampled_from(Income), amounts), min_size=1))
    def test_a_charge_of_many_parts_is_owed_as_one(self, parts):
        first, *income = a_charge(*parts)
        assert first == Posting(Account.RECEIVABLE, sum(amount for _, amount in parts))
        assert len(income) == len(parts)

    @pytest.mark.parametrize(
        ("postings", "code"),
        [
            ([Posting(Account.CASH, D("0.01")), Posting(Account.RECEIVABLE, D("-0.02"))], "unbalanced"),
            ([], "empty_posting"),
            ([Posting(Account.CASH, D(0)), Posting(Account.RECEIVABLE, D(0))], "empty_posting"),
        ],
    )
    def test_what_does_not_balance_is_not_posted(self, postings, code):
        assert code in codes(reasons_not_to_post(postings))


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "code"),
        [
            ("0", "amount_not_positive"),
            ("-0.01", "amount_not_positive"),
            ("0.001", "amount_too_fine"),
            ("0.015", "amount_too_fine"),
            ("100000000.01", "amount_too_large"),
            ("1E+999999", "amount_too_large"),
        ],
    )
    def test_what_is_no_amount_is_refused(self, amount, code):
        assert codes(reasons_against_amount(D(amount))) == [code]

    @pytest.mark.parametrize("amount", ["0.01", "100000000", "1E+2", "1.10"])
    def test_an_amount_has_two_places(self, amount):
        assert codes(reasons_against_amount(D(amount))) == []

    def test_an_adjustment_may_be_negative_and_not_nothing(self):
        assert codes(reasons_against_amount(D("-5"), may_be_negative=True)) == []
        assert codes(reasons_against_amount(D("0"), may_be_negative=True)) == ["amount_not_positive"]
        assert codes(reasons_against_amount(D("-100000000.01"), may_be_negative=True)) == ["amount_too_large"]


class TestDays:
    def test_today_is_not_in_the_future_and_tomorrow_is(self):
        today = date(2026, 12, 7)
        assert codes(reasons_against_day(today, today)) == []
        assert codes(reasons_against_day(date(2026, 12, 8), today)) == ["in_the_future"]


class TestRefunds:
    @pytest.mark.parametrize(
        ("step", "amount", "receivable", "payable", "code"),
        [
            (RefundStep.OWED, "5", "-5", "0", []),
            (RefundStep.OWED, "5.01", "-5", "0", ["more_than_overpaid"]),
            (RefundStep.OWED, "5", "5", "-5", ["more_than_overpaid"]),
            (RefundStep.PAID, "5", "0", "-5", []),
            (RefundStep.PAID, "5.01", "-10", "-5", ["more_than_owed"]),
            (RefundStep.PAID, "5", "-10", "0", ["more_than_owed"]),
        ],
    )
    def test_no_more_goes_back_than_is_there(self, step, amount, receivable, payable, code):
        assert codes(reasons_not_to_refund(step, D(amount), D(receivable), D(payable))) == code

    def test_only_paying_says_where_the_money_comes_from(self):
        assert codes(reasons_against_purse(RefundStep.PAID, Purse.BANK)) == []
        assert codes(reasons_against_purse(RefundStep.OWED, None)) == []
        assert codes(reasons_against_purse(RefundStep.PAID, None)) == ["purse_missing"]
        assert codes(reasons_against_purse(RefundStep.OWED, Purse.CASH)) == ["purse_too_early"]


class TestReversals:
    def test_a_mistake_is_reversed_once(self):
        charge = a_charge((Income.WATER, D(5)))
        assert codes(reasons_not_to_reverse(Kind.CHARGE, False, charge, D(0))) == []
        assert codes(reasons_not_to_reverse(Kind.CHARGE, True, charge, D(0))) == ["reversed_already"]

    def test_a_reversal_is_never_reversed(self):
        assert codes(reasons_not_to_reverse(Kind.REVERSAL, False, PAID, D(0))) == ["is_reversal"]

    @pytest.mark.parametrize(
        ("postings", "payable", "code"),
        [
            (OWED, "-5", []),
            (OWED, "0", ["refund_is_paid"]),
            (OWED, "-4.99", ["refund_is_paid"]),
            (PAID, "0", []),
        ],
    )
    def test_a_refund_that_is_paid_out_stays_owed(self, postings, payable, code):
        assert codes(reasons_not_to_reverse(Kind.REFUND, False, postings, D(payable))) == code
