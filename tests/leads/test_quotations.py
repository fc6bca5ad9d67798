"""Quotations: to the cent with every working, kept as they were said, and printed (LEAD-13)."""

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from services.leads.models import Quotation
from services.leads.rules.disclosure import PriceKind
from services.leads.rules.offers import BoardState, Dealing, Price, Unit
from services.leads.rules.quoting import (
    Extra,
    LineKind,
    Place,
    cents,
    lines_of,
    month_of,
    plain,
    said_tariff,
    total,
)
from tests.engineering.house import ELSEWHERE, an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import an_estate
from tests.leads.offering import (
    COLLEAGUE,
    CONSULTANT,
    OUTSIDER,
    a_broker,
    a_customer,
    a_price,
    a_unit,
    on_the_board,
    put_on_offer,
    quote,
)

pytestmark = pytest.mark.rule("LEAD-13")
LISTED = Price(Decimal(3_000_000), Decimal("6.50"), Decimal(28), Decimal(800), Decimal(35))
PARTS = ("王伟", "23,725.00", "含网络。", "6.50×120×365÷12")
money = st.decimals(0, 10_000, places=4)


def a_place(area="120", price=LISTED, **asked):
    unit = Unit(
        "1", "A1201", "A座", 12, Decimal(area), Decimal("84"), "开间", "南", "毛坯", BoardState.AVAILABLE, price
    )
    return Place(unit, price, **asked)


def amounts(lines):
    return {line.kind: line.amount for line in lines}


def printed(house, one):
    """The paper's name, and its text without blanks."""
    file = house.ask(CONSULTANT, "print_quotation", id=one["id"]).file
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.data)).pages)
    return file.name, "".join(text.split())


class TestWhatItComesTo:
    @pytest.mark.parametrize(
        ("tariff", "area", "month"),
        [("6.50", "120.00", "23725.00"), ("6.53", "118.37", "23510.75"), ("0.06", "1.00", "1.83"), ("0", "9", "0.00")],
    )
    def test_a_month_is_a_twelfth_of_a_year(self, tariff, area, month):
        assert month_of(Decimal(tariff), Decimal(area)) == Decimal(month)

    def test_a_year_may_be_set_to_another_length(self):
        assert month_of(Decimal("6.50"), Decimal(120), 360) == Decimal("23400.00")

    @pytest.mark.parametrize(("exact", "written"), [("1.005", "1.01"), ("1.0049", "1.00"), ("0.015", "0.02")])
    def test_half_a_cent_goes_up(self, exact, written):
        assert cents(Fraction(exact)) == Decimal(written)

    def test_each_line_shows_its_working(self):
        lines = lines_of([a_place(parking_spaces=2, phone_lines=3)], [], Dealing.LEASE)
        assert [(line.kind, line.working, str(line.amount)) for line in lines] == [
            (LineKind.RENT, "6.50 × 120 × 365 ÷ 12", "23725.00"),
            (LineKind.MANAGEMENT, "28 × 120", "3360.00"),
            (LineKind.PARKING, "800 × 2", "1600.00"),
            (LineKind.PHONE, "35 × 3", "105.00"),
        ]

    def test_what_else_is_asked_for_stands_below_with_its_own_name(self):
        lines = lines_of([a_place()], [Extra("前台留言", Decimal("120.50"), 2)], Dealing.LEASE)
        assert (lines[-1].name, lines[-1].amount) == ("前台留言", Decimal("241.00"))

    def test_a_sale_has_the_price_once_and_the_fees_by_the_month(self):
        lines = lines_of([a_place(parking_spaces=1)], [], Dealing.SALE)
        assert total(lines, is_monthly=False) == 3_000_000
        assert total(lines, is_monthly=True) == Decimal("4160.00")

    @given(money, st.decimals(1, 5_000, places=2), st.integers(0, 50), st.integers(0, 50))
    def test_the_total_is_the_sum_of_its_lines_and_within_half_a_cent_of_each(self, tariff, area, spaces, lines):
        price = Price(None, tariff, tariff, tariff, tariff)
        found = lines_of([a_place(str(area), price, parking_spaces=spaces, phone_lines=lines)], [], Dealing.LEASE)
        assert total(found, is_monthly=True) == sum(line.amount for line in found)
        exact = Fraction(tariff) * Fraction(area) * 365 / 12
        assert abs(Fraction(amounts(found)[LineKind.RENT]) - exact) <= Fraction(1, 200)

    @pytest.mark.rule("LEAD-16")
    def test_a_conservative_tariff_is_above_the_list(self):
        assert said_tariff(Decimal("6.50"), PriceKind.CONSERVATIVE, 5) == Decimal("6.83")
        assert said_tariff(Decimal("6.50"), PriceKind.RESERVED, 5) == Decimal("6.50")

    @pytest.mark.parametrize(("figure", "written"), [("6.5000", "6.50"), ("120.00", "120"), ("0.0625", "0.0625")])
    def test_figures_are_written_as_people_write_them(self, figure, written):
        assert plain(Decimal(figure)) == written


