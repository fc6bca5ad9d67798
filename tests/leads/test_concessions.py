"""Concessions: inside one's authority granted, beyond it decided desk by desk, quoted only once granted (LEAD-14)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.leads.events import ConcessionAsked, ConcessionGranted, ConcessionInForce, ConcessionRefused
from services.leads.models import Concession
from services.leads.rules.concessions import (
    AUTHORITY,
    MOVES,
    OPEN,
    Act,
    Authority,
    Carried,
    Kind,
    Person,
    State,
    after_discount,
    first_desk,
    reasons_against_decider,
    reasons_against_terms,
    reasons_against_two,
    reasons_not_to_carry,
    reasons_not_to_grant,
)
from services.leads.rules.offers import Dealing
from services.leads.settings import authority_of
from services.words import Rank
from tests.engineering.house import an_id
from tests.engineering.test_races import at_once
from tests.leads.offering import (
    COLLEAGUE,
    CONSULTANT,
    GENERAL_MANAGER,
    OUTSIDER,
    SALES_MANAGER,
    SUPERIOR,
    a_broker,
    a_customer,
    put_on_offer,
    quote,
)

pytestmark = pytest.mark.rule("LEAD-14")
CLERK, MANAGER = Person("1", "leasing", "clerk"), Person("2", "leasing", "manager")
CHIEF = Person("3", None, None, ("general_manager",))
WITH_SALES, WITH_CHIEF = State.WITH_SALES_MANAGER, State.WITH_GENERAL_MANAGER


def codes(reasons):
    return [reason.code for reason in reasons]


class TestAuthority:
    def test_it_grows_with_the_rank(self):
        table = [AUTHORITY[rank] for rank in Rank]
        assert [one.percent for one in table] == [2, 5, 10, 15]
        assert [one.days for one in table] == [7, 15, 30, 60]
        assert [one.fit_out for one in table] == [False, False, True, True]

    @pytest.mark.parametrize(
        ("kind", "amount", "covered"),
        [
            (Kind.DISCOUNT, "5", True),
            (Kind.DISCOUNT, "5.01", False),
            (Kind.RENT_FREE, "15", True),
            (Kind.RENT_FREE, "16", False),
            (Kind.FIT_OUT, None, False),
        ],
    )
    def test_it_reaches_to_its_last_percent_and_day(self, kind, amount, covered):
        assert AUTHORITY[Rank.SUPERVISOR].covers(kind, None if amount is None else Decimal(amount)) is covered

    def test_other_departments_have_none_and_the_general_manager_has_all(self):
        none = Person("4", "property", "director").authority()
        assert not none.covers(Kind.DISCOUNT, Decimal("0.01"))
        assert CHIEF.authority().covers(Kind.DISCOUNT, Decimal(50))

    def test_the_configuration_sets_other_numbers(self):
        table = authority_of({"leads.clerk_discount_percent": 3, "leads.clerk_fit_out": 1})
        assert table[Rank.CLERK] == Authority(Decimal(3), Decimal(7), True)


class TestTerms:
    @pytest.mark.parametrize(
        ("kind", "amount", "dealing", "wrong"),
        [
            (Kind.DISCOUNT, "2.5", Dealing.LEASE, []),
            (Kind.DISCOUNT, None, Dealing.LEASE, ["wrong_amount"]),
            (Kind.DISCOUNT, "0", Dealing.LEASE, ["wrong_amount"]),
            (Kind.DISCOUNT, "50.01", Dealing.SALE, ["wrong_amount"]),
            (Kind.RENT_FREE, "30", Dealing.LEASE, []),
            (Kind.RENT_FREE, "1.5", Dealing.LEASE, ["wrong_amount"]),
            (Kind.RENT_FREE, "30", Dealing.SALE, ["wrong_kind"]),
            (Kind.FIT_OUT, None, Dealing.LEASE, []),
            (Kind.FIT_OUT, "1", Dealing.LEASE, ["wrong_amount"]),
        ],
    )
    def test_each_kind_has_the_amount_that_belongs_to_it(self, kind, amount, dealing, wrong):
        assert codes(reasons_against_terms(kind, None if amount is None else Decimal(amount), dealing)) == wrong

    def test_a_discount_is_reckoned_half_up(self):
        assert after_discount(Decimal("6.50"), Decimal(15)) == Decimal("5.5250")


class TestTheRoute:
    def test_every_open_state_leads_on_and_no_closed_one_does(self):
        starts = {state for moves in MOVES.values() for state in moves}
        assert starts == OPEN

    def test_a_sales_managers_own_goes_to_the_general_manager(self):
        assert (first_desk(CLERK), first_desk(MANAGER)) == (WITH_SALES, WITH_CHIEF)

    @pytest.mark.parametrize(
        ("state", "act", "person", "against"),
        [
            (WITH_SALES, Act.GRANT, MANAGER, []),
            (WITH_SALES, Act.GRANT, CHIEF, ["not_your_desk"]),
            (WITH_SALES, Act.GRANT, Person("9", "leasing", "supervisor"), ["not_your_desk"]),
            (WITH_CHIEF, Act.GRANT, CHIEF, []),
            (WITH_CHIEF, Act.REFUSE, MANAGER, ["not_your_desk"]),
            (WITH_SALES, Act.WITHDRAW, MANAGER, ["not_yours"]),
            (WITH_SALES, Act.WITHDRAW, CLERK, []),
            (WITH_CHIEF, Act.GRANT, replace(CHIEF, id="1"), ["own"]),
        ],
    )
    def test_each_desk_decides_on_what_lies_there_and_nobody_on_their_own(self, state, act, person, against):
        assert codes(reasons_against_decider(state, act, person, "1")) == against

    def test_no_more_is_granted_than_was_asked_for_or_than_one_may(self):
        own = AUTHORITY[Rank.MANAGER]
        assert codes(reasons_not_to_grant(Kind.DISCOUNT, Decimal(8), Decimal(9), own)) == ["wrong_amount"]
        assert codes(reasons_not_to_grant(Kind.DISCOUNT, Decimal(12), Decimal(12), own)) == ["beyond_authority"]
        assert codes(reasons_not_to_grant(Kind.DISCOUNT, Decimal(12), Decimal(10), own)) == []


class TestWhatAQuotationCarries:
    ONE = Carried("YH1", "c", "u", Dealing.LEASE, Kind.DISCOUNT, State.GRANTED, date(2026, 12, 31))
    TODAY = date(2026, 12, 7)

    @pytest.mark.parametrize(
        ("changed", "against"),
        [
            ({}, []),
            ({"state": WITH_SALES}, ["not_granted"]),
            ({"state": State.REFUSED}, ["not_granted"]),
            ({"valid_until": date(2026, 12, 6)}, ["concession_over"]),
            ({"valid_until": date(2026, 12, 7)}, []),
            ({"customer_id": "d"}, ["another_customer"]),
            ({"unit_id": "v"}, ["another_unit"]),
            ({"dealing": Dealing.SALE}, ["another_unit"]),
        ],
    )
    def test_it_is_what_was_granted_for_just_this(self, changed, against):
        one = replace(self.ONE, **changed)
        assert codes(reasons_not_to_carry(one, "c", ["u"], Dealing.LEASE, self.TODAY)) == against

    def test_small_ones_do_not_add_up(self):
        assert codes(reasons_against_two([self.ONE, replace(self.ONE, number="YH2")])) == ["two_of_a_kind"]
        assert codes(reasons_against_two([self.ONE, replace(self.ONE, kind=Kind.RENT_FREE)])) == []


@pytest.fixture
def asked(leads):
    """What is asked for a customer and a unit on offer, in the words of the door."""
    customer, unit = a_customer(leads), put_on_offer(leads)
    body = {"customer_id": customer, "unit_id": unit, "kind": "discount", "reason": "跨国公司，拟租五年。"}

    def ask(caller=CONSULTANT, **told):
        return leads.get(caller, "ask_for_concession", body | {"expected_price": "5.50"} | told)

    ask.body = body
    return ask


def decide(leads, one, caller, act, **told):
    body = {"act": act, "reason": "按公司政策。"} | told
    return leads.get(caller, "decide_on_concession", body, id=one["id"])


class TestInsideTheAuthority:
    def test_the_consultant_grants_at_once_and_nobody_is_told(self, leads, asked):
        one = asked(amount="2")
        assert (one["state"], one["granted"], one["valid_until"]) == ("granted", "2.00", "2027-01-06")
        assert (one["is_put"], [move["act"] for move in one["history"]]) == (False, ["grant"])
        assert leads.said(ConcessionGranted, ConcessionAsked) == []

    def test_sales_control_may_sell_by_it_whoever_granted(self, leads, asked):
        one = asked(amount="2")
        (said,) = leads.said(ConcessionInForce)
        assert (said.concession_id, said.amount, said.valid_until) == (one["id"], Decimal(2), date(2027, 1, 6))

    def test_a_quotation_carries_it(self, leads, asked):
        one = asked(amount="2")
        told = {"audience": "visitor", "customer_id": one["customer_id"], "concessions": [one["id"]]}
        quoted = quote(leads, **told)
        line = next(line for line in quoted["lines"] if line["kind"] == "discount")
        assert (line["amount"], line["working"]) == ("-474.50", "23725.00 × 2% (YH000001)")
        assert (quoted["monthly"], quoted["concessions"][0]["zh"]) == ("26610.50", "优惠 2%")

    def test_rent_free_days_are_worth_what_their_days_cost(self, leads, asked):
        one = asked(kind="rent_free", amount="7", expected_price=None)
        told = {"audience": "visitor", "customer_id": one["customer_id"], "concessions": [one["id"]]}
        quoted = quote(leads, **told)
        assert (quoted["monthly"], quoted["concessions"][0]["worth"]) == ("27085.00", "5460.00")
        assert leads.ask(CONSULTANT, "print_quotation", id=quoted["id"]).file.data[:5] == b"%PDF-"

    def test_after_its_days_it_is_quoted_no_more(self, leads, asked, clock):
        one = asked(amount="2")
        clock.move(days=31)
        body = {"audience": "visitor", "customer_id": one["customer_id"], "concessions": [one["id"]]}
        body["units"] = [{"unit_id": one["unit_id"]}]
        assert leads.codes(CONSULTANT, "quote_units", body) == (409, ["concession_over"])


class TestBeyondIt:
    def test_an_application_goes_to_the_sales_manager_with_the_expected_price(self, leads, asked):
        one = asked(amount="8")
        assert (one["state"], one["expected_price"], one["listed"]) == ("with_sales_manager", "5.5000", "6.5000")
        (said,) = leads.said(ConcessionAsked)
        assert (said.desk, said.consultant) == ("sales_manager", "李强")
        body = asked.body | {"kind": "discount", "amount": "9"}
        other = a_customer(leads, name="李娜", phones=["13900139000"])
        assert leads.codes(CONSULTANT, "ask_for_concession", body | {"customer_id": other}) == (
            409,
            ["no_expected_price"],
        )

    def test_what_is_not_granted_yet_is_not_quoted(self, leads, asked):
        one = asked(amount="8")
        body = {"audience": "visitor", "customer_id": one["customer_id"], "concessions": [one["id"]]}
        body["units"] = [{"unit_id": one["unit_id"]}]
        assert leads.codes(CONSULTANT, "quote_units", body) == (409, ["not_granted"])

    def test_the_sales_manager_grants_less_and_sales_control_is_told(self, leads, asked):
        one = decide(leads, asked(amount="8"), SALES_MANAGER, "grant", amount="6")
        assert (one["state"], one["granted"], one["decided_by"]) == ("granted", "6.00", "谢芳")
        (said,) = leads.said(ConcessionGranted)
        assert (said.amount, said.kind, said.granted_by, said.customer_id) == (
            Decimal("6.00"),
            "discount",
            "谢芳",
            one["customer_id"],
        )

    def test_what_is_beyond_the_sales_manager_goes_on_to_the_general_manager(self, leads, asked):
        one = asked(amount="20")
        body = {"act": "grant", "reason": "同意。"}
        assert leads.codes(SALES_MANAGER, "decide_on_concession", body, id=one["id"]) == (409, ["beyond_authority"])
        assert leads.codes(GENERAL_MANAGER, "decide_on_concession", body, id=one["id"]) == (403, ["not_your_desk"])
        assert decide(leads, one, SALES_MANAGER, "pass_on")["state"] == "with_general_manager"
        one = decide(leads, one, GENERAL_MANAGER, "grant")
        assert [move["act"] for move in one["history"]] == ["ask", "pass_on", "grant"]
        assert [said.desk for said in leads.said(ConcessionAsked)] == ["sales_manager", "general_manager"]

    def test_a_refusal_has_its_reason_and_reaches_the_consultant(self, leads, asked):
        one = decide(leads, asked(amount="8"), SALES_MANAGER, "refuse", reason="单元紧俏。")
        (said,) = leads.said(ConcessionRefused)
        assert (one["state"], said.reason, said.consultant_id) == ("refused", "单元紧俏。", CONSULTANT.id)
        body = {"act": "grant", "reason": "再议。"}
        assert leads.codes(SALES_MANAGER, "decide_on_concession", body, id=one["id"]) == (409, ["wrong_state"])

    def test_the_standard_fit_out_takes_the_same_route(self, leads, asked):
        one = asked(kind="fit_out", expected_price=None)
        assert one["state"] == "with_sales_manager"
        assert decide(leads, one, SALES_MANAGER, "grant")["zh"] == "标准装修"
        assert leads.said(ConcessionGranted)[0].amount is None

    def test_the_same_is_not_asked_twice_while_it_lies_at_a_desk(self, leads, asked):
        one = asked(amount="8")
        body = asked.body | {"amount": "9", "expected_price": "5.50"}
        assert leads.codes(COLLEAGUE, "ask_for_concession", body) == (409, ["already_asked"])
        withdrawn = leads.get(CONSULTANT, "withdraw_concession", {"reason": "客户改租。"}, id=one["id"])
        assert withdrawn["state"] == "withdrawn"
        assert asked(amount="9")["number"] == "YH000002"

    def test_only_the_applicant_withdraws(self, leads, asked):
        one = asked(amount="8")
        status, found = leads.codes(COLLEAGUE, "withdraw_concession", {"reason": "不办了。"}, id=one["id"])
        assert (status, found) == (403, ["not_yours"])

    def test_a_supervisors_authority_is_larger(self, leads, asked):
        assert asked(SUPERIOR, amount="5")["state"] == "granted"
        assert asked(SALES_MANAGER, amount="11")["state"] == "with_general_manager"

    def test_two_who_decide_at_once_decide_once(self, leads, second, asked):
        one = asked(amount="8")
        acts = [(leads, "grant"), (second, "refuse")]
        calls = [
            lambda house=house, act=act: (
                house.ask(SALES_MANAGER, "decide_on_concession", {"act": act, "reason": "定。"}, id=one["id"]).status
            )
            for house, act in acts
        ]
        assert sorted(at_once(*calls)) == [200, 409]

    def test_two_who_ask_at_once_ask_once(self, leads, second, asked):
        body = asked.body | {"amount": "8", "expected_price": "5.50"}
        calls = [
            lambda house=house: house.ask(CONSULTANT, "ask_for_concession", body).status for house in (leads, second)
        ]
        assert sorted(at_once(*calls)) == [201, 409]
        assert leads.count(Concession) == 1


class TestWhoSeesWhat:
    def test_a_desk_has_its_own_list(self, leads, asked):
        one = asked(amount="20")
        desks = [(SALES_MANAGER, 1), (GENERAL_MANAGER, 0), (COLLEAGUE, 0)]
        found = [len(leads.get(who, "list_concessions", {"to_decide": True})["items"]) for who, _ in desks]
        assert found == [count for _, count in desks]
        decide(leads, one, SALES_MANAGER, "pass_on")
        boss = replace(GENERAL_MANAGER, estates=frozenset({"*"}))
        assert len(leads.get(boss, "list_concessions", {"to_decide": True})["items"]) == 1

    def test_the_acts_say_why_they_are_not_open_to_the_reader(self, leads, asked):
        one = asked(amount="8")
        may = leads.get(SALES_MANAGER, "show_concession", id=one["id"])["may_do"]
        assert {act["act"]: [reason["code"] for reason in act["reasons_against"]] for act in may} == {
            "grant": [],
            "pass_on": [],
            "refuse": [],
            "withdraw": ["not_yours"],
        }
        colleague = leads.get(COLLEAGUE, "show_concession", id=one["id"])["may_do"]
        assert colleague[0]["reasons_against"][0]["code"] == "forbidden"

    def test_outside_the_estate_there_is_none(self, leads, asked):
        one = asked(amount="2")
        assert leads.codes(OUTSIDER, "show_concession", id=one["id"]) == (404, ["no_concession"])
        body = asked.body | {"amount": "2"}
        assert leads.codes(OUTSIDER, "ask_for_concession", body) == (404, ["no_visitor"])

    @pytest.mark.rule("LEAD-15")
    @pytest.mark.rule("LEAD-16")
    def test_whoever_is_told_no_terms_is_quoted_none(self, leads, asked):
        one = asked(amount="2")
        told = {"units": [{"unit_id": one["unit_id"]}], "concessions": [one["id"]]}
        broker = {"audience": "broker", "broker_id": a_broker(leads)}
        found = [leads.codes(CONSULTANT, "quote_units", who | told) for who in ({"audience": "stranger"}, broker)]
        assert found == [(409, ["not_to_be_said"])] * 2

    @pytest.mark.rule("LEAD-16")
    def test_a_partners_registered_client_is_quoted_their_concession(self, leads, asked):
        one = asked(amount="2")
        told = {"audience": "broker", "broker_id": a_broker(leads, "partner"), "customer_id": one["customer_id"]}
        assert quote(leads, concessions=[one["id"]], **told)["monthly"] == "26610.50"

    def test_a_concession_of_no_unit_or_price_is_refused(self, leads, asked):
        body = asked.body | {"amount": "2"}
        assert leads.codes(CONSULTANT, "ask_for_concession", body | {"unit_id": an_id("无")}) == (404, ["no_unit"])
        assert leads.codes(CONSULTANT, "ask_for_concession", body | {"dealing": "sale"}) == (409, ["not_priced"])
