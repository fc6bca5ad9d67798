"""What may be said to whom: the doors leave out what may not be, and refuse what never may (LEAD-15, LEAD-16)."""

import pytest

from services.leads.events import VisitReported
from services.leads.rules.disclosure import (
    MAY_HEAR,
    Audience,
    BrokerKind,
    Matter,
    PriceKind,
    broker_as,
    price_kind,
    reasons_not_to_say,
)
from tests.engineering.house import ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.offering import (
    CONSULTANT,
    OUTSIDER,
    STRANGER,
    SUPERIOR,
    a_broker,
    a_customer,
    a_lease,
    a_unit,
    offers,
    put_on_offer,
    quote,
)

PRICES = {"rent_per_sqm_day", "rent_month", "management_month", "parking_per_month", "sale_price"}
SURE = {Matter.VACANCY, Matter.BROCHURE}


class TestTheTable:
    @pytest.mark.rule("LEAD-15")
    def test_a_stranger_is_told_the_list_price_and_nothing_flexible(self):
        assert MAY_HEAR[Audience.STRANGER] == SURE | {Matter.RESERVED_PRICE}

    @pytest.mark.rule("LEAD-16")
    def test_each_class_of_broker_is_told_less_than_the_one_before(self):
        assert MAY_HEAR[Audience.PARTNER_WITH_CLIENT] == MAY_HEAR[Audience.VISITOR]
        assert MAY_HEAR[Audience.PARTNER] == SURE | {Matter.CONSERVATIVE_PRICE}
        assert MAY_HEAR[Audience.NEW_BROKER] == SURE | {Matter.RESERVED_PRICE}
        assert MAY_HEAR[Audience.SCOUT] == {Matter.BROCHURE}

    @pytest.mark.rule("LEAD-16")
    @pytest.mark.parametrize(
        ("kind", "client", "audience"),
        [
            (BrokerKind.PARTNER, "远航贸易", Audience.PARTNER_WITH_CLIENT),
            (BrokerKind.PARTNER, "  ", Audience.PARTNER),
            (BrokerKind.NEW, "远航贸易", Audience.NEW_BROKER),
            (BrokerKind.SCOUT, "远航贸易", Audience.SCOUT),
        ],
    )
    def test_only_a_partners_client_opens_anything(self, kind, client, audience):
        assert broker_as(kind, client) is audience

    @pytest.mark.rule("LEAD-15")
    @pytest.mark.rule("LEAD-16")
    def test_everybody_is_told_a_price_in_one_way_but_the_scout_in_none(self):
        kinds = [price_kind(audience) for audience in Audience]
        reserved, full = PriceKind.RESERVED, PriceKind.FULL
        assert kinds == [full, reserved, full, PriceKind.CONSERVATIVE, reserved, None]

    @pytest.mark.rule("LEAD-15")
    @pytest.mark.rule("LEAD-16")
    @pytest.mark.parametrize("audience", list(Audience))
    @pytest.mark.parametrize("matter", list(Matter))
    def test_what_is_not_in_the_table_is_refused_with_its_rule(self, audience, matter):
        reasons = list(reasons_not_to_say(audience, matter))
        assert bool(reasons) is (matter not in MAY_HEAR[audience])
        assert {reason.rule for reason in reasons} <= {"LEAD-15", "LEAD-16"}


