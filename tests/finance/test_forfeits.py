"""What of a customer's money no refund returns is forfeited once the unit is given back, and not before (SALE-4)."""

from decimal import Decimal as D
from itertools import count, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.ids import new_id
from services.finance.actions.deposits import id_of
from tests.finance.builders import MANAGER, an_id
from tests.finance.deals import (
    DEAL,
    DEPOSIT,
    TAKEN_AT,
    closed,
    confirmed,
    earned,
    in_suspense,
    paid,
    refund_approved,
    signed,
    sums,
    taken,
    unplaced,
    verdict,
    withdrawn,
)

pytestmark = [pytest.mark.rule("SALE-4"), pytest.mark.rule("SALE-9")]
numbered = count(1)


def held(house, *events):
    """A house that holds a deposit of fifty thousand, and has heard these events since."""
    house.hear(taken())
    confirmed(house)
    house.hear(*events)
    return house


def refunds(house, deal=DEAL):
    return house.ask("list_refunds", body={"deal_id": deal}).body["items"]


def forfeits(house):
    return house.ask("list_entries", body={"deal_id": DEAL, "kind": "forfeit"}).body["items"]


class TestForfeiting:
    def test_what_is_not_refunded_stops_being_held(self, finance):
        held(finance, refund_approved("30000"))
        assert sums(finance)["deposits_held"] == "-20000.00"
        finance.ask("pay_refund", MANAGER, {"purse": "bank"}, id=refunds(finance)[0]["id"])
        finance.hear(withdrawn())
        assert sums(finance) == {"bank": "20000.00", "forfeits": "-20000.00"}

    def test_without_a_refund_all_of_it_the_payments_too(self, finance):
        held(finance, signed())
        paid(finance, "250000.01")
        finance.hear(withdrawn())
        assert sums(finance) == {"bank": "300000.01", "forfeits": "-300000.01"}

    def test_the_entry_says_why_and_leads_to_what_made_it(self, desk):
        held(desk, withdrawn())
        (entry,) = forfeits(desk)
        assert (entry["rule"], entry["cause"], entry["unit_number"]) == ("SALE-4", DEAL, "A1205")
        assert entry["trace"]
        assert {one["account_en"] for one in entry["postings"]} == {"Deposits held", "Forfeits"}

    @pytest.mark.rule("FIN-2")
    def test_the_deposit_shows_what_became_of_it(self, desk):
        def state():
            return desk.ask("show_deposit", id=DEPOSIT).body["state"]

        held(desk, withdrawn())
        assert state() == "forfeited"
        assert [one["id"] for one in desk.ask("list_deposits", body={"state": "forfeited"}).body["items"]] == [DEPOSIT]
        desk.hear(refund_approved("60000"))
        assert state() == "confirmed"
        desk.ask("refuse_refund", MANAGER, {"reason": "在账不足"}, id=refunds(desk)[0]["id"])
        assert state() == "forfeited"
        desk.hear(refund_approved("50000"))
        (owed,) = [one for one in refunds(desk) if one["state"] == "owed"]
        desk.ask("pay_refund", MANAGER, {"purse": "bank"}, id=owed["id"])
        assert state() == "refunded"

    @pytest.mark.rule("FIN-2")
    @pytest.mark.parametrize("first", ["paid back", "given back"])
    def test_what_was_paid_on_the_contract_is_refunded_and_the_deposit_forfeited(self, desk, first):
        held(desk, signed())
        paid(desk, "250000")
        desk.hear(refund_approved("250000"))
        owed = refunds(desk)[0]["id"]
        if first == "given back":
            desk.hear(withdrawn())
        assert desk.ask("pay_refund", MANAGER, {"purse": "bank"}, id=owed).status == 200
        if first == "paid back":
            desk.hear(withdrawn())
        assert sums(desk) == {"bank": "50000.00", "forfeits": "-50000.00"}
        assert desk.ask("show_deposit", id=DEPOSIT).body["state"] == "forfeited"

    def test_it_is_not_reversed_by_hand(self, desk):
        held(desk, withdrawn())
        assert desk.reversed(forfeits(desk)[0]).body["reasons"][0]["code"] == "of_a_deal"

    def test_heard_twice_it_is_forfeited_once(self, desk):
        held(desk, withdrawn(), withdrawn(), closed())
        assert len(forfeits(desk)) == 1

    def test_while_a_refund_waits_for_money_nothing_is(self, desk):
        held(desk, refund_approved("60000"), withdrawn())
        assert forfeits(desk) == []
        desk.ask("refuse_refund", MANAGER, {"reason": "在账不足"}, id=refunds(desk)[0]["id"])
        assert sums(desk) == {"bank": "50000.00", "forfeits": "-50000.00"}

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_a_refund_heard_of_later_is_taken_out_of_it(self, desk, order):
        events = (signed(), refund_approved("30000"), withdrawn())
        held(desk, *(events[one] for one in order))
        assert sums(desk) == {"bank": "50000.00", "forfeits": "-20000.00", "refunds_payable": "-30000.00"}

    def test_a_payment_that_never_came_is_not_forfeited(self, finance):
        held(finance, signed())
        entry = paid(finance, "250000").body
        finance.hear(withdrawn())
        reply = finance.ask("reverse_receipt", MANAGER, {"reason": "录错"}, id=DEAL, entry_id=entry["id"])
        assert reply.status == 201
        assert sums(finance) == {"bank": "50000.00", "forfeits": "-50000.00"}

    def test_money_from_suspense_that_was_somebody_elses_goes_back_there(self, desk):
        held(desk, signed())
        item = in_suspense(desk, "1000")
        match = desk.ask("match_suspense", body={"deal_id": DEAL}, id=item["id"]).body["matches"][0]
        desk.hear(withdrawn())
        assert sums(desk)["forfeits"] == "-51000.00"
        reply = desk.ask("reverse_match", MANAGER, {"reason": "不是"}, id=item["id"], match_id=match["id"])
        assert (reply.status, reply.body["remaining"]) == (200, "1000.00")
        assert sums(desk)["forfeits"] == "-50000.00"

    @pytest.mark.parametrize("first", ["withdrawn", "unplaced"])
    def test_a_deposit_that_is_nobodys_is_in_suspense_and_not_forfeited(self, desk, first):
        events = [withdrawn(), unplaced()]
        held(desk, *(events if first == "withdrawn" else reversed(events)))
        assert sums(desk) == {"bank": "50000.00", "suspense": "-50000.00"}

    def test_what_was_paid_stays_forfeited_where_the_deposit_is_nobodys_and_refunded_already(self, desk):
        held(desk, signed())
        paid(desk, "30000")
        desk.hear(withdrawn(), refund_approved("50000"), unplaced())
        assert sums(desk) == {"bank": "80000.00", "forfeits": "-30000.00", "refunds_payable": "-50000.00"}

    @pytest.mark.rule("FIN-7")
    def test_what_came_in_on_the_contract_has_come_in_all_the_same(self, desk):
        held(desk, signed())
        paid(desk, "250000")
        desk.hear(withdrawn())
        asked = {"since": "2026-12-01", "until": "2026-12-31"}
        assert desk.ask("show_collection", MANAGER, asked).body["received"] == "300000.00"


