"""Who waits is lost: the long-term waiting list is left, and entered again only by being lost again (LEAD-18)."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from services.leads.rules.losing import reasons_not_to_close, reasons_not_to_leave
from tests.engineering.house import ESTATE, an_id
from tests.leads.builders import ANOTHER, LI_QIANG, PHONE, SUPERVISOR, ZHOU_MIN, register
from tests.leads.deals import a_deal, given_back
from tests.leads.offering import COLLEAGUE, CONSULTANT, SALES_MANAGER, SUPERIOR, a_customer, on_the_board, put_on_offer
from tests.leads.test_handing_over import hand_over
from tests.leads.test_lead_list import take_in
from tests.leads.test_waiting import lose, waiting

pytestmark = pytest.mark.rule("LEAD-18")
REASON = {"reason": "另有所租。"}
TODAY = "2026-12-07"


@pytest.fixture
def engine():
    """Who is on the list is the same on either database."""
    return "sqlite"


def take_off(house, one, caller=CONSULTANT):
    return house.ask(caller, "leave_waiting_list", REASON, id=one["id"])


def state(house, customer):
    return house.get(CONSULTANT, "show_lead", {"estate_id": ESTATE}, customer_id=customer)["state"]


def receive(house):
    asked = {"estate_id": ESTATE, "visitor": "王伟", "phone": PHONE, "asked_for_id": LI_QIANG.id}
    return house.get(LI_QIANG, "receive_visitor", asked)


def comes_again(house, clock, days=1):
    clock.move(days=days)
    receive(house)


class TestTheRules:
    @pytest.mark.parametrize(
        ("is_own", "is_superior", "is_waiting", "against"),
        [
            (True, False, True, []),
            (False, True, True, []),
            (False, False, True, ["not_yours"]),
            (True, False, False, ["not_waiting"]),
        ],
    )
    def test_the_customers_consultant_or_a_superior_takes_them_off_once(self, is_own, is_superior, is_waiting, against):
        assert [one.code for one in reasons_not_to_leave(is_own, is_superior, is_waiting)] == against

    def test_a_customer_with_a_deal_is_not_lost(self):
        assert [one.code for one in reasons_not_to_close(True, False, False, has_dealt=True)] == ["has_dealt"]


class TestWhoTakesThemOff:
    def test_not_a_colleague_who_is_told_so_beforehand(self, leads):
        one = lose(leads, a_customer(leads))
        reply = take_off(leads, one, COLLEAGUE)
        assert (reply.status, [reason["code"] for reason in reply.body["reasons"]]) == (409, ["not_yours"])
        against = {
            who.name: [reason["code"] for reason in act["reasons_against"]]
            for who in (CONSULTANT, COLLEAGUE, SUPERIOR)
            for act in leads.get(who, "list_waiting", {})["items"][0]["may_do"]
        }
        assert against == {"李强": [], "周敏": ["not_yours"], "唐磊": []}

    def test_a_superior_does(self, leads):
        assert take_off(leads, lose(leads, a_customer(leads)), SUPERIOR).status == 200

    def test_a_colleague_who_has_registered_the_customer_too_does(self, leads):
        customer = a_customer(leads)
        a_customer(leads, COLLEAGUE)
        assert take_off(leads, lose(leads, customer), COLLEAGUE).status == 200

    @pytest.mark.rule("GATE-5")
    def test_a_page_asks_no_more_of_the_register_for_many_than_for_one(self, leads):
        asked, counts = [], []
        event.listen(leads.runtime.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for number in range(3):
            lose(leads, a_customer(leads, name=f"客户{number}", phones=[f"1380013{number:04d}"]))
            asked.clear()
            assert len(leads.get(COLLEAGUE, "list_waiting", {})["items"]) == number + 1
            counts.append(len(asked))
        assert len(set(counts)) == 1

    @pytest.mark.rule("LEAD-7")
    def test_after_a_hand_over_it_is_the_taker(self, leads):
        one = lose(leads, a_customer(leads))
        hand_over(leads, ZHOU_MIN)
        assert [take_off(leads, one, who).status for who in (CONSULTANT, COLLEAGUE)] == [409, 200]


class TestWhoComesAgain:
    def test_on_a_later_day_is_off_the_list_and_worked_on(self, leads, clock):
        customer = a_customer(leads)
        lose(leads, customer)
        comes_again(leads, clock)
        (row,) = waiting(leads)
        assert (row["is_waiting"], state(leads, customer)) == (False, "open")
        assert row["left_reason"].startswith("客户又来访或来电")

    def test_is_offered_nothing_by_the_list(self, leads, clock):
        lose(leads, a_customer(leads))
        comes_again(leads, clock)
        put_on_offer(leads)
        assert waiting(leads, has_offers=True) == []

    def test_returns_to_it_only_by_being_lost_again(self, leads, clock):
        customer = a_customer(leads)
        lose(leads, customer)
        comes_again(leads, clock)
        clock.move(days=1)
        lose(leads, customer, rival_building="环球中心")
        assert [row["rival_building"] for row in waiting(leads, is_waiting=True)] == ["环球中心"]
        assert (len(waiting(leads)), state(leads, customer)) == (2, "lost")

    def test_on_the_same_day_stays_lost(self, leads):
        customer = a_customer(leads)
        lose(leads, customer)
        receive(leads)
        assert (len(waiting(leads, is_waiting=True)), state(leads, customer)) == (1, "lost")

    def test_a_correction_of_the_register_is_no_coming(self, leads, clock):
        customer = a_customer(leads)
        lose(leads, customer)
        clock.move(days=1)
        one = leads.get(CONSULTANT, "list_registrations", {"customer_id": customer})["items"][0]
        leads.get(CONSULTANT, "correct_registration", {"reason": "补录", "company": "金桥投资"}, id=one["id"])
        assert len(waiting(leads, is_waiting=True)) == 1


class TestWhoStandsInAListOnly:
    """A list from Excel says who is known, and not that they came or asked."""

    def test_does_not_come_again_by_it(self, leads, clock):
        customer = a_customer(leads)
        lose(leads, customer)
        clock.move(days=1)
        assert take_in(leads, {}).body["created"] == 1
        assert (len(waiting(leads, is_waiting=True)), state(leads, customer)) == (1, "lost")
        assert leads.get(CONSULTANT, "show_lead", {"estate_id": ESTATE}, customer_id=customer)["heard_on"] == TODAY

    def test_nor_where_all_that_is_known_of_them_came_in_so(self, leads, clock):
        take_in(leads, {})
        (one,) = leads.get(CONSULTANT, "list_registrations", {})["items"]
        lose(leads, one["customer_id"])
        clock.move(days=1)
        take_in(leads, {"原登记号": "K-009"})
        assert (len(waiting(leads, is_waiting=True)), state(leads, one["customer_id"])) == (1, "lost")
        comes_again(leads, clock)
        assert (waiting(leads, is_waiting=True), state(leads, one["customer_id"])) == ([], "open")


@pytest.mark.rule("LEAD-17")
class TestADeal:
    def test_who_has_made_one_waits_no_more_and_is_not_lost(self, leads, clock):
        visitor = register(leads)
        lose(leads, visitor["customer_id"])
        clock.move(days=1)
        leads.hear(a_deal(leads, visitor))
        assert waiting(leads, is_waiting=True) == []
        body = {"estate_id": ESTATE, "cause": "place", "reason": "远。", "rival_building": "国贸大厦"}
        refused = leads.codes(CONSULTANT, "lose_lead", body, customer_id=visitor["customer_id"])
        assert refused == (409, ["has_dealt"])

    def test_who_came_again_after_one_and_was_lost_then_is_lost(self, leads, clock):
        visitor = register(leads)
        leads.hear(a_deal(leads, visitor))
        comes_again(leads, clock)
        lose(leads, visitor["customer_id"])
        assert (len(waiting(leads, is_waiting=True)), state(leads, visitor["customer_id"])) == (1, "lost")

    def test_its_withdrawal_brings_nobody_back_to_the_list(self, leads, clock):
        visitor = register(leads)
        lose(leads, visitor["customer_id"])
        clock.move(days=1)
        closed = a_deal(leads, visitor)
        leads.hear(closed)
        clock.move(days=1)
        leads.hear(given_back(closed))
        assert (waiting(leads, is_waiting=True), state(leads, visitor["customer_id"])) == ([], "open")


@pytest.mark.rule("LEAD-3")
class TestWhoTurnsOutToBeAnother:
    """王伟 and whom 周敏 took for 张三."""

    @pytest.fixture
    def both(self, leads, clock):
        known = a_customer(leads)
        clock.move(minutes=1)
        mistaken = register(leads, ZHOU_MIN, name="张三", phones=[ANOTHER])
        clock.move(minutes=1)
        return known, mistaken

    def turns_out(self, house, mistaken):
        told = {"reason": "实为王伟", "name": "王伟", "phones": [PHONE]}
        house.get(ZHOU_MIN, "correct_registration", told, id=mistaken["id"])

    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_waits_on_as_that_one(self, leads, both, corrected_first):
        known, mistaken = both
        if corrected_first:
            self.turns_out(leads, mistaken)
        lose(leads, known if corrected_first else mistaken["customer_id"], SUPERIOR)
        if not corrected_first:
            self.turns_out(leads, mistaken)
        (row,) = waiting(leads, is_waiting=True, customer_id=known)
        assert state(leads, known) == "lost"
        assert take_off(leads, row).status == 200
        assert state(leads, known) == "open"

    def test_who_waits_as_either_waits_once(self, leads, both, clock):
        known, mistaken = both
        lose(leads, known)
        clock.move(minutes=1)
        newer = lose(leads, mistaken["customer_id"], COLLEAGUE)
        self.turns_out(leads, mistaken)
        assert [row["id"] for row in waiting(leads, is_waiting=True)] == [newer["id"]]
        assert len(waiting(leads, customer_id=known)) == 2

    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_leaves_with_a_unit_let_under_the_old_id(self, leads, both, clock, corrected_first):
        known, mistaken = both
        lose(leads, known)
        clock.move(days=1)
        events = on_the_board("A1201", "let", customer_id=mistaken["customer_id"]), a_deal(leads, mistaken, ZHOU_MIN)
        if corrected_first:
            self.turns_out(leads, mistaken)
        leads.hear(*events)
        if not corrected_first:
            self.turns_out(leads, mistaken)
        assert (waiting(leads, is_waiting=True), state(leads, known)) == ([], "closed")

    @pytest.mark.rule("LEAD-19")
    def test_has_had_the_last_chance_that_was_taken_under_the_old_id(self, leads, both, clock):
        known, mistaken = both
        asked = {"customer_id": mistaken["customer_id"], "unit_id": put_on_offer(leads), "kind": "discount"}
        asked |= {"amount": "15", "expected_price": "5.50", "reason": "偏高。"}
        one = leads.get(COLLEAGUE, "ask_for_concession", asked)
        self.turns_out(leads, mistaken)
        again = asked | {"customer_id": known}
        assert leads.codes(CONSULTANT, "ask_for_concession", again) == (409, ["already_asked"])
        leads.get(SALES_MANAGER, "decide_on_concession", {"act": "refuse", "reason": "低于底价。"}, id=one["id"])
        assert lose(leads, known, cause="price", expected_price="5.50")["is_waiting"] is True

    @pytest.mark.rule("LEAD-14")
    def test_is_quoted_what_was_granted_under_the_old_id(self, leads, both):
        known, mistaken = both
        asked = {"customer_id": mistaken["customer_id"], "unit_id": put_on_offer(leads), "kind": "discount"}
        one = leads.get(COLLEAGUE, "ask_for_concession", asked | {"amount": "1", "reason": "老客户。"})
        self.turns_out(leads, mistaken)
        body = {"audience": "visitor", "customer_id": known, "units": [{"unit_id": an_id("A1201")}]}
        quoted = leads.get(CONSULTANT, "quote_units", body | {"concessions": [one["id"]]})
        assert [each["number"] for each in quoted["concessions"]] == [one["number"]]
        listed = leads.get(CONSULTANT, "list_concessions", {"customer_id": known})["items"]
        assert [each["id"] for each in listed] == [one["id"]]


def test_what_was_left_is_told_in_both_languages(leads, clock):
    lose(leads, a_customer(leads))
    clock.move(days=1)
    asked = {"estate_id": ESTATE, "channel": "phone", "name": "王伟", "phones": [PHONE], "is_signed": True}
    leads.get(SUPERVISOR, "register_visitor", asked)
    clock.at += timedelta(seconds=1)
    (row,) = waiting(leads)
    assert row["left_reason"] == "客户又来访或来电，继续跟进。 The customer came or asked again, and is worked on."
