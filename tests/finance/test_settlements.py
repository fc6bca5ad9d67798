"""The old unit is settled from what property has read and counted (FIN-4)."""

from datetime import date

import pytest

from kit.doors import Call
from services.finance.events import OldUnitSettled, SettlementTakenBack
from tests.finance.builders import (
    CLERK,
    CUSTOMER,
    LEASE,
    MANAGER,
    OUTSIDER,
    STRANGER,
    a_lease,
    a_missing_card,
    a_reading,
    an_estate,
    an_id,
    cancelled,
    changed,
    moved,
    ready,
    some_tariffs,
)

pytestmark = pytest.mark.rule("FIN-4")


def codes(reply):
    return [reason["code"] for reason in reply.body["reasons"]]


def lines(settlement):
    return [(line["income"], line["amount"]) for line in settlement["lines"]]


def take_back(finance, settlement, caller=MANAGER):
    return finance.ask("take_settlement_back", caller, {"reason": "多收墙面修补"}, id=settlement["id"])


def taken_back(finance, settlement):
    reply = take_back(finance, settlement)
    assert reply.status == 201, reply.body
    return reply.body


def confirm(finance, settlement, caller=CLERK):
    return finance.ask("confirm_settlement", caller, id=settlement["id"])


class TestTheDraft:
    def test_it_is_drafted_line_by_line_with_its_working(self, finance):
        finance.hear(ready(a_reading(), a_reading("212.5", "200", "water"), a_missing_card()))
        draft = finance.settlement()
        assert lines(draft) == [
            ("electricity", "276.71"),
            ("water", "73.13"),
            ("phone", "92.90"),  # 480 × 6 ÷ 31
            ("missing_items", "50.00"),
        ]
        assert (draft["state"], draft["total"], draft["unit_number"]) == ("draft", "492.74", "A1109")
        assert "(1310.5 − 1076) kWh × 1.18 元/kWh = 276.71 元" in draft["lines"][0]["zh"]
        assert "6 lines × 80 yuan/line·month × 6 ÷ 31 days" in draft["lines"][2]["en"]
        assert draft["link"] == f"/unit-changes/{an_id('HF-1')}"

    def test_nothing_is_charged_before_it_is_confirmed(self, finance):
        finance.hear(ready(a_reading()))
        assert finance.balance() == ("0.00", "0.00")
        assert finance.said(OldUnitSettled) == []

    def test_the_leases_own_tariffs_count(self, finance):
        finance.hear(a_lease(tariffs=some_tariffs(parking_spaces=1, phone_lines=0)), ready(a_reading()))
        assert lines(finance.settlement()) == [("electricity", "276.71"), ("parking", "193.55")]

    def test_days_settled_by_an_earlier_change_of_the_month_are_not_charged_again(self, finance):
        finance.hear(ready())
        confirm(finance, finance.settlement())
        finance.hear(changed(), ready(change="HF-2", day=date(2026, 12, 20), old_unit_number="A1205"))
        assert "13 ÷ 31 days (2026-12-07 to 2026-12-19)" in finance.settlement("HF-2")["lines"][0]["en"]

    def test_a_lease_that_starts_in_the_month_is_charged_from_its_first_day(self, finance):
        finance.hear(a_lease(starts_on=date(2026, 12, 5)), ready())
        assert "2 ÷ 31 days" in finance.settlement()["lines"][0]["en"]

    def test_finance_adds_another_cost_with_a_reason_and_takes_it_out_again(self, finance):
        finance.hear(ready(a_reading()))
        draft = finance.settlement()
        told = finance.ask("add_cost", body={"reason": "墙面修补", "amount": "120.5"}, id=draft["id"]).body
        assert told["total"] == "490.11"
        added = told["lines"][-1]
        assert (added["zh"], added["reason"], added["added_by"]) == ("其他费用:墙面修补,120.50 元", "墙面修补", "孙丽")
        told = finance.ask("remove_cost", id=draft["id"], line_id=added["id"]).body
        assert told["total"] == "369.61"

    def test_what_was_worked_out_cannot_be_taken_out(self, finance):
        finance.hear(ready(a_reading()))
        draft = finance.settlement()
        reply = finance.ask("remove_cost", id=draft["id"], line_id=draft["lines"][0]["id"])
        assert (reply.status, codes(reply)) == (409, ["computed_line"])
        assert finance.ask("remove_cost", id=draft["id"], line_id=an_id("no line")).status == 404

    def test_a_meter_that_ran_backwards_is_parked_after_its_tries(self, finance):
        finance.hear(ready(a_reading("10", "20")), attempts=1)
        ((state, error),) = finance.waiting()
        assert state == "parked"
        assert "reads less than before" in error