DEEDS = ("confirm", "pay in", "pay in", "reverse", "match", "unmatch", "pay refund", "refuse refund", "pay commission")
TOLD = ("taken", "closed", "verdict", "signed", "withdrawn", "refund 30000", "refund 60000.01")


class Course:
    """One deal, told and done in any order; what is refused at the time is left undone."""

    def __init__(self, house):
        self.house, self.number = house, f"JY-F-{next(numbered)}"
        self.deal = {"deal_id": new_id(), "number": self.number}
        self.receipts, self.matches, self.withdrawn = [], [], False

    def take(self, step):
        deal = self.deal
        events = {
            "taken": lambda: taken(**deal),
            "closed": lambda: closed(**deal),
            "verdict": lambda: verdict(**deal),
            "signed": lambda: signed(**deal, contract_id=an_id(self.number)),
            "withdrawn": lambda: withdrawn(**deal),
            "refund 30000": lambda: refund_approved("30000", **deal),
            "refund 60000.01": lambda: refund_approved("60000.01", **deal),
        }
        self.withdrawn = self.withdrawn or step == "withdrawn"
        if step in events:
            self.house.hear(events[step]())
        else:
            getattr(self, step.replace(" ", "_"))()

    def ask(self, door, body, **told):
        return self.house.ask(door, MANAGER, body, **told)

    def confirm(self):
        papers = {"receipt_number": f"S-{self.number}", "invoice_number": f"F-{self.number}"}
        confirmed(self.house, id_of(self.deal["deal_id"], TAKEN_AT), **papers)

    def pay_in(self):
        reply = paid(self.house, "30000.01", deal=self.deal["deal_id"])
        self.receipts += [reply.body["id"]] if reply.status == 201 else []

    def reverse(self):
        for entry in self.receipts:
            self.ask("reverse_receipt", {"reason": "错账"}, id=self.deal["deal_id"], entry_id=entry)

    def match(self):
        item = in_suspense(self.house, "20000.01")["id"]
        reply = self.ask("match_suspense", {"deal_id": self.deal["deal_id"]}, id=item)
        self.matches += [(item, one["id"]) for one in reply.body.get("matches", ())]

    def unmatch(self):
        for item, match in self.matches:
            self.ask("reverse_match", {"reason": "不是"}, id=item, match_id=match)

    def pay_refund(self):
        for refund in refunds(self.house, self.deal["deal_id"]):
            self.ask("pay_refund", {"purse": "bank"}, id=refund["id"])

    def refuse_refund(self):
        for refund in refunds(self.house, self.deal["deal_id"]):
            self.ask("refuse_refund", {"reason": "在账不足"}, id=refund["id"])

    def pay_commission(self):
        for one in self.ask("list_commissions", {"deal_id": self.deal["deal_id"]}).body["items"]:
            self.ask("pay_commission", {"purse": "bank"}, id=one["id"])

    def check(self):
        told = {account: D(amount) for account, amount in sums(self.house, self.deal["deal_id"]).items()}
        assert sum(told.values()) == 0
        assert told.get("deposits_held", 0) <= 0
        assert told.get("refunds_payable", 0) <= 0
        assert told.get("forfeits", 0) <= 0
        states = {state for _, _, state in earned(self.house, self.deal["deal_id"])}
        if not self.withdrawn:
            assert "forfeits" not in told
            return
        assert states <= {"reversed", "clawed_back"}
        assert not {"commission_expense", "sales_revenue"} & set(told)
        waits = any(one["state"] == "waiting" for one in refunds(self.house, self.deal["deal_id"]))
        if not waits:
            assert not {"deposits_held", "receivable"} & set(told)


steps = st.permutations(TOLD + DEEDS).flatmap(
    lambda order: st.integers(4, len(order)).map(lambda many: [*order[:many], "withdrawn"])
)


@pytest.mark.rule("FIN-6")
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_in_any_order_a_withdrawn_deal_holds_and_earns_nothing(desk, order):
    course = Course(desk)
    for step in order:
        course.take(step)
        course.check()
