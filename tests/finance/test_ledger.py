"""The ledger at its doors (FIN-1)."""

import threading
from dataclasses import replace

import pytest

from tests.finance.builders import (
    CLERK,
    CUSTOMER,
    ESTATE,
    LEASE,
    MANAGER,
    OUTSIDER,
    STRANGER,
    a_lease,
    an_id,
    changed,
)

pytestmark = pytest.mark.rule("FIN-1")


def codes(reply):
    return [(reason["code"], reason.get("field")) for reason in reply.body["reasons"]]


def postings(entry):
    return {posting["account"]: posting["amount"] for posting in entry["postings"]}


class TestPosting:
    def test_a_charge_says_who_owes_what_for_which_unit_by_whom_and_why(self, finance):
        entry = finance.posted("charge", amount="276.71", income="electricity", cause="抄表单 12")
        assert postings(entry) == {"receivable": "276.71", "electricity": "-276.71"}
        assert (entry["lease_id"], entry["customer_id"], entry["unit_number"]) == (LEASE, CUSTOMER, "A1109")
        assert (entry["by"], entry["memo"], entry["cause"], entry["rule"]) == ("孙丽", "十二月", "抄表单 12", "FIN-1")
        assert (entry["happened_on"], entry["recorded_at"]) == ("2026-12-07", "2026-12-07T01:00:00+00:00")

    def test_a_receipt_takes_from_what_is_owed(self, finance):
        finance.posted("charge", amount="100", income="water")
        entry = finance.posted("receive", amount="60.5", purse="bank")
        assert postings(entry) == {"bank": "60.50", "receivable": "-60.50"}
        assert finance.balance() == ("39.50", "0.00")

    def test_an_adjustment_goes_both_ways(self, finance):
        finance.posted("adjust", amount="10")
        assert postings(finance.posted("adjust", amount="-12.34")) == {"receivable": "-12.34", "adjustments": "12.34"}
        assert finance.balance() == ("-2.34", "0.00")

    def test_a_refund_is_owed_and_then_paid(self, finance):
        finance.posted("receive", amount="100", purse="cash")
        finance.posted("refund", step="owed", amount="40")
        assert finance.balance() == ("-60.00", "40.00")
        finance.posted("refund", step="paid", amount="40", purse="bank")
        assert finance.balance() == ("-60.00", "0.00")

    def test_balances_are_told_lease_by_lease_and_in_all(self, finance):
        finance.hear(a_lease("ZL-2026-0002", "A1205"))
        finance.posted("charge", amount="10", income="phone")
        finance.posted("charge", lease_id=an_id("ZL-2026-0002"), amount="5", income="phone")
        told = finance.ask("show_balances", body={"customer_id": CUSTOMER}).body
        assert told["receivable"] == "15.00"
        assert [(lease["lease_number"], lease["receivable"]) for lease in told["leases"]] == [
            ("ZL-2025-0001", "10.00"),
            ("ZL-2026-0002", "5.00"),
        ]
        one = finance.ask("show_balances", body={"customer_id": CUSTOMER, "lease_id": LEASE}).body
        assert one["receivable"] == "10.00"

    def test_a_charge_names_the_unit_of_its_own_day(self, finance, clock):
        finance.hear(changed())
        assert finance.posted("charge", amount="1", income="phone", happened_on="2026-12-06")["unit_number"] == "A1109"
        assert finance.posted("charge", amount="1", income="phone", happened_on="2026-12-07")["unit_number"] == "A1205"
        assert finance.posted("charge", amount="1", income="phone", happened_on="2020-01-01")["unit_number"] == "A1109"


class TestReversing:
    def test_a_reversal_restores_the_balance_and_points_at_the_mistake(self, finance):
        mistake = finance.posted("charge", amount="276.71", income="electricity")
        reversal = finance.reversed(mistake, "抄错表").body
        assert (reversal["kind"], reversal["reverses"], reversal["memo"]) == ("reversal", mistake["id"], "抄错表")
        assert postings(reversal) == {"receivable": "-276.71", "electricity": "276.71"}
        assert finance.balance() == ("0.00", "0.00")
        assert finance.ask("show_entry", id=mistake["id"]).body["reversed_by"] == reversal["id"]

    def test_it_is_for_the_unit_of_the_mistake_even_after_a_move(self, finance):
        mistake = finance.posted("charge", amount="1", income="water")
        finance.hear(changed())
        assert finance.reversed(mistake).body["unit_number"] == "A1109"

    def test_it_cannot_be_done_twice_nor_undone(self, finance):
        mistake = finance.posted("charge", amount="1", income="water")
        reversal = finance.reversed(mistake).body
        assert codes(finance.reversed(mistake)) == [("reversed_already", None)]
        assert codes(finance.reversed(reversal)) == [("is_reversal", None)]

    def test_it_needs_a_reason_and_a_manager(self, finance):
        mistake = finance.posted("charge", amount="1", income="water")
        assert finance.reversed(mistake, "  ").status == 422
        assert finance.ask("reverse", CLERK, {"reason": "x"}, id=mistake["id"]).status == 403

    def test_of_two_who_reverse_at_once_one_wins(self, finance):
        mistake = finance.posted("charge", amount="1", income="water")
        together, replies = threading.Barrier(2), []

        def reverse():
            together.wait()
            replies.append(finance.reversed(mistake).status)

        managers = [threading.Thread(target=reverse) for _ in range(2)]
        for manager in managers:
            manager.start()
        for manager in managers:
            manager.join()
        assert sorted(replies) == [201, 409]
        assert finance.balance() == ("0.00", "0.00")

    def test_of_two_who_refund_the_same_money_one_wins(self, finance):
        finance.posted("receive", amount="100", purse="cash")
        together, replies = threading.Barrier(2), []

        def refund():
            together.wait()
            body = {"lease_id": LEASE, "memo": "退", "step": "owed", "amount": "60"}
            replies.append(finance.ask("refund", body=body).status)

        clerks = [threading.Thread(target=refund) for _ in range(2)]
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
        assert sorted(replies) == [201, 409]


