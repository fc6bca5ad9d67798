"""Money that comes before its owner is known, and where it goes (FIN-3)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.finance.builders import ELSEWHERE, ESTATE, LEASE, MANAGER, STRANGER, an_id
from tests.finance.deals import DEAL, DEPOSIT, confirmed, due, in_suspense, lapsed, signed, sums, taken, unplaced

pytestmark = pytest.mark.rule("FIN-3")


def codes(reply):
    return reply.status, [reason["code"] for reason in reply.body["reasons"]]


def match(house, item, caller=MANAGER, **told):
    return house.ask("match_suspense", caller, told, id=item["id"])


def shown(house, item):
    return house.ask("show_suspense", id=item["id"]).body


def back(house, item, one, reason="不是这位客户的"):
    return house.ask("reverse_match", MANAGER, {"reason": reason}, id=item["id"], match_id=one["id"])


class TestEntering:
    def test_it_is_nobodys_and_its_age_is_shown(self, finance):
        item = in_suspense(finance)
        assert (item["remaining"], item["age_days"], item["by"]) == ("300000.00", 3, "孙丽")
        (listed,) = finance.ask("list_suspense", body={"open": "true"}).body["items"]
        assert listed["id"] == item["id"]
        (entry,) = finance.ask("list_entries").body["items"]
        assert (entry["customer_id"], entry["lease_id"], entry["deal_id"]) == (None, None, None)
        assert {one["account"]: one["amount"] for one in entry["postings"]} == {
            "bank": "300000.00",
            "suspense": "-300000.00",
        }

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            ({"amount": "0"}, 422),
            ({"received_on": "2026-12-08"}, 409),
            ({"estate_id": ELSEWHERE}, 404),
            ({"estate_id": an_id("nowhere")}, 404),
            ({"payer": " "}, 422),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_leaves_nothing(self, desk, told, status):
        known = {
            "estate_id": ESTATE,
            "amount": "5",
            "purse": "bank",
            "received_on": "2026-12-04",
            "payer": "x",
            "memo": "y",
        }
        assert desk.ask("enter_suspense", body=known | told).status == status
        assert desk.ask("list_suspense").body["items"] == []

    def test_a_mistake_is_taken_back_once(self, finance):
        item = in_suspense(finance)
        taken_back = {"caller": MANAGER, "body": {"reason": "重复录入"}, "id": item["id"]}
        told = finance.ask("take_suspense_back", **taken_back).body
        assert (told["remaining"], told["taken_back"]) == ("0.00", True)
        assert codes(finance.ask("take_suspense_back", **taken_back)) == (409, ["matched_already"])
        assert finance.ask("list_suspense", body={"open": "true"}).body["items"] == []

    def test_by_hand_its_entry_is_not_reversed(self, desk):
        in_suspense(desk)
        (entry,) = desk.ask("list_entries").body["items"]
        assert codes(desk.reversed(entry)) == (409, ["of_a_deal"])

    def test_elsewhere_it_does_not_exist(self, desk):
        item = in_suspense(desk)
        assert desk.ask("list_suspense", STRANGER).body["items"] == []
        assert desk.ask("show_suspense", STRANGER, id=item["id"]).status == 404
        assert match(desk, item, STRANGER, deal_id=DEAL).status == 404


class TestMatching:
    def test_to_a_deal_it_pays_the_oldest_instalment(self, finance):
        finance.hear(signed())
        item = in_suspense(finance)
        told = match(finance, item, deal_id=DEAL).body
        assert told["remaining"] == "0.00"
        assert [(one["purpose"], one["amount"]) for one in told["matches"]] == [("deal", "300000.00")]
        assert due(finance)[0]["open"] == "0.00"
        assert sums(finance)["suspense"] == "300000.00"

    def test_to_a_lease_it_is_a_payment(self, finance):
        item = in_suspense(finance, "800")
        assert match(finance, item, lease_id=LEASE).status == 200
        assert finance.balance() == ("-800.00", "0.00")

    def test_a_part_leaves_the_rest(self, desk):
        desk.hear(signed())
        item = in_suspense(desk)
        assert match(desk, item, deal_id=DEAL, amount="100000").body["remaining"] == "200000.00"
        assert codes(match(desk, item, deal_id=DEAL, amount="200000.01")) == (409, ["more_than_remaining"])
        assert match(desk, item, lease_id=LEASE).body["remaining"] == "0.00"

    def test_a_match_that_was_wrong_is_taken_back_once(self, finance):
        finance.hear(signed())
        item = in_suspense(finance)
        (one,) = match(finance, item, deal_id=DEAL).body["matches"]
        told = back(finance, item, one).body
        assert (told["remaining"], told["matches"][0]["reversed_by"]) == ("300000.00", "何杰")
        assert due(finance)[0]["open"] == "300000.00"
        assert "suspense" not in sums(finance)
        assert back(finance, item, one).status == 404

    def test_from_a_lease_too(self, finance):
        item = in_suspense(finance, "800")
        (one,) = match(finance, item, lease_id=LEASE).body["matches"]
        assert back(finance, item, one).status == 200
        assert finance.balance() == ("0.00", "0.00")
        assert match(finance, item, lease_id=LEASE).status == 200

    def test_of_two_at_once_one_gets_it(self, finance):
        finance.hear(signed("300000", "300000"))
        item = in_suspense(finance)
        with ThreadPoolExecutor(2) as pool:
            owners = [{"deal_id": DEAL, "amount": "300000"}, {"lease_id": LEASE, "amount": "300000"}]
            replies = list(pool.map(lambda owner: match(finance, item, **owner), owners))
        assert sorted(reply.status for reply in replies) == [200, 409]
        assert shown(finance, item)["remaining"] == "0.00"

    @pytest.mark.parametrize("owners", [{}, {"deal_id": DEAL, "lease_id": LEASE}])
    def test_it_goes_to_one_of_them(self, desk, owners):
        assert codes(match(desk, in_suspense(desk), **owners)) == (422, ["one_owner"])

    def test_a_deal_takes_no_more_than_it_owes_and_only_with_a_contract(self, desk):
        desk.hear(taken())
        item = in_suspense(desk)
        assert codes(match(desk, item, deal_id=DEAL)) == (409, ["no_contract"])
        desk.hear(signed("200000"))
        assert codes(match(desk, item, deal_id=DEAL)) == (409, ["more_than_outstanding"])
        assert match(desk, item, deal_id=an_id("nobody's")).status == 404
        assert match(desk, item, lease_id=an_id("nobody's")).status == 404


@pytest.mark.rule("FIN-2")
class TestTheDepositThatWasInSuspense:
    def test_it_is_confirmed_out_of_suspense(self, finance):
        finance.hear(taken())
        item = in_suspense(finance, "60000")
        assert confirmed(finance, suspense_id=item["id"]).status == 200
        told = shown(finance, item)
        assert (told["remaining"], told["matches"][0]["purpose"]) == ("10000.00", "deposit")
        assert sums(finance) == {"deposits_held": "-50000.00", "suspense": "50000.00"}

    def test_not_where_less_is_left(self, desk):
        desk.hear(taken())
        item = in_suspense(desk, "49999.99")
        assert codes(confirmed(desk, suspense_id=item["id"])) == (409, ["more_than_remaining"])
        assert confirmed(desk, suspense_id=an_id("nothing")).status == 404

    def test_a_deposit_of_a_deal_that_has_ended_is_found_there_and_may_go_elsewhere(self, finance):
        other = {"deal_id": an_id("JY-2"), "number": "JY-2", "contract_id": an_id("HT-2")}
        finance.hear(taken(), lapsed(), signed(**other))
        confirmed(finance)
        finance.hear(unplaced())
        (item,) = finance.ask("list_suspense", body={"deal_id": DEAL}).body["items"]
        assert (item["remaining"], item["deposit_id"]) == ("50000.00", DEPOSIT)
        assert finance.ask("take_suspense_back", MANAGER, {"reason": "x"}, id=item["id"]).status == 409
        assert match(finance, item, deal_id=other["deal_id"]).status == 200
        assert sums(finance, other["deal_id"])["receivable"] == "950000.00"
