"""A lost item is charged once, whichever way it goes, and not any more once it turns up (PROP-2, FIN-4)."""

import pytest

from services.finance.rules.missing import as_told, charged, find_charged, set_apart, set_apart_in, told_anew
from tests.finance.builders import (
    MANAGER,
    a_lease,
    a_missing_card,
    a_reading,
    an_id,
    cancelled,
    found_card,
    lost_card,
    ready,
    some_tariffs,
)

pytestmark = pytest.mark.rule("PROP-2", "FIN-4")
WITH_THE_CARD, WITHOUT_IT = "419.61", "369.61"


def confirm(house):
    return house.ask("confirm_settlement", id=house.settlement(state="draft")["id"]).body


def take_back(house, settlement):
    return house.ask("take_settlement_back", MANAGER, {"reason": "更正"}, id=settlement["id"]).body


def incomes(settlement):
    return [line["income"] for line in settlement["lines"]]


class TestLostByItself:
    def test_it_is_charged_with_the_item_as_the_cause(self, finance):
        finance.hear(lost_card())
        (entry,) = finance.ask("list_entries", body={"cause": an_id("C-0012")}).body["items"]
        assert {one["account"]: one["amount"] for one in entry["postings"]} == {
            "receivable": "50.00",
            "missing_items": "-50.00",
        }
        assert (entry["kind"], entry["rule"], entry["unit_number"]) == ("charge", "PROP-2", "A1109")
        assert entry["memo"] == "未交还出入证 C-0012:50.00 元 / Not returned, access card C-0012: 50.00 yuan"

    def test_found_again_it_is_reversed(self, finance):
        finance.hear(lost_card(), found_card())
        assert finance.balance() == ("0.00", "0.00")
        assert len(finance.ask("list_entries").body["items"]) == 2

    def test_what_a_manager_has_reversed_is_not_reversed_again(self, finance):
        finance.hear(lost_card())
        assert finance.reversed(finance.ask("list_entries").body["items"][0]).status == 201
        finance.hear(found_card())
        assert finance.balance() == ("0.00", "0.00")

    def test_what_costs_nothing_is_not_posted(self, finance):
        finance.hear(lost_card(charge="0"), found_card())
        assert finance.ask("list_entries").body["items"] == []

    def test_heard_before_its_lease_it_waits_for_it(self, finance, clock):
        finance.hear(lost_card(lease_id=an_id("ZL-9")))
        assert [state for state, _ in finance.waiting()] == ["pending"]
        finance.hear(a_lease("ZL-9"))
        clock.move(minutes=1)
        finance.hear()
        assert finance.balance()[0] == "50.00"


class TestLostInAUnitChange:
    def test_a_settled_one_charges_it_with_the_settlement(self, finance):
        finance.hear(ready(a_reading(), a_missing_card()))
        confirm(finance)
        assert finance.balance()[0] == WITH_THE_CARD

    @pytest.mark.parametrize(
        "told", [(lost_card("HF-1"), cancelled()), (cancelled(), lost_card("HF-1"))], ids=["item first", "change first"]
    )
    def test_a_cancelled_one_charges_it_by_itself(self, finance, told):
        finance.hear(ready(a_reading(), a_missing_card()), *told)
        assert (finance.settlement()["state"], finance.balance()[0]) == ("void", "50.00")

    def test_one_confirmed_before_it_was_cancelled_has_charged_it_already(self, finance):
        finance.hear(ready(a_reading(), a_missing_card()))
        confirm(finance)
        finance.hear(lost_card("HF-1"), cancelled())
        assert finance.balance()[0] == WITH_THE_CARD

    def test_one_confirmed_between_the_two_words_charges_it_once(self, finance):
        finance.hear(ready(a_reading(), a_missing_card()), lost_card("HF-1"))
        assert confirm(finance)["total"] == WITHOUT_IT
        finance.hear(cancelled())
        assert finance.balance()[0] == WITH_THE_CARD

    def test_one_taken_back_before_it_was_cancelled_charges_it_by_itself(self, finance):
        finance.hear(ready(a_reading(), a_missing_card()))
        take_back(finance, confirm(finance))
        finance.hear(cancelled(), lost_card("HF-1"))
        assert finance.balance()[0] == "50.00"

    def test_heard_before_the_settlement_it_waits_for_it(self, finance, clock):
        finance.hear(lost_card("HF-1"))
        assert [state for state, _ in finance.waiting()] == ["pending"]
        finance.hear(ready(a_reading(), a_missing_card()), cancelled())
        clock.move(minutes=1)
        finance.hear()
        assert (finance.waiting(), finance.balance()[0]) == ([], "50.00")