class TestQuoting:
    def test_it_is_numbered_totalled_and_valid_for_a_week(self, leads):
        unit = put_on_offer(leads)
        asked = {"units": [{"unit_id": unit, "parking_spaces": 1, "phone_lines": 2}], "term_months": 24}
        one = quote(leads, audience="visitor", customer_id=a_customer(leads), **asked)
        assert (one["number"], one["monthly"], one["valid_until"]) == ("BJ000001", "27955.00", "2026-12-14")
        assert (one["addressee"], one["said_as"], one["stale"]) == ("王伟", "full", [])

    def test_its_day_is_the_estates(self, leads):
        leads.hear(an_estate(zone="America/New_York"))
        put_on_offer(leads)
        assert (quote(leads)["day"], quote(leads)["valid_until"]) == ("2026-12-06", "2026-12-13")

    def test_several_units_of_one_estate_stand_in_one_quotation(self, leads):
        units = [{"unit_id": put_on_offer(leads, number)} for number in ("A1201", "A1202")]
        assert quote(leads, units=units)["monthly"] == "54170.00"

    @pytest.mark.parametrize("state", ["held", "confirmed", "sold", "let", "signed", "withdrawn"])
    def test_a_unit_that_is_not_available_is_refused_with_its_state(self, leads, state):
        leads.hear(a_unit(), a_price(), on_the_board(state=state))
        reply = leads.ask(CONSULTANT, "quote_units", {"audience": "stranger", "units": [{"unit_id": an_id("A1201")}]})
        (reason,) = reply.body["reasons"]
        assert (reply.status, reason["code"], reason["details"]["state"]) == (409, "not_available", state)
        assert leads.count(Quotation) == 0

    def test_what_has_no_price_or_no_area_is_refused(self, leads):
        leads.hear(a_unit("A1"), on_the_board("A1"), on_the_board("A2"))
        asked = [{"audience": "stranger", "units": [{"unit_id": an_id(number)}]} for number in ("A1", "A2", "A3")]
        codes = [leads.codes(CONSULTANT, "quote_units", one) for one in asked]
        assert codes == [(409, ["not_priced"]), (409, ["not_recorded"]), (404, ["no_unit"])]

    def test_it_is_of_units_of_one_estate(self, leads):
        leads.hear(an_estate("水墨林溪"))
        units = [{"unit_id": put_on_offer(leads)}, {"unit_id": put_on_offer(leads, "B101", estate_id=ELSEWHERE)}]
        everywhere = replace(CONSULTANT, estates=frozenset({"*"}))
        asked = {"audience": "stranger", "units": units}
        assert leads.codes(everywhere, "quote_units", asked) == (422, ["two_estates"])

    def test_a_unit_stands_in_it_once(self, leads):
        unit = {"unit_id": put_on_offer(leads)}
        asked = {"audience": "stranger", "units": [unit, unit]}
        assert leads.codes(CONSULTANT, "quote_units", asked) == (422, ["twice"])

    def test_two_at_once_get_two_numbers(self, leads, second):
        put_on_offer(leads)
        given = at_once(*(lambda house=house: quote(house)["number"] for house in (leads, second) * 3))
        assert sorted(given) == [f"BJ00000{number}" for number in range(1, 7)]

    def test_one_to_a_unit_of_another_estate_cannot_be_given(self, leads):
        leads.hear(an_estate("水墨林溪"))
        put_on_offer(leads, estate_id=ELSEWHERE)
        asked = {"audience": "stranger", "units": [{"unit_id": an_id("A1201")}]}
        assert leads.codes(CONSULTANT, "quote_units", asked) == (404, ["no_unit"])


