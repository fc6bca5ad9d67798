"""Lost leads: where they went, the last chance before, and the units offered to them later (LEAD-18, LEAD-19)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.leads.events import LeadLost, OfferFound
from services.leads.models import FoundOffer, Lead, Waiting
from services.leads.rules.concessions import Kind, State
from services.leads.rules.leads import LeadState
from services.leads.rules.losing import Application, Cause, fits, reasons_not_to_lose_for_price
from services.leads.rules.offers import BoardState, Dealing, Price, Unit, Wanted
from tests.engineering.house import ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.offering import (
    COLLEAGUE,
    CONSULTANT,
    OUTSIDER,
    SALES_MANAGER,
    SUPERIOR,
    a_customer,
    a_price,
    a_unit,
    on_the_board,
    put_on_offer,
)

LOST = {
    "estate_id": ESTATE,
    "cause": "place",
    "reason": "离客户总部更近。",
    "rival_building": "国贸大厦",
    "rival_price": "6.00",
    "rival_term_months": 36,
}
LISTED = Price(Decimal(3_000_000), Decimal("6.50"), Decimal(28), Decimal(800), Decimal(35))
UNIT = Unit("1", "A1201", "A座", 12, Decimal(120), Decimal(84), "三间", "南", "毛坯", BoardState.AVAILABLE, LISTED)
DISCOUNT = Application(Kind.DISCOUNT, State.REFUSED, True, Decimal("6.50"), Decimal("5.50"), None)


def lose(house, customer, caller=CONSULTANT, **told):
    body = {name: one for name, one in (LOST | told).items() if one is not None}
    return house.get(caller, "lose_lead", body, customer_id=customer)


def waiting(house, **asked):
    return house.get(CONSULTANT, "list_waiting", asked)["items"]


@pytest.mark.rule("LEAD-18")
class TestWhatFits:
    @pytest.mark.parametrize(
        ("wanted", "dealing", "fitting"),
        [
            (Wanted(), Dealing.LEASE, True),
            (Wanted(Decimal(100), Decimal(110)), Dealing.LEASE, True),
            (Wanted(Decimal(100), Decimal(109)), Dealing.LEASE, False),
            (Wanted(Decimal(134)), Dealing.LEASE, False),
            (Wanted(layout="三间"), Dealing.LEASE, True),
            (Wanted(layout="开间"), Dealing.LEASE, False),
            (Wanted(budget=Decimal(23725)), Dealing.LEASE, True),
            (Wanted(budget=Decimal("23724.99")), Dealing.LEASE, False),
            (Wanted(most=Decimal("6.49")), Dealing.LEASE, False),
            (Wanted(budget=Decimal(3_000_000)), Dealing.SALE, True),
            (Wanted(most=Decimal(2_900_000)), Dealing.SALE, False),
        ],
    )
    def test_area_layout_budget_and_bearable_price_count(self, wanted, dealing, fitting):
        assert fits(UNIT, wanted, dealing, 10) is fitting

    def test_what_is_not_on_offer_fits_nobody(self):
        held, unpriced = replace(UNIT, state=BoardState.HELD), replace(UNIT, price=None)
        assert not any(fits(unit, Wanted(), Dealing.LEASE, 10) for unit in (held, unpriced))


@pytest.mark.rule("LEAD-19")
class TestTheLastChance:
    @pytest.mark.parametrize(
        ("expected", "applications", "against"),
        [
            (None, [], ["no_expected_price"]),
            ("5.50", [], ["not_applied_for"]),
            ("5.49", [DISCOUNT], ["not_applied_for"]),
            ("5.50", [DISCOUNT], []),
        ],
    )
    def test_the_price_is_recorded_and_applied_for(self, expected, applications, against):
        price = None if expected is None else Decimal(expected)
        found = reasons_not_to_lose_for_price(Cause.PRICE, price, applications)
        assert [reason.code for reason in found] == against

    @pytest.mark.parametrize(
        ("state", "is_put", "expected", "granted", "against"),
        [
            (State.WITH_SALES_MANAGER, True, "5.50", None, ["application_open"]),
            (State.WITHDRAWN, True, "5.50", None, ["not_applied_for"]),
            (State.GRANTED, True, "5.50", "5", []),
            (State.GRANTED, False, "5.50", "2", ["not_applied_for"]),
            (State.GRANTED, False, "6.37", "2", []),
            (State.GRANTED, False, None, "2", ["not_applied_for"]),
        ],
    )
    def test_it_has_been_put_and_answered_or_granted_in_full(self, state, is_put, expected, granted, against):
        prices = [None if told is None else Decimal(told) for told in (expected, granted)]
        one = Application(Kind.DISCOUNT, state, is_put, Decimal("6.50"), *prices)
        found = reasons_not_to_lose_for_price(Cause.PRICE, Decimal("6.37"), [one])
        assert [reason.code for reason in found] == against

    def test_other_causes_need_none(self):
        assert list(reasons_not_to_lose_for_price(Cause.PLACE, None, [])) == []

    def test_a_rent_free_period_granted_at_once_is_no_answer_to_the_price(self):
        one = Application(Kind.RENT_FREE, State.GRANTED, False, Decimal("6.50"), Decimal("6.50"), Decimal(7))
        found = reasons_not_to_lose_for_price(Cause.PRICE, Decimal("6.50"), [one])
        assert [reason.code for reason in found] == ["not_applied_for"]

    def test_what_was_granted_of_no_known_price_meets_none(self):
        assert not Application(Kind.DISCOUNT, State.GRANTED, False, None, Decimal(5), Decimal(2)).meets

    def test_at_the_door_the_lead_is_closed_only_after_the_answer(self, leads):
        customer, unit = a_customer(leads), put_on_offer(leads)
        body = LOST | {"cause": "price", "expected_price": "5.50"}
        refused = lambda: leads.codes(CONSULTANT, "lose_lead", body, customer_id=customer)  # noqa: E731
        assert refused() == (409, ["not_applied_for"])
        asked = {"customer_id": customer, "unit_id": unit, "kind": "discount", "amount": "15"}
        asked |= {"expected_price": "5.50", "reason": "租金偏高。"}
        one = leads.get(CONSULTANT, "ask_for_concession", asked)
        assert refused() == (409, ["application_open"])
        leads.get(SALES_MANAGER, "decide_on_concession", {"act": "refuse", "reason": "低于底价。"}, id=one["id"])
        assert lose(leads, customer, cause="price", expected_price="5.50")["expected_price"] == "5.5000"


@pytest.mark.rule("LEAD-18")
class TestLosing:
    def test_rival_price_and_term_are_kept_and_the_customer_waits(self, leads):
        customer = a_customer(leads)
        one = lose(leads, customer)
        assert (one["rival_building"], one["rival_price"], one["rival_term_months"]) == ("国贸大厦", "6.0000", 36)
        assert (one["area_from"], one["area_to"], one["consultant"]) == ("110.00", "130.00", "李强")
        (said,) = leads.said(LeadLost)
        assert (said.customer_id, said.cause, said.rival_price) == (customer, "place", Decimal("6.00"))

    def test_only_the_customers_consultant_or_a_superior_closes_it(self, leads):
        customer = a_customer(leads)
        assert leads.codes(COLLEAGUE, "lose_lead", LOST, customer_id=customer) == (409, ["not_yours"])
        assert lose(leads, customer, SUPERIOR)["consultant"] == "李强"

    def test_once_at_a_time(self, leads, second):
        customer = a_customer(leads)
        calls = [
            lambda house=house: house.ask(CONSULTANT, "lose_lead", LOST, customer_id=customer).status
            for house in (leads, second)
        ]
        assert sorted(at_once(*calls)) == [201, 409]
        assert leads.count(Waiting) == 1

    def test_taken_off_the_list_they_can_be_lost_again(self, leads):
        customer = a_customer(leads)
        one = lose(leads, customer)
        left = leads.get(CONSULTANT, "leave_waiting_list", {"reason": "已租入。"}, id=one["id"])
        assert (left["is_waiting"], left["left_reason"]) == (False, "已租入。")
        asked = {"reason": "再次。"}
        assert leads.codes(CONSULTANT, "leave_waiting_list", asked, id=one["id"]) == (409, ["not_waiting"])
        lose(leads, customer)
        assert len(waiting(leads, is_waiting=True)) == 1
        assert len(waiting(leads)) == 2

    def test_outside_the_estate_there_is_none(self, leads):
        customer = a_customer(leads)
        one = lose(leads, customer)
        assert leads.codes(OUTSIDER, "lose_lead", LOST, customer_id=customer)[0] == 404
        asked = {"reason": "不找了。"}
        assert leads.codes(OUTSIDER, "leave_waiting_list", asked, id=one["id"]) == (404, ["no_waiting"])
        assert leads.get(OUTSIDER, "list_waiting", {})["items"] == []


@pytest.mark.rule("LEAD-18")
class TestWhatIsFound:
    def test_a_fitting_unit_that_comes_free_is_offered_once(self, leads):
        customer = a_customer(leads)
        lose(leads, customer)
        put_on_offer(leads)
        leads.hear(a_price(), a_unit())
        (said,) = leads.said(OfferFound)
        assert (said.consultant_id, said.unit_number, said.customer_id) == (CONSULTANT.id, "A1201", customer)
        (one,) = waiting(leads, has_offers=True)
        assert [(offer["unit_number"], offer["is_free"]) for offer in one["offers"]] == [("A1201", True)]

    def test_one_that_does_not_fit_is_not(self, leads):
        lose(leads, a_customer(leads))
        put_on_offer(leads, area_built=Decimal(200))
        assert leads.said(OfferFound) == []
        assert waiting(leads, has_offers=True) == []

    def test_a_price_that_comes_last_or_comes_down_finds_it_too(self, leads):
        lose(leads, a_customer(leads), budget="20000")
        put_on_offer(leads)
        assert leads.said(OfferFound) == []
        leads.hear(a_price(rent_per_sqm_day=Decimal("5.00")))
        assert len(leads.said(OfferFound)) == 1

    def test_each_time_that_it_comes_free_it_is_offered_anew(self, leads, clock):
        lose(leads, a_customer(leads))
        put_on_offer(leads)
        leads.hear(on_the_board(state="held"))
        assert waiting(leads)[0]["offers"][0]["is_free"] is False
        clock.move(days=3)
        leads.hear(on_the_board())
        assert len(leads.said(OfferFound)) == 2
        assert [offer["is_free"] for offer in waiting(leads)[0]["offers"]] == [True, False]

    def test_the_same_event_twice_finds_it_once(self, leads):
        lose(leads, a_customer(leads))
        leads.hear(a_unit(), a_price())
        envelope = leads._envelope(on_the_board(), None)
        leads.hear_again([envelope])
        leads.hear_again([envelope])
        assert leads.count(FoundOffer) == 1

    def test_whoever_left_the_list_is_offered_nothing(self, leads):
        one = lose(leads, a_customer(leads))
        leads.get(CONSULTANT, "leave_waiting_list", {"reason": "已租入。"}, id=one["id"])
        put_on_offer(leads)
        assert leads.said(OfferFound) == []

    @pytest.mark.parametrize(("state", "waits"), [("held", True), ("confirmed", True), ("let", False), ("sold", False)])
    def test_whoever_rents_or_buys_here_after_all_waits_no_more(self, leads, state, waits):
        customer = a_customer(leads)
        lose(leads, customer)
        leads.hear(on_the_board("A1201", state, customer_id=customer), on_the_board("A1202", state))
        (one,) = waiting(leads)
        assert (one["is_waiting"], one["left_reason"] is None) == (waits, waits)

    def test_who_went_for_the_price_is_offered_what_they_could_bear(self, leads):
        customer, unit = a_customer(leads), put_on_offer(leads)
        asked = {"customer_id": customer, "unit_id": unit, "kind": "discount", "amount": "15"}
        asked |= {"expected_price": "5.60", "reason": "租金偏高。"}
        one = leads.get(CONSULTANT, "ask_for_concession", asked)
        leads.get(SALES_MANAGER, "decide_on_concession", {"act": "refuse", "reason": "低于底价。"}, id=one["id"])
        lose(leads, customer, cause="price", expected_price="5.60")
        put_on_offer(leads, "A1301")
        assert leads.said(OfferFound) == []
        put_on_offer(leads, "A1401", {"rent_per_sqm_day": Decimal("5.60")})
        assert [said.unit_id for said in leads.said(OfferFound)] == [an_id("A1401")]


@pytest.mark.rule("LEAD-18")
def test_a_lost_lead_is_followed_up_no_more_until_it_leaves_the_list(leads):
    customer = a_customer(leads)
    lose(leads, customer)
    with leads.runtime.look() as work:
        assert work.session.query(Lead).filter_by(customer_id=customer).one().state is LeadState.LOST
    (row,) = waiting(leads)
    leads.get(CONSULTANT, "leave_waiting_list", {"reason": "又想租了"}, id=row["id"])
    with leads.runtime.look() as work:
        assert work.session.query(Lead).filter_by(customer_id=customer).one().state is LeadState.OPEN
