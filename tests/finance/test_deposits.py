"""Finance confirms a deposit, with receipt and invoice number, and nothing else can (FIN-2)."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from pypdf import PdfReader

from services.finance.actions.deposits import id_of
from services.finance.events import DepositConfirmed, DepositRefused
from tests.finance.builders import CUSTOMER, MANAGER, OUTSIDER, STRANGER, an_id
from tests.finance.deals import (
    DEAL,
    DEPOSIT,
    PAPERS,
    TAKEN_AT,
    TERMS,
    confirmed,
    lapsed,
    signed,
    sums,
    taken,
    unplaced,
    withdrawn,
)

pytestmark = pytest.mark.rule("FIN-2")


def shown(house, deposit=DEPOSIT):
    return house.ask("show_deposit", id=deposit).body


def codes(reply):
    return reply.status, [reason["code"] for reason in reply.body["reasons"]]


class TestADepositThatWasTaken:
    def test_it_awaits_finance_with_the_terms_the_customer_was_shown(self, finance):
        finance.hear(taken())
        told = shown(finance)
        assert (told["state"], told["amount"], told["terms"]) == ("awaiting", "50000.00", TERMS)
        assert told["in_capitals"] == "伍万元整"
        assert sums(finance) == {}

    def test_told_twice_it_is_one(self, finance):
        finance.hear(taken(), taken())
        assert len(finance.ask("list_deposits").body["items"]) == 1

    def test_another_one_on_the_same_deal_is_another(self, finance):
        finance.hear(taken(), taken(taken_at=TAKEN_AT + timedelta(days=1)))
        assert len(finance.ask("list_deposits", body={"deal_id": DEAL}).body["items"]) == 2

    def test_what_should_be_decided_by_now_is_found_as_late(self, finance):
        finance.hear(taken())
        assert finance.ask("list_deposits", body={"late": "true"}).body["items"] == []
        finance.runtime.clock.move(days=3)
        (late,) = finance.ask("list_deposits", body={"late": "true"}).body["items"]
        assert late["is_late"]
        assert confirmed(finance).status == 200
        assert finance.ask("list_deposits", body={"late": "true"}).body["items"] == []

    @pytest.mark.parametrize("asked", [{"q": "JY-2026"}, {"q": "A1205"}, {"q": "金桥"}, {"state": "awaiting"}])
    def test_it_is_found(self, desk, asked):
        desk.hear(taken())
        assert len(desk.ask("list_deposits", body=asked).body["items"]) == 1

    def test_in_another_estate_it_does_not_exist(self, desk):
        desk.hear(taken())
        assert desk.ask("list_deposits", STRANGER).body["items"] == []
        for door, body in (("show_deposit", None), ("confirm_deposit", PAPERS), ("refuse_deposit", {"reason": "x"})):
            assert desk.ask(door, STRANGER, body, id=DEPOSIT).status == 404


class TestConfirming:
    def test_the_money_is_held_for_the_customer_and_the_house_is_told(self, finance):
        finance.hear(taken())
        told = confirmed(finance).body
        assert (told["state"], told["closed_by"], told["receipt_number"]) == ("confirmed", "孙丽", "SJ-0001")
        assert sums(finance) == {"bank": "50000.00", "deposits_held": "-50000.00"}
        (said,) = finance.said(DepositConfirmed)
        assert (said.deal_id, said.deposit_id, said.receipt_number) == (DEAL, DEPOSIT, "SJ-0001")

    def test_a_second_time_says_who_did_it_when(self, desk):
        desk.hear(taken())
        confirmed(desk)
        reply = desk.ask("confirm_deposit", MANAGER, PAPERS, id=DEPOSIT)
        assert codes(reply) == (409, ["confirmed_already"])
        assert "孙丽 confirmed this deposit at 2026-12-07 09:00" in reply.body["detail"]
        assert desk.ask("refuse_deposit", body={"reason": "没到账"}, id=DEPOSIT).status == 409

    def test_of_two_at_once_one_wins(self, finance):
        finance.hear(taken())
        numbers = [{"receipt_number": f"SJ-{one}", "invoice_number": f"FP-{one}"} for one in range(4)]
        with ThreadPoolExecutor(4) as pool:
            replies = list(pool.map(lambda told: confirmed(finance, **told), numbers))
        assert sorted(reply.status for reply in replies) == [200, 409, 409, 409]
        assert len(finance.said(DepositConfirmed)) == 1
        assert sums(finance)["bank"] == "50000.00"

    @pytest.mark.parametrize("field", ["receipt_number", "invoice_number"])
    def test_no_other_deposit_of_the_house_has_its_numbers(self, finance, field):
        other, at = an_id("JY-2026-0008"), TAKEN_AT
        finance.hear(taken(), taken(deal_id=other, number="JY-2026-0008"))
        confirmed(finance)
        numbers = {"receipt_number": "SJ-0002", "invoice_number": "FP-0002"} | {field: PAPERS[field]}
        reply = confirmed(finance, id_of(other, at), **numbers)
        assert codes(reply) == (409, [f"{field}_taken"])
        assert "JY-2026-0007" in reply.body["detail"]
        assert shown(finance, id_of(other, at))["state"] == "awaiting"

    @pytest.mark.parametrize("missing", PAPERS)
    def test_not_without_all_its_papers(self, desk, missing):
        desk.hear(taken())
        told = {name: value for name, value in PAPERS.items() if name != missing}
        reply = desk.ask("confirm_deposit", body=told, id=DEPOSIT)
        assert (reply.status, reply.body["reasons"][0]["field"]) == (422, missing)

    def test_not_before_the_money_came(self, desk):
        desk.hear(taken())
        assert codes(confirmed(desk, received_on="2026-12-08")) == (409, ["in_the_future"])
        assert shown(desk)["state"] == "awaiting"

    def test_nobody_outside_finance_confirms(self, desk):
        desk.hear(taken())
        assert desk.ask("confirm_deposit", OUTSIDER, PAPERS, id=DEPOSIT).status == 403

    def test_what_it_posted_is_not_reversed_by_hand(self, desk):
        desk.hear(taken())
        confirmed(desk)
        (entry,) = desk.ask("list_entries", body={"deal_id": DEAL}).body["items"]
        assert codes(desk.reversed(entry)) == (409, ["of_a_deal"])


class TestRefusing:
    def test_the_reason_is_told_and_nothing_is_posted(self, finance):
        finance.hear(taken())
        told = finance.ask("refuse_deposit", body={"reason": "银行无此笔入账"}, id=DEPOSIT).body
        assert (told["state"], told["reason"]) == ("refused", "银行无此笔入账")
        (said,) = finance.said(DepositRefused)
        assert (said.deposit_id, said.reason) == (DEPOSIT, "银行无此笔入账")
        assert sums(finance) == {}

    def test_what_was_refused_is_not_confirmed(self, desk):
        desk.hear(taken())
        desk.ask("refuse_deposit", body={"reason": "银行无此笔入账"}, id=DEPOSIT)
        reply = confirmed(desk)
        assert codes(reply) == (409, ["refused_already"])
        assert "银行无此笔入账" in reply.body["detail"]


@pytest.mark.rule("FIN-3")
class TestADealThatHasEnded:
    def test_its_deposit_is_confirmed_all_the_same_since_the_money_is_there(self, finance):
        finance.hear(taken(), lapsed())
        assert shown(finance)["state"] == "expired"
        assert confirmed(finance).status == 200
        assert sums(finance) == {"bank": "50000.00", "deposits_held": "-50000.00"}

    def test_then_its_money_is_in_suspense(self, finance):
        finance.hear(taken(), lapsed())
        confirmed(finance)
        finance.hear(unplaced(), unplaced())
        assert shown(finance)["state"] == "suspense"
        assert sums(finance) == {"bank": "50000.00", "suspense": "-50000.00"}

    @pytest.mark.parametrize("order", list(permutations(["taken", "lapsed", "unplaced"])))
    @pytest.mark.parametrize("confirm_after", [1, 2, 3])
    def test_whatever_is_heard_first_the_end_is_the_same(self, desk, order, confirm_after):
        events = {"taken": taken(), "lapsed": lapsed(), "unplaced": unplaced()}
        confirm_after = max(confirm_after, order.index("taken") + 1)  # Before there is nothing to confirm.
        for step, name in enumerate(order, 1):
            desk.hear(events[name])
            if step == confirm_after:
                assert confirmed(desk).status == 200
        assert shown(desk)["state"] == "suspense"
        assert sums(desk) == {"bank": "50000.00", "suspense": "-50000.00"}
        assert desk.waiting() == []


@pytest.mark.rule("FIN-3")
class TestTheDepositAndTheContract:
    @pytest.mark.parametrize("late", [False, True])
    def test_it_counts_towards_the_contract_before_or_after_it_was_confirmed(self, finance, late):
        finance.hear(taken())
        if late:
            finance.hear(signed())
            confirmed(finance)
        else:
            confirmed(finance)
            finance.hear(signed())
        assert sums(finance) == {"bank": "50000.00", "receivable": "950000.00", "sales_revenue": "-1000000.00"}

    def test_the_contract_told_twice_is_charged_once(self, finance):
        finance.hear(signed(), signed())
        assert sums(finance) == {"receivable": "1000000.00", "sales_revenue": "-1000000.00"}

    def test_a_lease_earns_rent(self, desk):
        desk.hear(signed("8000", kind="lease"))
        assert sums(desk) == {"receivable": "8000.00", "rent": "-8000.00"}

    @pytest.mark.rule("FIN-1")
    def test_where_the_customer_stands_tells_of_the_deal_too(self, desk):
        desk.hear(taken())
        confirmed(desk)
        assert self.stands(desk) == ("0.00", "50000.00", ["JY-2026-0007"])
        desk.hear(signed())
        assert self.stands(desk) == ("950000.00", "0.00", ["HT-2026-0007"])

    def test_so_it_does_of_a_customer_who_rents_nothing(self, desk):
        buyer = an_id("赵先生")
        desk.hear(taken(customer_id=buyer, customer_name="赵先生"))
        told = desk.ask("show_balances", body={"customer_id": buyer}).body
        assert (told["customer_name"], told["leases"]) == ("赵先生", [])

    def stands(self, desk):
        told = desk.ask("show_balances", body={"customer_id": CUSTOMER}).body
        return told["receivable"], told["deposits_held"], [deal["number"] for deal in told["deals"]]

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_given_back_nothing_is_due_and_the_deposit_is_forfeited_in_whatever_order(self, desk, order):
        events = (taken(), signed(), withdrawn())
        for one in order:
            desk.hear(events[one])
            if one == 0:
                assert confirmed(desk).status == 200
        assert sums(desk) == {"bank": "50000.00", "forfeits": "-50000.00"}


class TestTheReceipt:
    def text(self, reply):
        pages = PdfReader(io.BytesIO(reply.file.data)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")

    def test_it_says_the_amount_in_figures_and_in_words_and_the_terms_of_refund(self, desk):
        desk.hear(taken("50000.50"))
        confirmed(desk)
        reply = desk.ask("print_receipt", id=DEPOSIT)
        assert reply.file.name == "定金收据-SJ-0001.pdf"
        told = self.text(reply)
        for part in ("¥50,000.50", "伍万元伍角整", "SJ-0001", "FP-0001", "JY-2026-0007", "A1205", "孙丽"):
            assert part in told
        assert TERMS.replace(" ", "") in told

    def test_there_is_none_before_the_money_is_there(self, desk):
        desk.hear(taken())
        assert codes(desk.ask("print_receipt", id=DEPOSIT)) == (409, ["not_received"])


def test_the_id_of_a_deposit_follows_from_the_moment_in_whatever_zone_it_is_told():
    assert id_of(DEAL, datetime.fromisoformat("2026-12-05T14:30:00+08:00")) == id_of(
        DEAL, datetime(2026, 12, 5, 6, 30, tzinfo=UTC)
    )