class TestConfirming:
    def test_it_is_charged_to_the_lease_in_one_entry(self, finance):
        finance.hear(ready(a_reading(), a_missing_card()))
        settled = confirm(finance, finance.settlement()).body
        assert (settled["state"], settled["closed_by"]) == ("confirmed", "孙丽")
        entry = finance.ask("show_entry", id=settled["entry_id"]).body
        assert {posting["account"]: posting["amount"] for posting in entry["postings"]} == {
            "receivable": "419.61",
            "electricity": "-276.71",
            "phone": "-92.90",
            "missing_items": "-50.00",
        }
        assert (entry["cause"], entry["rule"], entry["unit_number"]) == (settled["id"], "FIN-4", "A1109")
        assert finance.balance() == ("419.61", "0.00")

    def test_the_house_is_told(self, finance):
        finance.hear(ready(a_reading()))
        settled = confirm(finance, finance.settlement()).body
        (told,) = finance.said(OldUnitSettled)
        assert (told.settlement_id, told.unit_change_id, told.lease_id) == (settled["id"], an_id("HF-1"), LEASE)
        assert str(told.total) == "369.61"

    def test_it_is_for_the_old_unit_even_when_the_lease_has_moved_meanwhile(self, finance):
        finance.hear(ready(a_reading()), changed())
        settled = confirm(finance, finance.settlement()).body
        assert finance.ask("show_entry", id=settled["entry_id"]).body["unit_number"] == "A1109"

    def test_where_nothing_is_owed_nothing_is_posted_and_the_house_is_told_all_the_same(self, finance):
        finance.hear(a_lease(tariffs=some_tariffs(phone_lines=0)), ready(a_reading("5", "5")))
        settled = confirm(finance, finance.settlement()).body
        assert (settled["total"], settled["entry_id"]) == ("0.00", None)
        assert len(finance.said(OldUnitSettled)) == 1

    def test_it_is_confirmed_once_and_then_left_alone(self, finance):
        finance.hear(ready(a_reading()))
        settlement = confirm(finance, finance.settlement()).body
        assert settlement["reasons_against"] == ["The settlement is confirmed already."]
        assert codes(confirm(finance, settlement)) == ["settlement_confirmed"]
        reply = finance.ask("add_cost", body={"reason": "x", "amount": "1"}, id=settlement["id"])
        assert codes(reply) == ["settlement_confirmed"]
        assert finance.balance() == ("369.61", "0.00")

    @pytest.mark.rule("GATE-4")
    def test_one_who_has_not_seen_the_last_cost_does_not_confirm_it(self, finance):
        finance.hear(ready(a_reading()))
        seen = finance.settlement()
        finance.ask("add_cost", body={"reason": "x", "amount": "1"}, id=seen["id"])
        call = Call("confirm_settlement", CLERK, params={"id": seen["id"]}, expected_version=seen["version"])
        assert finance.runtime.call(call).body["type"] == "/problems/conflict"