class TestLooking:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["三", "二", "一"]),
            ({"sort": "happened_on"}, ["一", "二", "三"]),
            ({"kind": "receipt"}, ["二"]),
            ({"since": "2026-12-02", "until": "2026-12-02"}, ["二"]),
            ({"cause": "抄表单 12"}, ["一"]),
            ({"q": "三"}, ["三"]),
            ({"lease_id": LEASE, "unit_id": an_id("A1205")}, []),
        ],
    )
    def test_entries_are_found_by_what_they_say(self, finance, clock, asked, found):
        finance.posted("charge", amount="1", income="water", memo="一", cause="抄表单 12", happened_on="2026-12-01")
        clock.move(seconds=1)
        finance.posted("receive", amount="1", purse="cash", memo="二", happened_on="2026-12-02")
        clock.move(seconds=1)
        finance.posted("adjust", amount="1", memo="三", happened_on="2026-12-03")
        page = finance.ask("list_entries", body={"customer_id": CUSTOMER, **asked}).body
        assert [entry["memo"] for entry in page["items"]] == found

    @pytest.mark.rule("GATE-2")
    def test_another_estate_has_no_ledger_here(self, finance):
        entry = finance.posted("charge", amount="1", income="water")
        assert finance.ask("show_entry", STRANGER, id=entry["id"]).status == 404
        assert finance.ask("list_entries", STRANGER).body["items"] == []
        assert finance.ask("show_balances", STRANGER, {"customer_id": CUSTOMER}).status == 404
        assert finance.ask("reverse", STRANGER, {"reason": "x"}, id=entry["id"]).status == 404
        body = {"lease_id": LEASE, "memo": "x", "amount": "1", "income": "water"}
        assert codes(finance.ask("charge", STRANGER, body)) == [("unknown_lease", "lease_id")]

    @pytest.mark.parametrize(
        ("door", "params"),
        [("charge", {}), ("list_entries", {}), ("show_balances", {}), ("reverse", {"id": ESTATE})],
    )
    def test_other_departments_see_and_write_nothing(self, desk, door, params):
        assert desk.ask(door, OUTSIDER, **params).status == 403


class TestBadInput:
    @pytest.mark.parametrize(
        ("door", "told", "status", "code"),
        [
            ("charge", {"amount": "-1", "income": "water"}, 422, ("amount_not_positive", "amount")),
            ("charge", {"amount": "0", "income": "water"}, 422, ("amount_not_positive", "amount")),
            ("charge", {"amount": "0.001", "income": "water"}, 422, ("amount_too_fine", "amount")),
            ("charge", {"amount": "1E+99999", "income": "water"}, 422, ("amount_too_large", "amount")),
            ("charge", {"amount": "Infinity", "income": "water"}, 422, ("invalid", "amount")),
            ("charge", {"amount": "a lot", "income": "water"}, 422, ("invalid", "amount")),
            ("charge", {"amount": "1", "income": "cash"}, 422, ("invalid", "income")),
            ("charge", {"amount": "1", "income": "water", "tip": "1"}, 422, ("invalid", "tip")),
            ("charge", {"amount": "1", "income": "water", "memo": " "}, 422, ("invalid", "memo")),
            ("charge", {"amount": "1", "income": "water", "memo": "\x00"}, 422, ("invalid", "memo")),
            ("charge", {"amount": "1", "income": "water", "lease_id": "x"}, 422, ("invalid", "lease_id")),
            ("charge", {"amount": "1", "income": "water", "lease_id": ESTATE}, 404, ("unknown_lease", "lease_id")),
            (
                "charge",
                {"amount": "1", "income": "water", "happened_on": "2026-12-08"},
                409,
                ("in_the_future", "happened_on"),
            ),
            ("receive", {"amount": "1", "purse": "pocket"}, 422, ("invalid", "purse")),
            ("receive", {"amount": "1"}, 422, ("invalid", "purse")),
            ("refund", {"amount": "1", "step": "owed"}, 409, ("more_than_overpaid", "amount")),
            ("refund", {"amount": "1", "step": "paid", "purse": "cash"}, 409, ("more_than_owed", "amount")),
            ("refund", {"amount": "1", "step": "paid"}, 422, ("purse_missing", "purse")),
            ("refund", {"amount": "1", "step": "owed", "purse": "cash"}, 422, ("purse_too_early", "purse")),
            ("adjust", {"amount": "0"}, 422, ("amount_not_positive", "amount")),
        ],
    )
    def test_what_cannot_be_posted_is_named_and_nothing_is_posted(self, desk, door, told, status, code):
        reply = desk.ask(door, MANAGER, {"lease_id": LEASE, "memo": "十二月", **told})
        assert (reply.status, codes(reply)) == (status, [code])
        assert desk.ask("list_entries").body["items"] == []

    def test_a_chinese_clerk_is_told_in_chinese(self, desk):
        reply = desk.ask(
            "charge", replace(CLERK, language="zh"), {"lease_id": LEASE, "memo": "x", "amount": "-1", "income": "water"}
        )
        assert reply.body["detail"] == "金额须大于零。"