class TestFoundAfterAUnitChange:
    @pytest.fixture
    def missed(self, finance):
        """The card is missing in a unit change that is not settled yet."""
        finance.hear(ready(a_reading(), a_missing_card()))
        return finance

    def test_a_draft_does_not_charge_it_any_more(self, missed):
        missed.hear(found_card("HF-1"))
        assert incomes(missed.settlement()) == ["electricity", "phone"]
        assert confirm(missed)["total"] == WITHOUT_IT

    def test_readings_taken_again_do_not_bring_it_back(self, missed):
        missed.hear(found_card("HF-1"), ready(a_reading("1311.5"), a_missing_card()))
        assert incomes(missed.settlement()) == ["electricity", "phone"]

    def test_what_is_confirmed_stays_and_the_customer_owes_that_much_less(self, missed):
        settled = confirm(missed)
        missed.hear(found_card("HF-1"), ready(a_reading(), a_missing_card()))
        assert missed.balance()[0] == WITHOUT_IT
        assert missed.settlement()["total"] == settled["total"] == WITH_THE_CARD

    def test_a_settlement_taken_back_after_that_charges_everything_else_again(self, missed):
        settled = confirm(missed)
        missed.hear(found_card("HF-1"))
        draft = take_back(missed, settled)
        assert (missed.balance()[0], incomes(draft)) == ("0.00", ["electricity", "phone"])
        confirm(missed)
        assert missed.balance()[0] == WITHOUT_IT

    def test_the_credit_is_not_reversed_by_hand(self, missed):
        confirm(missed)
        missed.hear(found_card("HF-1"))
        (credit,) = missed.ask("list_entries", body={"kind": "adjustment"}).body["items"]
        assert missed.reversed(credit).status == 409

    @pytest.mark.parametrize("told", [(), (lost_card("HF-1"),)], ids=["never charged", "charged by itself"])
    def test_after_a_cancelled_one_nothing_is_owed(self, missed, told):
        missed.hear(cancelled(), *told, found_card("HF-1"))
        assert missed.balance()[0] == "0.00"

    def test_heard_before_the_settlement_it_waits_for_it(self, finance, clock):
        finance.hear(found_card("HF-1"), ready(a_reading(), a_missing_card()))
        clock.move(minutes=1)
        finance.hear()
        assert incomes(finance.settlement()) == ["electricity", "phone"]

    def test_what_cost_nothing_is_credited_with_nothing(self, finance):
        finance.hear(a_lease(tariffs=some_tariffs(phone_lines=0)), ready(a_missing_card("0")))
        confirm(finance)
        finance.hear(found_card("HF-1"))
        assert finance.ask("list_entries").body["items"] == []


class TestWhatASettlementCharges:
    FACTS = {
        "readings": [],
        "missing": [
            {"kind": "key", "number": "1", "charge": "50"},
            {"kind": "access_card", "number": "1", "charge": "30"},
        ],
        "change_date": "2026-12-07",
    }

    def test_all_it_was_told_of_until_something_is_set_apart(self):
        key = find_charged(self.FACTS, "key", "1")
        facts = set_apart(self.FACTS, key)
        assert ([item.kind for item in charged(facts)], set_apart_in(facts)) == (["access_card"], [key])
        assert find_charged(facts, "key", "1") is None
        assert as_told(facts) == self.FACTS

    def test_what_is_told_anew_does_not_bring_it_back(self):
        facts = set_apart(self.FACTS, find_charged(self.FACTS, "key", "1"))
        assert told_anew(self.FACTS, facts) == facts
        assert told_anew(self.FACTS, self.FACTS) == told_anew(self.FACTS, None) == self.FACTS