class TestTakingBack:
    @pytest.fixture
    def settled(self, finance):
        """A confirmed settlement with a cost that finance has added by mistake."""
        finance.hear(ready(a_reading(), a_missing_card()))
        finance.ask("add_cost", body={"reason": "墙面修补", "amount": "120.50"}, id=finance.settlement()["id"])
        return confirm(finance, finance.settlement()).body

    def test_its_entry_is_not_reversed_by_hand(self, finance, settled):
        assert codes(finance.reversed({"id": settled["entry_id"]})) == ["of_a_settlement"]
        assert finance.balance() == ("540.11", "0.00")

    def test_what_was_charged_is_reversed_and_the_same_lines_stand_in_a_draft(self, finance, settled):
        draft = taken_back(finance, settled)
        before = finance.ask("show_settlement", id=settled["id"]).body
        assert (before["state"], before["void_reason"]) == ("superseded", "多收墙面修补")
        assert (draft["state"], lines(draft), draft["total"]) == ("draft", lines(settled), "540.11")
        assert finance.balance() == ("0.00", "0.00")

    def test_the_draft_is_put_right_and_confirmed_again(self, finance, settled):
        draft = taken_back(finance, settled)
        finance.ask("remove_cost", id=draft["id"], line_id=draft["lines"][-1]["id"])
        assert confirm(finance, draft).body["state"] == "confirmed"
        assert finance.balance() == ("419.61", "0.00")
        told = [one.settlement_id for one in finance.said(OldUnitSettled)]
        assert told == [settled["id"], draft["id"]]

    def test_the_house_is_told_that_it_does_not_count_any_more(self, finance, settled):
        taken_back(finance, settled)
        (told,) = finance.said(SettlementTakenBack)
        assert (told.settlement_id, told.unit_change_id, told.reason) == (settled["id"], an_id("HF-1"), "多收墙面修补")

    def test_where_nothing_was_charged_it_is_taken_back_all_the_same(self, finance):
        finance.hear(a_lease(tariffs=some_tariffs(phone_lines=0)), ready(a_reading("5", "5")))
        draft = taken_back(finance, confirm(finance, finance.settlement()).body)
        assert (draft["state"], finance.ask("list_entries").body["items"]) == ("draft", [])

    @pytest.mark.parametrize("told", [changed, moved])
    def test_not_once_the_notice_is_out(self, finance, settled, told):
        finance.hear(told())
        assert codes(take_back(finance, settled)) == ["notice_issued"]
        (sentence,) = finance.ask("show_settlement", id=settled["id"]).body["reasons_against_taking_back"]
        assert sentence == "The unit change notice has been issued; make an adjustment instead."
        assert finance.balance() == ("540.11", "0.00")

    def test_only_what_is_confirmed_and_only_once(self, finance, settled):
        draft = taken_back(finance, settled)
        assert codes(take_back(finance, settled)) == ["not_confirmed"]
        assert codes(take_back(finance, draft)) == ["not_confirmed"]

    def test_it_needs_a_manager_of_the_estate_and_a_reason(self, finance, settled):
        assert take_back(finance, settled, CLERK).status == 403
        assert take_back(finance, settled, STRANGER).status == 404
        assert finance.ask("take_settlement_back", MANAGER, {"reason": " "}, id=settled["id"]).status == 422


class TestAgainAndOutOfOrder:
    def test_the_same_told_twice_is_one_draft(self, finance):
        finance.hear(ready(a_reading()), ready(a_reading()))
        assert len(finance.ask("list_settlements").body["items"]) == 1
        assert finance.settlement()["version"] == 1

    def test_readings_taken_again_make_the_draft_anew_and_keep_what_was_added(self, finance):
        finance.hear(ready(a_reading()))
        finance.ask("add_cost", body={"reason": "墙面修补", "amount": "10"}, id=finance.settlement()["id"])
        finance.hear(ready(a_reading("1311.5"), a_missing_card()))
        assert lines(finance.settlement()) == [
            ("electricity", "277.89"),
            ("phone", "92.90"),
            ("missing_items", "50.00"),
            ("other", "10.00"),
        ]
        assert finance.settlement()["total"] == "430.79"

    def test_told_again_after_confirming_it_says_again_that_it_is_settled(self, finance):
        finance.hear(ready(a_reading()))
        confirm(finance, finance.settlement())
        finance.hear(ready(a_reading()))
        assert len(finance.said(OldUnitSettled)) == 2
        assert finance.balance() == ("369.61", "0.00")

    def test_other_readings_after_confirming_take_the_charge_back_and_draft_anew(self, finance):
        finance.hear(ready(a_reading()))
        first = confirm(finance, finance.settlement()).body
        finance.hear(ready(a_reading("1311.5")))
        assert finance.ask("show_settlement", id=first["id"]).body["state"] == "superseded"
        assert finance.balance() == ("0.00", "0.00")
        confirm(finance, finance.settlement(state="draft"))
        assert finance.balance() == ("370.79", "0.00")

    def test_the_same_counted_again_after_confirming_is_settled_for_the_later_round_too(self, finance):
        finance.hear(ready(a_reading()))
        confirm(finance, finance.settlement())
        finance.hear(ready(a_reading(), round=2))
        assert [told.round for told in finance.said(OldUnitSettled)] == [1, 2]
        assert finance.balance() == ("369.61", "0.00")

    @pytest.mark.parametrize("value", ["1310.5", "1311.5"])
    def test_a_draft_is_of_the_round_it_heard_last(self, finance, value):
        finance.hear(ready(a_reading("1310.5")), ready(a_reading(value), round=2))
        confirm(finance, finance.settlement())
        assert [told.round for told in finance.said(OldUnitSettled)] == [2]

    def test_a_charge_that_was_taken_back_is_not_taken_back_again(self, finance):
        finance.hear(ready(a_reading()))
        taken_back(finance, confirm(finance, finance.settlement()).body)
        finance.hear(ready(a_reading("1311.5")))
        assert finance.balance() == ("0.00", "0.00")
        assert finance.settlement(state="draft")["total"] == "370.79"

    def test_a_cancelled_change_voids_the_draft(self, finance):
        finance.hear(ready(a_reading()), cancelled(), cancelled())
        void = finance.settlement()
        assert (void["state"], void["void_reason"]) == ("void", "客户不换了")
        assert codes(confirm(finance, void)) == ["settlement_void"]

    def test_a_cancelled_change_leaves_what_is_confirmed(self, finance):
        finance.hear(ready(a_reading()))
        confirm(finance, finance.settlement())
        finance.hear(cancelled())
        assert finance.settlement()["state"] == "confirmed"

    def test_a_change_without_a_settlement_is_cancelled_without_more(self, finance):
        finance.hear(cancelled("HF-9"))
        assert finance.waiting() == []

    def test_a_settlement_ahead_of_its_lease_waits_for_it(self, finance, clock):
        finance.hear(ready(a_reading(), lease_id=an_id("ZL-9")))
        assert [state for state, _ in finance.waiting()] == ["pending"]
        finance.hear(a_lease("ZL-9"))
        clock.move(minutes=1)
        finance.hear()
        assert finance.settlement()["lease_number"] == "ZL-9"


