"""Commission follows the verdict, the contract and the first payment, whichever is heard first (FIN-6)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.ids import new_id
from services.finance.actions.deposits import id_of
from services.finance.events import CommissionClawedBack, CommissionPaid, CommissionPayable
from tests.finance.builders import CLERK, CUSTOMER, ELSEWHERE, MANAGER, an_estate, an_id
from tests.finance.deals import (
    CONSULTANT,
    DEAL,
    TAKEN_AT,
    a_consultant,
    closed,
    confirmed,
    earned,
    paid,
    refund_approved,
    signed,
    sums,
    taken,
    verdict,
    withdrawn,
)

pytestmark = pytest.mark.rule("FIN-6")
CONSULTANT_AT_DESK = replace(
    CLERK, id=CONSULTANT, name="马丽", department="leasing", permissions=frozenset({"commission.read"})
)


def the_one(house, **asked):
    (one,) = house.ask("list_commissions", MANAGER, {"deal_id": DEAL, **asked}).body["items"]
    return one


def pay(house, commission, caller=MANAGER):
    return house.ask("pay_commission", caller, {"purse": "bank"}, id=commission["id"])


def run(house, until="2026-12-31", **told):
    return house.ask("pay_commissions", MANAGER, {"purse": "bank", "until": until, **told})


@pytest.fixture
def ripe(finance):
    """A sale of a million, whose commission of ten thousand is payable to 马丽."""
    finance.hear(taken(), closed(), verdict())
    confirmed(finance)
    finance.hear(signed())
    assert paid(finance).status == 201
    return finance


class TestAccruing:
    @pytest.mark.parametrize("first", ["closed", "verdict"])
    def test_it_takes_the_closed_deal_and_the_verdict_in_either_order(self, finance, first):
        events = [closed(), verdict(("马丽", "50"), ("刘洋", "50"))]
        finance.hear(*(events if first == "closed" else reversed(events)))
        assert earned(finance) == sorted([(an_id("马丽"), "5000.00", "accrued"), (an_id("刘洋"), "5000.00", "accrued")])
        assert sums(finance) == {"commission_expense": "10000.00", "commission_payable": "-10000.00"}

    def test_contracts_knows_best_whose_deal_it_is_and_what_it_is_called(self, desk):
        desk.hear(verdict(customer_id=an_id("登记簿上的客户"), number="?"), signed(), closed())
        (entry, *_) = desk.ask("list_entries", body={"deal_id": DEAL}).body["items"]
        assert entry["customer_id"] == CUSTOMER
        assert the_one(desk)["number"] == "JY-2026-0007"

    def test_neither_alone_earns_anything(self, desk):
        desk.hear(closed())
        assert earned(desk) == []

    def test_heard_twice_it_accrues_once(self, desk):
        desk.hear(closed(), verdict(), verdict(), closed())
        assert earned(desk) == [(CONSULTANT, "10000.00", "accrued")]

    def test_a_lease_earns_half_a_months_rent(self, desk):
        desk.hear(closed("47994", kind="lease"), verdict())
        assert earned(desk) == [(CONSULTANT, "23997.00", "accrued")]

    def test_a_later_verdict_takes_the_earlier_ones_place_and_an_earlier_one_never(self, finance):
        later = verdict(("刘洋", "100"), position=2)
        finance.hear(closed(), verdict(), later, verdict())
        assert earned(finance) == sorted([(CONSULTANT, "10000.00", "reversed"), (an_id("刘洋"), "10000.00", "accrued")])
        assert sums(finance) == {"commission_expense": "10000.00", "commission_payable": "-10000.00"}

    def test_an_earlier_verdict_that_is_first_heard_of_after_it_changes_nothing(self, desk):
        desk.hear(closed(), verdict(("刘洋", "100"), position=2), verdict())
        assert earned(desk) == [(an_id("刘洋"), "10000.00", "accrued")]

    def test_a_share_of_nothing_earns_nothing(self, desk):
        desk.hear(closed(), verdict(("马丽", "100"), ("刘洋", "0")))
        assert earned(desk) == [(CONSULTANT, "10000.00", "accrued")]

    def test_judged_anew_after_it_was_paid_the_first_owes_it_and_the_second_earns_it(self, ripe):
        pay(ripe, the_one(ripe))
        ripe.hear(verdict(("刘洋", "100"), position=2))
        assert earned(ripe) == sorted([(CONSULTANT, "10000.00", "clawed_back"), (an_id("刘洋"), "10000.00", "payable")])
        assert sums(ripe)["commission_expense"] == "10000.00"

    def test_the_consultants_name_is_shown_where_it_is_known(self, desk):
        desk.hear(closed(), verdict())
        assert the_one(desk)["consultant"] is None
        desk.hear(a_consultant())
        assert the_one(desk, q="马丽")["consultant"] == "马丽"


class TestBecomingPayable:
    def test_the_consultant_is_told_once_the_first_payment_is_in(self, ripe):
        assert earned(ripe) == [(CONSULTANT, "10000.00", "payable")]
        (said,) = ripe.said(CommissionPayable)
        assert (said.consultant_id, str(said.amount), said.number) == (CONSULTANT, "10000.00", "JY-2026-0007")
        assert the_one(ripe)["payable_on"] == "2026-12-07"

    def test_the_deposit_alone_is_no_first_payment(self, desk):
        desk.hear(taken(), closed(), verdict(), signed())
        confirmed(desk)
        shown = desk.ask("show_commission", MANAGER, id=the_one(desk)["id"]).body
        assert shown["state"] == "accrued"
        assert shown["reasons_against"] == ["No payment beyond the deposit is in yet."]
        assert pay(desk, shown).status == 409

    def test_nor_is_a_payment_that_was_entered_by_mistake(self, desk):
        desk.hear(closed(), verdict(), signed())
        entry = paid(desk).body
        assert the_one(desk)["state"] == "payable"
        desk.ask("reverse_receipt", MANAGER, {"reason": "错账"}, id=DEAL, entry_id=entry["id"])
        assert the_one(desk)["state"] == "accrued"

    @pytest.mark.parametrize("first", ["payment", "refund"])
    def test_nothing_is_while_a_refund_is_approved(self, finance, first):
        finance.hear(taken(), closed(), verdict(), signed())
        confirmed(finance)
        if first == "payment":
            paid(finance)
            assert the_one(finance)["state"] == "payable"
        finance.hear(refund_approved("400000"))
        if first == "refund":
            paid(finance)
        assert the_one(finance)["state"] == "accrued"
        shown = finance.ask("show_commission", MANAGER, id=the_one(finance)["id"]).body
        assert shown["reasons_against"] == ["A refund is approved, the unit is given back."]
        assert pay(finance, shown).status == 409

    def test_it_is_again_once_the_refund_was_sent_back(self, desk):
        desk.hear(taken(), closed(), verdict(), signed(), refund_approved("400000"))
        paid(desk)
        (refund,) = desk.ask("list_refunds").body["items"]
        desk.ask("refuse_refund", MANAGER, {"reason": "在账不足"}, id=refund["id"])
        assert the_one(desk)["state"] == "payable"

    def test_nor_once_a_refund_is_paid_though_the_unit_is_not_back_yet(self, desk):
        desk.hear(taken(), closed(), verdict(), signed())
        confirmed(desk)
        paid(desk)
        desk.hear(refund_approved("300000"))
        (refund,) = desk.ask("list_refunds").body["items"]
        assert desk.ask("pay_refund", MANAGER, {"purse": "bank"}, id=refund["id"]).status == 200
        assert the_one(desk)["state"] == "accrued"
        assert run(desk).body["settled"] == []

    def test_while_somebody_may_still_claim_nothing_is_payable(self, desk):
        desk.hear(closed(), verdict(is_final=False), signed())
        paid(desk)
        assert the_one(desk)["state"] == "accrued"
        desk.hear(verdict(("马丽", "50"), ("刘洋", "50"), position=2))
        assert [state for _, _, state in earned(desk)].count("payable") == 2


class TestPaying:
    def test_it_goes_out_once_and_the_consultant_is_told(self, ripe):
        commission = the_one(ripe)
        told = pay(ripe, commission).body
        assert (told["state"], told["paid_by"]) == ("paid", "何杰")
        (said,) = ripe.said(CommissionPaid)
        assert (said.commission_id, said.consultant_id) == (commission["id"], CONSULTANT)
        again = pay(ripe, commission)
        assert (again.status, again.body["reasons"][0]["code"]) == (409, "paid_already")
        assert "commission_payable" not in sums(ripe)

    def test_of_two_who_pay_at_once_one_does(self, ripe):
        commission = the_one(ripe)
        with ThreadPoolExecutor(3) as pool:
            acts = [lambda: pay(ripe, commission), lambda: pay(ripe, commission), lambda: run(ripe)]
            list(pool.map(lambda act: act(), acts))
        assert len(ripe.said(CommissionPaid)) == 1
        assert "commission_payable" not in sums(ripe)

    def test_a_clerk_does_not_pay(self, ripe):
        assert pay(ripe, the_one(ripe), CLERK).status == 403

    def test_a_unit_given_back_before_reverses_it(self, ripe):
        ripe.hear(withdrawn())
        assert earned(ripe) == [(CONSULTANT, "10000.00", "reversed")]
        assert not {"commission_payable", "commission_expense"} & set(sums(ripe))
        assert pay(ripe, the_one(ripe)).status == 409

    def test_given_back_afterwards_the_consultant_owes_it(self, ripe):
        pay(ripe, the_one(ripe))
        ripe.hear(withdrawn())
        assert earned(ripe) == [(CONSULTANT, "10000.00", "clawed_back")]
        assert sums(ripe)["commission_payable"] == "10000.00"
        (said,) = ripe.said(CommissionClawedBack)
        assert (said.consultant_id, str(said.amount)) == (CONSULTANT, "10000.00")
        assert (said.reason_zh, said.reason_en) == ("退房", "the unit was given back")
        assert said.reason == "退房 / the unit was given back"

    def test_a_payment_reversed_afterwards_the_consultant_owes_it_and_earns_it_anew(self, finance):
        finance.hear(closed(), verdict(), signed())
        entries = [paid(finance, "1000").body, paid(finance, "2000").body]
        pay(finance, the_one(finance))
        finance.ask("reverse_receipt", MANAGER, {"reason": "错账"}, id=DEAL, entry_id=entries[0]["id"])
        assert earned(finance) == [(CONSULTANT, "10000.00", "paid")]
        finance.ask("reverse_receipt", MANAGER, {"reason": "错账"}, id=DEAL, entry_id=entries[1]["id"])
        assert earned(finance) == [(CONSULTANT, "10000.00", "accrued"), (CONSULTANT, "10000.00", "clawed_back")]
        assert len(finance.said(CommissionClawedBack)) == 1
        assert paid(finance).status == 201
        told = run(finance).body
        assert (told["total"], sorted(one["state"] for one in told["settled"])) == ("0.00", ["paid", "recovered"])
        assert "commission_payable" not in sums(finance)

    def test_only_the_one_who_was_paid_owes_it_then(self, desk):
        desk.hear(closed(), verdict(("马丽", "50"), ("刘洋", "50")), signed())
        entry = paid(desk).body
        pay(desk, desk.ask("list_commissions", MANAGER, {"consultant_id": CONSULTANT}).body["items"][0])
        desk.ask("reverse_receipt", MANAGER, {"reason": "错账"}, id=DEAL, entry_id=entry["id"])
        assert sorted(state for _, _, state in earned(desk)) == ["accrued", "accrued", "clawed_back"]

    def test_what_is_owed_is_recovered_once(self, ripe):
        commission = the_one(ripe)
        assert ripe.ask("recover_commission", MANAGER, {"purse": "bank"}, id=commission["id"]).status == 409
        pay(ripe, commission)
        ripe.hear(withdrawn())
        assert (
            ripe.ask("recover_commission", MANAGER, {"purse": "bank"}, id=commission["id"]).body["state"] == "recovered"
        )
        assert ripe.ask("recover_commission", MANAGER, {"purse": "bank"}, id=commission["id"]).status == 409
        assert "commission_payable" not in sums(ripe)


class TestARun:
    def deal(self, house, number, who="马丽", price="1000000"):
        deal = {"deal_id": an_id(number), "number": number}
        house.hear(
            closed(price, **deal), verdict((who, "100"), **deal), signed(**deal, contract_id=an_id(f"HT {number}"))
        )
        paid(house, deal=an_id(number))
        return deal

    def test_it_pays_all_that_became_payable_until_its_day(self, finance):
        self.deal(finance, "JY-1")
        self.deal(finance, "JY-2", "刘洋")
        assert run(finance, until="2026-12-06").body["settled"] == []
        told = run(finance).body
        assert (len(told["settled"]), told["total"], told["left_out"]) == (2, "20000.00", [])
        assert run(finance).body["settled"] == []

    def test_it_can_be_of_one_consultant_or_one_estate(self, desk):
        self.deal(desk, "JY-1")
        self.deal(desk, "JY-2", "刘洋")
        assert run(desk, estate_id=ELSEWHERE).body["settled"] == []
        (one,) = run(desk, consultant_id=an_id("刘洋")).body["settled"]
        assert one["number"] == "JY-2"

    def test_what_a_consultant_owes_is_kept_back(self, finance):
        first = self.deal(finance, "JY-1")
        run(finance)
        finance.hear(withdrawn(**first))
        self.deal(finance, "JY-2", price="2500000")
        told = run(finance).body
        assert (told["total"], {one["state"] for one in told["settled"]}) == ("15000.00", {"paid", "recovered"})

    def test_who_owes_more_than_was_earned_is_paid_nothing_and_named(self, desk):
        first = self.deal(desk, "JY-1")
        run(desk)
        desk.hear(withdrawn(**first))
        self.deal(desk, "JY-2", price="500000")
        told = run(desk).body
        assert (told["settled"], told["left_out"]) == ([], [CONSULTANT])


class TestWhoSeesWhat:
    def test_a_consultant_sees_their_own_and_no_others(self, desk):
        desk.hear(closed(), verdict(("马丽", "50"), ("刘洋", "50")))
        (own,) = desk.ask("list_commissions", CONSULTANT_AT_DESK).body["items"]
        assert own["consultant_id"] == CONSULTANT
        others = [one for one in desk.ask("list_commissions", MANAGER).body["items"] if one["id"] != own["id"]]
        assert desk.ask("show_commission", CONSULTANT_AT_DESK, id=others[0]["id"]).status == 404
        assert desk.ask("show_commission", CONSULTANT_AT_DESK, id=own["id"]).status == 200

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"month": "2026-12"}, 1),
            ({"month": "2026-11"}, 0),
            ({"state": "accrued"}, 1),
            ({"q": "A1205"}, 1),
            ({"mine": "true"}, 0),
        ],
    )
    def test_they_are_found(self, desk, asked, found):
        desk.hear(taken(), closed(), verdict())
        assert len(desk.ask("list_commissions", MANAGER, asked).body["items"]) == found

    @pytest.mark.parametrize("month", ["2026", "2026-13", "December"])
    def test_a_month_is_a_month(self, desk, month):
        assert desk.ask("list_commissions", MANAGER, {"month": month}).status == 422

    def test_elsewhere_there_are_none(self, desk):
        desk.hear(an_estate(), closed(), verdict())
        stranger = replace(MANAGER, estates=frozenset({ELSEWHERE}))
        assert desk.ask("list_commissions", stranger).body["items"] == []
        assert desk.ask("pay_commission", stranger, {"purse": "bank"}, id=the_one(desk)["id"]).status == 404


STEPS = ("taken", "closed", "verdict 1", "verdict 2", "signed", "confirm", "pay in", "withdrawn")
numbered = count(1)
ENDS = {}


def orders(given_back):
    """Every order of a course, some of what is told in it told twice."""
    steps = steps_of(given_back)
    told = [step for step in steps if step not in ("confirm", "pay in")]
    return st.lists(st.sampled_from(told), max_size=4).flatmap(lambda twice: st.permutations(steps + twice))


class Course:
    """One deal, told and done in any order; what cannot be done yet is done as soon as it can."""

    def __init__(self, house):
        self.house, self.number = house, f"JY-{next(numbered)}"
        self.deal = {"deal_id": new_id(), "number": self.number}
        self.waiting = []

    def take(self, step):
        deal = self.deal
        events = {
            "taken": lambda: taken(**deal),
            "closed": lambda: closed(**deal),
            "verdict 1": lambda: verdict(("马丽", "100"), is_final=False, **deal),
            "verdict 2": lambda: verdict(("马丽", "33.33"), ("刘洋", "66.67"), position=2, **deal),
            "signed": lambda: signed(**deal, contract_id=an_id(self.number)),
            "withdrawn": lambda: withdrawn(**deal),
        }
        if step in events:
            self.house.hear(events[step]())
        else:
            self.waiting.append(step)
        self.waiting = [one for one in self.waiting if not self.do(one)]

    def do(self, step):
        if step == "pay in":
            return paid(self.house, deal=self.deal["deal_id"]).status == 201
        papers = {"receipt_number": f"S-{self.number}", "invoice_number": f"F-{self.number}"}
        return confirmed(self.house, id_of(self.deal["deal_id"], TAKEN_AT), **papers).status == 200

    def end(self):
        standing = [one for one in earned(self.house, self.deal["deal_id"]) if one[2] != "reversed"]
        return standing, sums(self.house, self.deal["deal_id"]), self.house.waiting()


def steps_of(given_back):
    """A deal's course; of one given back nothing is paid in, since its contract does not stand."""
    left_out = "pay in" if given_back else "withdrawn"
    return [step for step in STEPS if step != left_out]


def taken_through(house, steps):
    course = Course(house)
    for step in steps:
        course.take(step)
    return course.end()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.booleans().flatmap(lambda given_back: st.tuples(st.just(given_back), orders(given_back))))
def test_every_order_of_events_comes_to_the_same_end_with_any_of_them_twice(desk, course):
    given_back, order = course
    if given_back not in ENDS:
        ENDS[given_back] = taken_through(desk, steps_of(given_back))
    assert taken_through(desk, order) == ENDS[given_back]


def test_that_end_is_a_commission_payable_to_both_or_to_nobody(desk):
    standing, _, waiting = taken_through(desk, steps_of(given_back=False))
    assert sorted((amount, state) for _, amount, state in standing) == [("3333.00", "payable"), ("6667.00", "payable")]
    assert taken_through(desk, steps_of(given_back=True)) == (
        [],
        {"bank": "50000.00", "forfeits": "-50000.00"},
        [],
    )
    assert waiting == []