class TestVisitors:
    pytestmark = pytest.mark.rule("LEAD-15")

    def test_an_identified_visitor_is_told_everything(self, leads):
        put_on_offer(leads)
        page = offers(leads, {"audience": "visitor", "customer_id": a_customer(leads)})
        (unit,) = page["items"]
        assert set(unit) >= PRICES | {"neighbours", "floor_plan"}
        assert (page["said_as"], page["flexible_terms"]["percent"]) == ("full", "2")

    def test_a_stranger_is_told_neither_terms_nor_tenants_nor_plans(self, leads):
        put_on_offer(leads)
        page = offers(leads, STRANGER)
        (unit,) = page["items"]
        assert not {"neighbours", "floor_plan"} & set(unit)
        assert (page["said_as"], unit["rent_per_sqm_day"], "flexible_terms" in page) == ("reserved", "6.5000", False)

    def test_who_is_in_the_register_without_phone_and_card_is_a_stranger(self, leads):
        put_on_offer(leads)
        nobody = a_customer(leads, name="王先生", phones=[])
        assert offers(leads, {"audience": "visitor", "customer_id": nobody})["audience"] == "stranger"
        with_card = a_customer(leads, name="李娜", phones=[], company="远航贸易")
        assert offers(leads, {"audience": "visitor", "customer_id": with_card})["audience"] == "visitor"

    def test_a_floor_plan_is_not_shown_to_a_stranger(self, leads):
        unit = put_on_offer(leads)
        status, codes = leads.codes(CONSULTANT, "show_floor_plan", STRANGER, unit_id=unit)
        assert (status, codes) == (409, ["not_to_be_said"])

    def test_a_strangers_quotation_is_reserved_and_the_monitoring_room_is_told(self, leads):
        put_on_offer(leads)
        one = quote(leads, looks="深色西装")
        (said,) = leads.said(VisitReported)
        assert (one["said_as"], one["concessions"]) == ("reserved", [])
        assert (said.kind, said.looks, said.consultant) == ("stranger", "深色西装", "李强")

    def test_an_identified_visitors_visit_is_nobodys_business(self, leads):
        put_on_offer(leads)
        quote(leads, audience="visitor", customer_id=a_customer(leads))
        assert leads.said(VisitReported) == []

    def test_a_stranger_without_a_quotation_can_be_reported_too(self, leads):
        leads.get(CONSULTANT, "report_visit", {"estate_id": ESTATE, "looks": "背双肩包"})
        (row,) = leads.get(CONSULTANT, "list_visit_reports", {})["items"]
        assert (row["looks"], row["broker"], len(leads.said(VisitReported))) == ("背双肩包", None, 1)

    def test_who_asks_has_to_be_named(self, leads):
        asked = [{"audience": "visitor"}, {"audience": "broker"}, STRANGER | {"customer_id": a_customer(leads)}]
        codes = [leads.codes(CONSULTANT, "recommend_units", one) for one in asked]
        assert codes == [(422, ["no_customer"]), (422, ["no_broker"]), (422, ["not_a_stranger"])]
        assert leads.ask(CONSULTANT, "recommend_units", {}).status == 422