class TestTheUnitThatIsCharged:
    @pytest.mark.rule("SALE-17")
    @pytest.mark.parametrize("told", [(changed, moved), (moved, changed), (changed, changed), (moved, moved, changed)])
    def test_charges_go_to_the_new_unit_whoever_tells_first(self, finance, told):
        finance.hear(*(tell() for tell in told))
        assert finance.posted("charge", amount="1", income="water")["unit_number"] == "A1205"

    @pytest.mark.rule("SALE-17")
    def test_a_second_change_heard_before_the_first_waits_for_it(self, finance, clock):
        finance.hear(changed("A1205", "A1306", "HF-2"), changed())
        clock.move(minutes=1)
        finance.hear()
        assert finance.waiting() == []
        assert finance.posted("charge", amount="1", income="water")["unit_number"] == "A1306"

    def test_a_change_of_an_unknown_lease_is_never_dropped(self, finance):
        finance.hear(changed(lease=an_id("nobody's")), attempts=1)
        ((state, _),) = finance.waiting()
        assert state == "parked"

    def test_a_correction_of_the_lease_does_not_move_its_charges_back(self, finance):
        finance.hear(changed(), a_lease(tariffs=some_tariffs(phone_lines=1)))
        assert finance.posted("charge", amount="1", income="water")["unit_number"] == "A1205"


class TestWhoMay:
    def test_other_departments_do_not_confirm(self, desk):
        desk.hear(ready(a_reading()))
        assert confirm(desk, desk.settlement(), OUTSIDER).status == 403

    @pytest.mark.rule("GATE-2")
    def test_another_estates_settlement_does_not_exist(self, finance):
        finance.hear(ready(a_reading()))
        settlement = finance.settlement()
        assert finance.ask("show_settlement", STRANGER, id=settlement["id"]).status == 404
        assert finance.ask("list_settlements", STRANGER).body["items"] == []
        assert confirm(finance, settlement, STRANGER).status == 404
        assert finance.ask("print_settlement", STRANGER, id=settlement["id"]).status == 404

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            ({"reason": "x", "amount": "-1"}, 422),
            ({"reason": "x", "amount": "0.001"}, 422),
            ({"reason": " ", "amount": "1"}, 422),
            ({"reason": "x", "amount": "1", "tip": 1}, 422),
            ({"amount": "1"}, 422),
        ],
    )
    def test_a_cost_that_cannot_be_is_refused(self, desk, told, status):
        desk.hear(ready(a_reading()))
        draft = desk.settlement()
        assert desk.ask("add_cost", body=told, id=draft["id"]).status == status
        assert desk.settlement()["total"] == draft["total"]

    def test_settlements_are_found_by_change_lease_customer_and_state(self, finance):
        finance.hear(an_estate(), ready(a_reading()))
        for asked in ({"lease_id": LEASE}, {"customer_id": CUSTOMER}, {"state": "draft"}, {"q": "HF-1"}):
            assert len(finance.ask("list_settlements", body=asked).body["items"]) == 1
        assert finance.ask("list_settlements", body={"state": "confirmed"}).body["items"] == []