class TestWhatWasQuotedStays:
    def test_a_change_of_price_or_state_is_a_warning_and_changes_nothing(self, leads):
        put_on_offer(leads)
        before = quote(leads)
        leads.hear(a_price(rent_per_sqm_day=Decimal("7.00")), on_the_board(state="held"))
        after = leads.get(CONSULTANT, "show_quotation", id=before["id"])
        assert (after["monthly"], after["lines"]) == (before["monthly"], before["lines"])
        assert [reason["en"] for reason in after["stale"]] == [
            "Unit A1201 is held now.",
            "Unit A1201: the rent went from 6.50 to 7 yuan.",
        ]

    def test_a_unit_measured_anew_is_a_warning_too(self, leads):
        put_on_offer(leads)
        one = quote(leads)
        leads.hear(a_unit(area_built=Decimal("121.50")))
        (reason,) = leads.get(CONSULTANT, "show_quotation", id=one["id"])["stale"]
        assert reason["en"] == "Unit A1201: 120 to 121.50 square metres."

    def test_a_sale_price_is_nothing_to_a_lease(self, leads):
        put_on_offer(leads)
        one = quote(leads)
        leads.hear(a_price(sale_price=Decimal(3_000_000)))
        assert leads.get(CONSULTANT, "show_quotation", id=one["id"])["stale"] == []

    @pytest.mark.rule("LEAD-16")
    def test_what_was_said_conservatively_does_not_name_the_list_price_afterwards(self, leads):
        put_on_offer(leads)
        one = quote(leads, audience="broker", broker_id=a_broker(leads, "partner"))
        leads.hear(a_price(rent_per_sqm_day=Decimal("7.00")))
        shown = leads.get(CONSULTANT, "show_quotation", id=one["id"])
        assert [reason["en"] for reason in shown["stale"]] == ["Unit A1201: the rent has changed."]
        assert "6.50" not in str(shown)

    def test_past_its_days_it_is_over(self, leads, clock):
        put_on_offer(leads)
        one = quote(leads)
        clock.move(days=7)
        assert leads.get(CONSULTANT, "show_quotation", id=one["id"])["is_over"] is False
        clock.move(days=1)
        assert leads.get(CONSULTANT, "show_quotation", id=one["id"])["is_over"] is True


class TestFindingOne:
    def test_a_list_has_them_newest_first_and_by_unit(self, leads):
        put_on_offer(leads)
        put_on_offer(leads, "A1202")
        quote(leads)
        quote(leads, "A1202", COLLEAGUE)
        page = leads.get(CONSULTANT, "list_quotations", {})
        assert [one["number"] for one in page["items"]] == ["BJ000002", "BJ000001"]
        page = leads.get(CONSULTANT, "list_quotations", {"unit_id": an_id("A1201")})
        assert [one["unit_numbers"] for one in page["items"]] == [["A1201"]]
        page = leads.get(CONSULTANT, "list_quotations", {"mine": True})
        assert [one["number"] for one in page["items"]] == ["BJ000001"]

    def test_it_prints(self, leads):
        put_on_offer(leads)
        one = quote(leads, audience="visitor", customer_id=a_customer(leads), note="含网络。")
        name, text = printed(leads, one)
        assert name == "报价单 BJ000001.pdf"
        assert [part for part in PARTS if part not in text] == []

    def test_once_something_has_changed_it_says_so(self, leads):
        put_on_offer(leads)
        one = quote(leads)
        leads.hear(on_the_board(state="held"))
        assert "请以重新报价为准" in printed(leads, one)[1]

    @pytest.mark.rule("LEAD-15")
    @pytest.mark.rule("LEAD-16")
    def test_the_paper_has_nothing_that_is_not_to_be_said(self, leads):
        put_on_offer(leads)
        broker = {"audience": "broker", "broker_id": a_broker(leads, "partner")}
        papers = [printed(leads, one)[1] for one in (quote(leads, **broker), quote(leads))]
        assert "6.83" in papers[0]
        assert "6.50" not in papers[0]
        assert not any(word in text for text in papers for word in ("保守", "保留", "未留", "优惠"))

    def test_outside_the_estate_there_is_none(self, leads):
        put_on_offer(leads)
        one = quote(leads)
        assert leads.codes(OUTSIDER, "show_quotation", id=one["id"]) == (404, ["no_quotation"])
        assert leads.codes(OUTSIDER, "print_quotation", id=one["id"]) == (404, ["no_quotation"])
        assert leads.get(OUTSIDER, "list_quotations", {})["items"] == []