class TestBrokers:
    pytestmark = pytest.mark.rule("LEAD-16")

    def test_a_partner_hears_all_for_a_client_whom_they_name(self, leads):
        put_on_offer(leads)
        asked = {"audience": "broker", "broker_id": a_broker(leads, "partner")}
        page = offers(leads, asked | {"client_name": "远航贸易"})
        assert set(page["items"][0]) >= PRICES | {"neighbours", "floor_plan"}
        assert page["flexible_terms"]

    def test_a_partner_without_one_hears_a_conservative_price(self, leads):
        put_on_offer(leads)
        asked = {"audience": "broker", "broker_id": a_broker(leads, "partner")}
        page = offers(leads, asked)
        (unit,) = page["items"]
        assert (page["said_as"], unit["rent_per_sqm_day"]) == ("conservative", "6.83")
        assert not {"neighbours", "floor_plan"} & set(unit)
        one = quote(leads, **asked)
        assert (one["said_as"], one["monthly"]) == ("conservative", "28289.50")
        assert "6.50" not in str(one)

    def test_a_new_one_hears_the_list_price(self, leads):
        put_on_offer(leads)
        asked = {"audience": "broker", "broker_id": a_broker(leads), "client_name": "远航贸易"}
        page = offers(leads, asked)
        assert (page["said_as"], "flexible_terms" in page) == ("reserved", False)

    def test_a_scout_is_given_the_brochure_and_no_more(self, leads):
        unit = put_on_offer(leads)
        asked = {"audience": "broker", "broker_id": a_broker(leads, "scout")}
        quoted = asked | {"units": [{"unit_id": unit}]}
        codes = [
            leads.codes(CONSULTANT, "recommend_units", asked),
            leads.codes(CONSULTANT, "quote_units", quoted),
            leads.codes(CONSULTANT, "show_floor_plan", asked, unit_id=unit),
        ]
        assert codes == [(409, ["not_to_be_said"])] * 3

    @pytest.mark.parametrize("kind", ["new", "scout", "partner"])
    def test_a_question_about_tenants_is_refused_with_the_rule(self, leads, kind):
        asked = {"audience": "broker", "broker_id": a_broker(leads, kind), "asks": "tenants"}
        reply = leads.ask(CONSULTANT, "recommend_units", asked)
        (reason,) = reply.body["reasons"]
        assert (reply.status, reason["code"], reason["rule"]) == (409, "not_to_be_said", "LEAD-16")
        asked |= {"client_name": "远航贸易"}
        assert leads.ask(CONSULTANT, "recommend_units", asked).status == (200 if kind == "partner" else 409)

    def test_tenants_are_not_named_to_anybody(self, leads):
        put_on_offer(leads)
        leads.hear(a_unit("A1202"))
        long = {"starts_on": leads.runtime.clock.now().date(), "ends_on": leads.runtime.clock.now().date()}
        leads.hear(a_lease("L1", "A1202", "贸易", **long))
        page = offers(leads, {"audience": "visitor", "customer_id": a_customer(leads)})
        assert page["items"][0]["neighbours"] == ["贸易"]
        assert "金桥投资" not in str(page)

    def test_a_broker_is_new_until_a_supervisor_says_otherwise(self, leads):
        broker = a_broker(leads)
        assert leads.get(CONSULTANT, "show_broker", id=broker)["kind"] == "new"
        asked = {"kind": "partner", "reason": "成交三单。"}
        assert leads.ask(CONSULTANT, "class_broker", asked, id=broker).status == 403
        shown = leads.get(SUPERIOR, "class_broker", asked, id=broker)
        history = [(one["before"], one["after"], one["by"]) for one in shown["history"]]
        assert history == [(None, "new", "李强"), ("new", "partner", "唐磊")]
        assert leads.codes(SUPERIOR, "class_broker", asked, id=broker) == (409, ["same_class"])

    def test_the_same_phone_is_the_same_broker(self, leads, second):
        body = {"estate_id": ESTATE, "name": "赵敏", "company": "安居中介", "phone": "137 0013 7000"}
        statuses = at_once(
            *(lambda house=house: house.ask(CONSULTANT, "register_broker", body).status for house in (leads, second))
        )
        assert sorted(statuses) == [201, 409]

    def test_a_phone_is_masked_but_for_superiors(self, leads):
        broker = a_broker(leads)
        phones = [leads.get(one, "show_broker", id=broker)["phone"] for one in (CONSULTANT, SUPERIOR)]
        assert phones[0] != phones[1] == "13700137000"

    @pytest.mark.parametrize(("kind", "status"), [("new", 201), ("scout", 201), ("partner", 409)])
    def test_new_ones_and_scouts_are_reported_and_partners_not(self, leads, kind, status):
        asked = {"estate_id": ESTATE, "broker_id": a_broker(leads, kind)}
        assert leads.ask(CONSULTANT, "report_visit", asked).status == status
        assert [said.kind for said in leads.said(VisitReported)] == ([kind] if status == 201 else [])

    def test_outside_the_estate_there_is_none(self, leads):
        broker = a_broker(leads)
        assert leads.codes(OUTSIDER, "show_broker", id=broker) == (404, ["no_broker"])
        asked = {"audience": "broker", "broker_id": broker}
        assert leads.codes(OUTSIDER, "recommend_units", asked) == (404, ["no_broker"])
        assert leads.get(OUTSIDER, "list_brokers", {})["items"] == []
        assert leads.codes(CONSULTANT, "show_broker", id=an_id("无人")) == (404, ["no_broker"])
