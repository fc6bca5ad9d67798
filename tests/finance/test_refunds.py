"""What a customer is paid back, never more than is held of their money (FIN-3)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from services.finance.events import RefundPaid, RefundRefused
from tests.finance.builders import CLERK, MANAGER, STRANGER
from tests.finance.deals import (
    DEAL,
    DEPOSIT,
    confirmed,
    in_suspense,
    lapsed,
    paid,
    refund_approved,
    signed,
    sums,
    taken,
    unplaced,
    withdrawn,
)

pytestmark = pytest.mark.rule("FIN-3")


def the_refund(house):
    (one,) = house.ask("list_refunds", body={"deal_id": DEAL}).body["items"]
    return one


def pay(house, caller=MANAGER):
    return house.ask("pay_refund", caller, {"purse": "bank"}, id=the_refund(house)["id"])


class TestRefunds:
    def test_the_deposit_goes_back_and_the_house_is_told(self, finance):
        finance.hear(taken())
        confirmed(finance)
        finance.hear(refund_approved())
        assert the_refund(finance)["state"] == "owed"
        assert sums(finance) == {"bank": "50000.00", "refunds_payable": "-50000.00"}
        assert pay(finance).body["paid_by"] == "何杰"
        (said,) = finance.said(RefundPaid)
        assert (said.deal_id, str(said.amount)) == (DEAL, "50000.00")
        assert sums(finance) == {}
        assert finance.ask("show_deposit", id=DEPOSIT).body["state"] == "refunded"

    def test_it_is_paid_once(self, desk):
        desk.hear(taken())
        confirmed(desk)
        desk.hear(refund_approved("20000"))
        assert pay(desk, CLERK).status == 403
        assert pay(desk, STRANGER).status == 404
        assert pay(desk).status == 200
        assert pay(desk).body["reasons"][0]["code"] == "paid_already"
        assert desk.ask("show_deposit", id=DEPOSIT).body["state"] == "confirmed"

    @pytest.mark.rule("SALE-9")
    def test_one_for_which_too_little_is_held_is_sent_back_to_sales_control(self, desk):
        desk.hear(taken())
        confirmed(desk)
        desk.hear(refund_approved("60000"))
        refund, told = the_refund(desk), {"reason": "在账不足"}
        assert desk.ask("refuse_refund", CLERK, told, id=refund["id"]).status == 403
        assert desk.ask("refuse_refund", MANAGER, told, id=refund["id"]).body["state"] == "refused"
        (said,) = desk.said(RefundRefused)
        assert (said.deal_id, str(said.amount), said.reason) == (DEAL, "60000.00", "在账不足")
        assert pay(desk).body["reasons"][0]["code"] == "refused"

    def test_money_that_comes_once_it_is_owed_goes_to_suspense(self, desk):
        """What the customer has back is settled by then; what comes later is neither refunded nor forfeited."""
        desk.hear(taken(), signed())
        confirmed(desk)
        desk.hear(refund_approved())
        late = paid(desk, "1000")
        assert (late.status, late.body["reasons"][0]["code"]) == (409, "refunded")
        item = in_suspense(desk, "1000")
        assert desk.ask("match_suspense", body={"deal_id": DEAL}, id=item["id"]).status == 409

    def test_one_that_is_owed_is_paid_and_not_sent_back(self, desk):
        desk.hear(taken())
        confirmed(desk)
        desk.hear(refund_approved())
        reply = desk.ask("refuse_refund", MANAGER, {"reason": "x"}, id=the_refund(desk)["id"])
        assert reply.body["reasons"][0]["code"] == "not_waiting"

    def test_a_payment_that_was_refunded_is_not_reversed(self, desk):
        desk.hear(taken())
        confirmed(desk)
        desk.hear(signed())
        entry = paid(desk, "100000").body
        desk.hear(refund_approved("120000"))
        assert the_refund(desk)["state"] == "owed"
        reply = desk.ask("reverse_receipt", MANAGER, {"reason": "录错"}, id=DEAL, entry_id=entry["id"])
        assert (reply.status, reply.body["reasons"][0]["code"]) == (409, "refunded")

    def test_of_two_who_pay_it_at_once_one_does(self, finance):
        finance.hear(taken())
        confirmed(finance)
        finance.hear(refund_approved())
        refund = the_refund(finance)
        with ThreadPoolExecutor(3) as pool:
            paying = [finance.ask] * 3
            replies = list(pool.map(lambda ask: ask("pay_refund", MANAGER, {"purse": "bank"}, id=refund["id"]), paying))
        assert sorted(reply.status for reply in replies) == [200, 409, 409]
        assert len(finance.said(RefundPaid)) == 1

    def test_never_more_than_is_held_it_waits(self, finance):
        finance.hear(taken(), refund_approved())
        assert the_refund(finance)["state"] == "waiting"
        assert pay(finance).body["reasons"][0]["code"] == "not_held"
        confirmed(finance)
        assert the_refund(finance)["state"] == "owed"

    def test_a_second_one_is_not_owed_out_of_the_same_money(self, desk):
        desk.hear(taken())
        confirmed(desk)
        desk.hear(refund_approved("30000"), refund_approved("30000"))
        states = [one["state"] for one in desk.ask("list_refunds").body["items"]]
        assert sorted(states) == ["owed", "waiting"]
        assert sums(desk) == {"bank": "50000.00", "deposits_held": "-20000.00", "refunds_payable": "-30000.00"}

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_a_unit_given_back_and_its_refund_come_to_the_same_end_in_whatever_order(self, desk, order):
        events = (signed(), refund_approved(), withdrawn())
        desk.hear(taken())
        confirmed(desk)
        for one in order:
            desk.hear(events[one])
        assert sums(desk) == {"bank": "50000.00", "refunds_payable": "-50000.00"}
        assert the_refund(desk)["state"] == "owed"

    @pytest.mark.parametrize("withdrawn_first", [True, False])
    def test_what_was_paid_on_the_contract_goes_back_too(self, finance, withdrawn_first):
        finance.hear(taken())
        confirmed(finance)
        finance.hear(signed())
        paid(finance, "250000")
        events = [withdrawn(), refund_approved("300000")]
        finance.hear(*(events if withdrawn_first else reversed(events)))
        finance.hear(withdrawn())
        assert sums(finance) == {"bank": "300000.00", "refunds_payable": "-300000.00"}
        assert pay(finance).status == 200
        assert sums(finance) == {}

    def test_a_deposit_in_suspense_goes_back_out_of_suspense(self, finance):
        finance.hear(taken(), lapsed())
        confirmed(finance)
        finance.hear(unplaced(), refund_approved("40000"))
        (item,) = finance.ask("list_suspense", body={"deal_id": DEAL}).body["items"]
        assert item["remaining"] == "10000.00"
        assert sums(finance) == {"bank": "50000.00", "refunds_payable": "-40000.00", "suspense": "-10000.00"}
