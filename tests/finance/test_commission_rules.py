"""What a deal earns its consultants, shared to the cent (FIN-6)."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.finance.rules.commission import (
    Rates,
    Ripeness,
    State,
    commission_on,
    reasons_not_to_pay,
    reasons_not_to_recover,
    shared,
)
from services.finance.rules.instalments import DealKind, reasons_not_to_receive, spread
from services.finance.settings import LEASE_COMMISSION, SALE_COMMISSION, rates_of

pytestmark = pytest.mark.rule("FIN-6")
RIPE = Ripeness(verdict_is_final=True, contract_stands=True, first_payment_is_in=True)


class TestTheAmount:
    def test_of_a_sale_it_is_a_percentage_of_the_price_and_of_a_lease_of_a_months_rent(self):
        assert commission_on(D(1234567), Rates().of(DealKind.SALE)) == D("12345.67")
        assert commission_on(D(47994), Rates().of(DealKind.LEASE)) == D("23997.00")

    def test_two_share_an_odd_cent_and_the_first_has_it(self):
        assert shared(D("0.03"), [D(50), D(50)]) == [D("0.02"), D("0.01")]
        assert shared(D(100), [D("33.33"), D("33.33"), D("33.34")]) == [D("33.33"), D("33.33"), D("33.34")]

    @settings(deadline=None)
    @given(st.decimals(min_value=0, max_value=10**7, places=2), st.lists(st.integers(1, 50), min_size=1, max_size=6))
    def test_shares_of_a_hundred_percent_add_up_to_the_cent(self, total, weights):
        percents = [D(100 * weight) / sum(weights) for weight in weights[:-1]]
        percents = [percent.quantize(D("0.01")) for percent in percents]
        percents.append(D(100) - sum(percents, D(0)))
        parts = shared(total, percents)
        assert sum(parts) == total
        assert all(abs(part - total * percent / 100) < D("0.01") for part, percent in zip(parts, percents, strict=True))


class TestTheRates:
    def test_they_are_settings(self):
        told = {"finance.sale_commission_percent": "1.25", "finance.lease_commission_percent": 100}
        assert rates_of(told) == Rates(D("1.25"), D(100))
        assert rates_of(None) == rates_of({}) == Rates(D(1), D(50))

    @pytest.mark.parametrize("wrong", ["much", -1, True, "NaN", 1001, "0.00001", None])
    def test_what_is_no_percentage_is_refused_by_name(self, wrong):
        with pytest.raises(ValueError, match=r"finance\.sale_commission_percent"):
            SALE_COMMISSION.read({SALE_COMMISSION.name: wrong})
        with pytest.raises(ValueError, match=r"finance\.lease_commission_percent"):
            LEASE_COMMISSION.read({LEASE_COMMISSION.name: wrong})


class TestPaying:
    @pytest.mark.parametrize(
        ("state", "ripeness", "codes"),
        [
            (State.PAYABLE, RIPE, []),
            (State.ACCRUED, Ripeness(False, False, False), ["verdict_open", "no_contract", "no_payment"]),
            (State.ACCRUED, Ripeness(True, True, False), ["no_payment"]),
            (State.ACCRUED, Ripeness(True, True, True, nothing_is_refunded=False), ["refunded"]),
            (State.PAID, RIPE, ["paid_already"]),
            (State.CLAWED_BACK, RIPE, ["paid_already"]),
            (State.RECOVERED, RIPE, ["paid_already"]),
            (State.REVERSED, RIPE, ["reversed"]),
        ],
    )
    def test_it_is_paid_once_when_all_is_there(self, state, ripeness, codes):
        assert [reason.code for reason in reasons_not_to_pay(state, ripeness, "何杰")] == codes

    @pytest.mark.parametrize("state", State)
    def test_only_what_was_clawed_back_is_recovered(self, state):
        assert bool(list(reasons_not_to_recover(state))) == (state is not State.CLAWED_BACK)


@pytest.mark.rule("FIN-3")
class TestWhatComesIn:
    def test_the_oldest_is_paid_first(self):
        amounts = [D(300), D(300), D(400)]
        assert spread(amounts, D(350)) == [D(300), D(50), D(0)]
        assert spread(amounts, D(0)) == spread(amounts, D(-5)) == [D(0), D(0), D(0)]
        assert spread(amounts, D(1000)) == amounts

    def test_it_is_taken_on_a_contract_that_stands_and_no_more_than_is_outstanding(self):
        assert [reason.code for reason in reasons_not_to_receive(False, False, D(1), D(5))] == ["no_contract"]
        assert [reason.code for reason in reasons_not_to_receive(True, False, D(6), D(5))] == ["more_than_outstanding"]
        assert list(reasons_not_to_receive(True, False, D(5), D(5))) == []

    def test_and_none_once_a_refund_is_owed(self):
        assert [reason.code for reason in reasons_not_to_receive(True, True, D(1), D(5))] == ["refunded"]
