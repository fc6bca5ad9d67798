"""What a contract says is due, what comes in of it, what is put off, and who is reminded (FIN-3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from services.finance.events import DeferralDecided, DeferralRequested, PaymentDunned
from tests.finance.builders import CLERK, LEASE, MANAGER, OUTSIDER, STRANGER
from tests.finance.deals import (
    CONSULTANT,
    CONTRACT,
    DEAL,
    confirmed,
    due,
    paid,
    refund_approved,
    signed,
    sums,
    taken,
    withdrawn,
)

pytestmark = pytest.mark.rule("FIN-3")
WISH = {"new_date": "2027-01-10", "reason": "贷款审批未完成"}


def codes(reply):
    return reply.status, [reason["code"] for reason in reply.body["reasons"]]


def by_the_clock(house):
    with house.runtime.work() as work:
        house.runtime.service.remind_of_payments(work)


def ask_to_defer(house, instalment, caller=CLERK, **told):
    return house.ask("ask_to_defer", caller, WISH | told, id=instalment["id"])


class TestTheLists:
    def test_what_is_signed_is_due_payment_by_payment(self, finance):
        finance.hear(signed())
        assert [(one["pays_by"], one["open"]) for one in due(finance, list="due")] == [
            ("2026-12-15", "300000.00"),
            ("2027-01-15", "300000.00"),
            ("2027-02-15", "400000.00"),
        ]

    def test_the_day_after_its_day_a_payment_is_overdue(self, finance):
        finance.hear(signed())
        finance.runtime.clock.move(days=8)  # Tuesday 15 December.
        assert due(finance, list="overdue") == []
        finance.runtime.clock.move(days=1)
        (late,) = due(finance, list="overdue")
        assert (late["position"], late["days_late"]) == (1, 1)
        assert len(due(finance, list="due")) == 2

    def test_the_estates_own_midnight_counts(self, desk):
        desk.hear(signed())
        desk.runtime.clock.move(days=8, hours=14, minutes=59)  # 23:59 in Shanghai.
        assert due(desk, list="overdue") == []
        desk.runtime.clock.move(minutes=1)
        assert len(due(desk, list="overdue")) == 1

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"deal_id": DEAL}, 3),
            ({"until": "2026-12-31"}, 1),
            ({"since": "2027-01-01"}, 2),
            ({"q": "金桥"}, 3),
            ({"consultant_id": CONSULTANT}, 3),
            ({"consultant_id": LEASE}, 0),
            ({"list": "paid"}, 0),
            ({"list": "deferred"}, 0),
            ({"means": "cash"}, 0),
        ],
    )
    def test_they_are_found(self, desk, asked, found):
        desk.hear(signed())
        assert len(due(desk, **asked)) == found

    def test_they_come_in_pages(self, desk):
        desk.hear(signed())
        first = desk.ask("list_receivables", body={"limit": 2}).body
        second = desk.ask("list_receivables", body={"limit": 2, "cursor": first["next"]}).body
        assert [one["position"] for one in first["items"] + second["items"]] == [1, 2, 3]

    def test_elsewhere_there_are_none(self, desk):
        desk.hear(signed())
        (one, *_) = due(desk)
        assert desk.ask("list_receivables", STRANGER).body["items"] == []
        assert ask_to_defer(desk, one, STRANGER).status == 404
        assert (
            desk.ask("receive_on_deal", STRANGER, {"amount": "1", "purse": "bank", "memo": "x"}, id=DEAL).status == 404
        )

    def test_what_was_given_back_is_on_no_list(self, desk):
        desk.hear(signed(), withdrawn())
        assert due(desk) == []


class TestPayments:
    def test_they_belong_to_the_oldest_first_after_the_deposit(self, finance):
        finance.hear(taken())
        confirmed(finance)
        finance.hear(signed())
        assert paid(finance, "300000").status == 201
        assert [(one["paid"], one["open"]) for one in due(finance)] == [
            ("300000.00", "0.00"),
            ("50000.00", "250000.00"),
            ("0.00", "400000.00"),
        ]
        assert len(due(finance, list="paid")) == 1

    def test_no_more_is_taken_than_is_outstanding(self, desk):
        desk.hear(signed())
        reply = paid(desk, "1000000.01")
        assert codes(reply) == (409, ["more_than_outstanding"])
        assert "1000000.00" in reply.body["detail"]

    def test_nothing_is_taken_on_a_deal_without_a_contract_that_stands(self, desk):
        desk.hear(taken())
        assert codes(paid(desk)) == (409, ["no_contract"])
        desk.hear(signed(), withdrawn())
        assert codes(paid(desk)) == (409, ["no_contract"])

    @pytest.mark.parametrize("amount", ["0", "-1", "0.001", "100000000.01"])
    def test_an_amount_is_one(self, desk, amount):
        desk.hear(signed())
        assert paid(desk, amount).status == 422

    def test_one_entered_by_mistake_is_reversed_once(self, finance):
        finance.hear(signed())
        entry = paid(finance, "300000").body
        again = {"caller": MANAGER, "body": {"reason": "错账"}, "id": DEAL, "entry_id": entry["id"]}
        assert finance.ask("reverse_receipt", **again).status == 201
        assert due(finance)[0]["open"] == "300000.00"
        assert codes(finance.ask("reverse_receipt", **again)) == (409, ["reversed_already"])

    def test_whatever_number_on_paper_it_has_it_is_a_payment(self, desk):
        desk.hear(signed())
        paid(desk, "300000", cause=CONTRACT)
        desk.hear(signed())
        assert due(desk)[0]["open"] == "0.00"
        desk.hear(withdrawn())
        assert sums(desk) == {"bank": "300000.00", "forfeits": "-300000.00"}

    def test_what_is_refunded_is_not_due_once_more(self, finance):
        finance.hear(signed())
        paid(finance, "300000")
        finance.hear(refund_approved("200000"))
        assert [one["open"] for one in due(finance)] == ["0.00", "300000.00", "400000.00"]

    def test_only_payments_are_reversed_there(self, desk):
        desk.hear(signed())
        (charge,) = desk.ask("list_entries", body={"deal_id": DEAL}).body["items"]
        reply = desk.ask("reverse_receipt", MANAGER, {"reason": "x"}, id=DEAL, entry_id=charge["id"])
        assert reply.status == 404


class TestLaterDays:
    def test_approved_by_somebody_else_the_payment_is_deferred(self, finance):
        finance.hear(signed())
        (first, *_) = due(finance)
        deferral = ask_to_defer(finance, first).body
        assert due(finance)[0]["is_asked"]
        told = finance.ask("approve_deferral", MANAGER, id=deferral["id"]).body
        assert (told["state"], told["decided_by"]) == ("approved", "何杰")
        (one,) = due(finance, list="deferred")
        assert (one["due_on"], one["pays_by"], one["is_asked"]) == ("2026-12-15", "2027-01-10", False)
        finance.runtime.clock.move(days=20)
        assert due(finance, list="overdue") == []

    def test_finance_is_asked_and_who_asked_is_answered(self, desk):
        desk.hear(signed())
        deferral = ask_to_defer(desk, due(desk)[0]).body
        (asked,) = desk.said(DeferralRequested)
        assert (asked.asked_by, asked.new_date, asked.old_date) == ("孙丽", date(2027, 1, 10), date(2026, 12, 15))
        desk.ask("refuse_deferral", MANAGER, {"reason": "合同不允许"}, id=deferral["id"])
        (decided,) = desk.said(DeferralDecided)
        assert (decided.approved, decided.asked_by_id) == (False, CLERK.id)
        assert due(desk)[0]["pays_by"] == "2026-12-15"

    def test_nobody_approves_their_own(self, desk):
        desk.hear(signed())
        deferral = ask_to_defer(desk, due(desk)[0], MANAGER).body
        assert codes(desk.ask("approve_deferral", MANAGER, id=deferral["id"])) == (409, ["own_application"])
        assert desk.ask("approve_deferral", CLERK, id=deferral["id"]).status == 403

    def test_one_application_at_a_time_and_each_decided_once(self, finance):
        finance.hear(signed())
        (first, *_) = due(finance)
        deferral = ask_to_defer(finance, first).body
        assert codes(ask_to_defer(finance, first)) == (409, ["asked_already"])
        finance.ask("refuse_deferral", MANAGER, {"reason": "不同意"}, id=deferral["id"])
        assert codes(finance.ask("approve_deferral", MANAGER, id=deferral["id"])) == (409, ["decided_already"])
        assert ask_to_defer(finance, first).status == 201

    def test_of_two_who_apply_at_once_one_is_heard(self, finance):
        finance.hear(signed())
        (first, *_) = due(finance)
        with ThreadPoolExecutor(3) as pool:
            replies = list(pool.map(lambda who: ask_to_defer(finance, first, who), [CLERK, MANAGER, CLERK]))
        assert sorted(reply.status for reply in replies) == [201, 409, 409]

    def test_the_new_day_is_later_and_the_payment_open(self, desk):
        desk.hear(signed())
        (first, *_) = due(desk)
        assert codes(ask_to_defer(desk, first, new_date="2026-12-15")) == (409, ["not_later"])
        paid(desk, "300000")
        assert codes(ask_to_defer(desk, first)) == (409, ["nothing_open"])

    @pytest.mark.parametrize("end", ["paid", "given back"])
    def test_an_application_ends_with_what_it_is_about(self, finance, end):
        finance.hear(signed())
        deferral = ask_to_defer(finance, due(finance)[0]).body
        if end == "paid":
            paid(finance, "300000")
        else:
            finance.hear(withdrawn())
        (decided,) = finance.said(DeferralDecided)
        assert (decided.deferral_id, decided.approved) == (deferral["id"], False)
        assert decided.outcome_zh == "此款已付清或已取消，申请终止"
        assert finance.ask("list_deferrals", MANAGER, {"state": "asked"}).body["items"] == []
        assert codes(finance.ask("approve_deferral", MANAGER, id=deferral["id"])) == (409, ["decided_already"])

    def test_one_on_what_is_paid_in_part_stays(self, desk):
        desk.hear(signed())
        deferral = ask_to_defer(desk, due(desk)[0]).body
        paid(desk, "299999.99")
        assert desk.ask("approve_deferral", MANAGER, id=deferral["id"]).status == 200

    def test_nothing_is_put_off_while_a_refund_is_approved(self, desk):
        desk.hear(signed())
        deferral = ask_to_defer(desk, due(desk)[0]).body
        desk.hear(refund_approved("1000"))
        assert codes(desk.ask("approve_deferral", MANAGER, id=deferral["id"])) == (409, ["refunded"])
        assert codes(ask_to_defer(desk, due(desk)[1], new_date="2027-03-01")) == (409, ["refunded"])

    def test_the_applications_are_listed(self, desk):
        desk.hear(signed())
        ask_to_defer(desk, due(desk)[0])
        (one,) = desk.ask("list_deferrals", MANAGER, {"state": "asked", "q": "A1205"}).body["items"]
        assert (one["instalment"]["position"], one["reasons_against"]) == (1, [])
        assert desk.ask("list_deferrals", STRANGER).body["items"] == []
        assert desk.ask("list_deferrals", OUTSIDER).status == 403


class TestReminders:
    def days_told(self, house):
        return [one.days_late for one in house.said(PaymentDunned)]

    def test_it_is_told_before_the_day_after_it_and_then_every_week(self, finance):
        finance.hear(signed("300000"))
        for _ in range(20):
            by_the_clock(finance)
            finance.runtime.clock.move(days=1)
        assert self.days_told(finance) == [-3, 1, 8]
        told = finance.said(PaymentDunned)[0]
        assert (told.consultant_id, str(told.amount), told.unit_number) == (CONSULTANT, "300000.00", "A1205")

    def test_who_was_away_is_reminded_once(self, finance):
        finance.hear(signed("300000"))
        finance.runtime.clock.move(days=40)
        by_the_clock(finance)
        by_the_clock(finance)
        assert self.days_told(finance) == [32]

    def test_what_is_paid_is_left_in_peace_and_what_turns_out_unpaid_is_not(self, desk):
        desk.hear(signed("300000"))
        entry = paid(desk, "300000").body
        desk.runtime.clock.move(days=20)
        by_the_clock(desk)
        assert self.days_told(desk) == []
        desk.ask("reverse_receipt", MANAGER, {"reason": "退票"}, id=DEAL, entry_id=entry["id"])
        desk.runtime.clock.move(days=7)
        by_the_clock(desk)
        assert self.days_told(desk) == [19]

    def test_a_customer_who_gives_the_unit_back_is_left_in_peace_unless_the_refund_is_sent_back(self, desk):
        desk.hear(signed("300000"), refund_approved("1000"))
        desk.runtime.clock.move(days=20)
        by_the_clock(desk)
        assert self.days_told(desk) == []
        (refund,) = desk.ask("list_refunds").body["items"]
        desk.ask("refuse_refund", MANAGER, {"reason": "在账不足"}, id=refund["id"])
        desk.runtime.clock.move(days=7)
        by_the_clock(desk)
        assert self.days_told(desk) == [19]

    def test_a_later_day_is_reminded_of_anew(self, desk):
        desk.hear(signed("300000"))
        deferral = ask_to_defer(desk, due(desk)[0]).body
        desk.ask("approve_deferral", MANAGER, id=deferral["id"])
        desk.runtime.clock.move(days=20)
        by_the_clock(desk)
        assert self.days_told(desk) == []
        desk.runtime.clock.move(days=11)
        by_the_clock(desk)
        assert self.days_told(desk) == [-3]

    def test_nothing_is_due_of_what_was_given_back(self, desk):
        desk.hear(signed("300000"), withdrawn())
        desk.runtime.clock.move(days=40)
        by_the_clock(desk)
        assert self.days_told(desk) == []
        assert sums(desk) == {}
