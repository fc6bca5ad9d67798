"""Recommending units: available ones near the wanted area, with all that a listener may be told of them (LEAD-12)."""

import itertools
from datetime import date
from decimal import Decimal

import pytest

from kit.bus import inbox
from kit.bus.worker import Worker
from kit.doors import Upload
from services.contracts.events import LeaseMoved
from services.leads.models import OfferedUnit, Tenancy
from services.leads.rules.offers import (
    LARGEST_PLAN,
    Span,
    Wanted,
    file_name,
    reasons_against_plan,
    span_of,
    usable_ratio,
)
from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.offering import (
    CONSULTANT,
    OUTSIDER,
    a_customer,
    a_lease,
    a_price,
    a_unit,
    numbers,
    offers,
    on_the_board,
    put_on_offer,
)

pytestmark = pytest.mark.rule("LEAD-12")
PDF = Upload("A1201.pdf", "application/pdf", b"%PDF-1.7 plan")


def visitor(house, **asked):
    return offers(house, {"audience": "visitor", "customer_id": a_customer(house)} | asked)


def take_in(house, event):
    """The event comes in, and is handled if nobody else is at its unit."""
    with house.runtime.work() as work:
        inbox.store(work.session, [house._envelope(event, None).to_json()], work.now)
    Worker(house.runtime, stop=None).handle()


class TestTheWantedArea:
    def test_one_end_alone_is_the_area(self):
        assert span_of(Wanted(area_to=Decimal(90))) == Span(Decimal(90), Decimal(90))
        assert span_of(Wanted()) is None

    def test_the_tolerance_is_ten_percent_to_both_sides(self):
        near = Span(Decimal(100), Decimal(200)).widened(10)
        assert (near.least, near.most) == (Decimal(90), Decimal(220))

    @pytest.mark.parametrize(("usable", "ratio"), [("84.50", "70.4"), ("83.94", "70.0"), ("84.06", "70.1")])
    def test_the_usable_ratio_is_in_percent_to_one_place(self, usable, ratio):
        assert usable_ratio(Decimal(usable), Decimal(120)) == Decimal(ratio)

    def test_where_nothing_is_built_there_is_no_ratio(self):
        assert usable_ratio(Decimal(10), Decimal(0)) is None


class TestWhatIsRecommended:
    def test_the_nearest_comes_first_and_what_is_too_far_not_at_all(self, leads):
        for number, area in (("A1", "101"), ("A2", "110"), ("A3", "90"), ("A4", "111"), ("A5", "89.99")):
            put_on_offer(leads, number, area_built=Decimal(area))
        assert numbers(offers(leads, {"area": "100"})) == ["A1", *sorted(["A2", "A3"], key=an_id)]

    def test_the_area_of_a_lead_is_that_of_the_register(self, leads):
        for number, area in (("A1", "140"), ("A2", "120"), ("A3", "98.99"), ("A4", "143.01")):
            put_on_offer(leads, number, area_built=Decimal(area))
        page = visitor(leads)
        assert numbers(page) == ["A2", "A1"]
        assert (page["area_from"], page["area_to"]) == ("110.00", "130.00")

    def test_layout_floor_aspect_and_budget_narrow_it(self, leads):
        put_on_offer(leads, "A1", floor=3, layout="三间", aspect="北")
        put_on_offer(leads, "A2", floor=8)
        asked = [{"layout": "三"}, {"floor_from": 5}, {"floor_to": 5}, {"aspect": "南"}, {"budget": "23725"}]
        assert [numbers(offers(leads, one)) for one in asked] == [["A1"], ["A2"], ["A1"], ["A2"], ["A1", "A2"]]
        assert numbers(offers(leads, {"budget": "23724.99"})) == []

    def test_a_sale_is_of_what_has_a_price_for_it(self, leads):
        put_on_offer(leads, "A1")
        put_on_offer(leads, "A2", {"sale_price": Decimal(3_000_000), "rent_per_sqm_day": None})
        assert numbers(offers(leads, {"dealing": "sale"})) == ["A2"]
        assert numbers(offers(leads, {"dealing": "sale", "budget": "2999999"})) == []
        assert numbers(offers(leads)) == ["A1"]

    def test_what_is_not_available_is_not_there(self, leads):
        for state in ("held", "confirmed", "sold", "let", "signed", "withdrawn"):
            leads.hear(a_unit(state), a_price(state), on_the_board(state, state))
        leads.hear(a_unit("untold"), a_price("untold"))
        assert numbers(offers(leads)) == []

    def test_pages_follow_one_another(self, leads):
        for number in range(5):
            put_on_offer(leads, f"A{number}", area_built=Decimal(100 + number))
        first = offers(leads, {"area": "100", "limit": 3})
        second = offers(leads, {"area": "100", "limit": 3, "cursor": first["next"]})
        assert numbers(first) + numbers(second) == ["A0", "A1", "A2", "A3", "A4"]

    def test_another_estates_units_do_not_exist(self, leads):
        unit = put_on_offer(leads)
        assert numbers(offers(leads, caller=OUTSIDER)) == []
        asked = {"audience": "visitor", "customer_id": a_customer(leads)}
        assert leads.codes(OUTSIDER, "recommend_units", asked) == (404, ["no_visitor"])
        assert leads.codes(OUTSIDER, "show_floor_plan", {"audience": "stranger"}, unit_id=unit)[0] == 404

    def test_an_area_that_ends_before_it_begins_is_refused(self, leads):
        asked = {"audience": "stranger", "area_from": "90", "area_to": "80"}
        assert leads.codes(CONSULTANT, "recommend_units", asked) == (409, ["area"])


class TestWhatIsSaidOfAUnit:
    def test_it_has_its_ratio_its_prices_and_its_fees(self, leads):
        put_on_offer(leads)
        (unit,) = visitor(leads)["items"]
        assert (unit["usable_ratio"], unit["fit_out"], unit["aspect"]) == ("70.4", "标准装修", "南")
        assert (unit["rent_month"], unit["management_month"]) == ("23725.00", "3360.00")

    def test_the_neighbours_are_the_trades_on_the_floor_today(self, leads):
        put_on_offer(leads)
        for number, floor in (("A1202", 12), ("A1301", 13)):
            leads.hear(a_unit(number, floor=floor))
        long = (date(2026, 1, 1), date(2027, 12, 31))
        leads.hear(a_lease("L1", "A1202", "律师事务所", *long), a_lease("L2", "A1301", "贸易", *long))
        leads.hear(a_lease("L3", "A1202", "证券", date(2024, 1, 1), date(2025, 12, 31)))
        (unit,) = visitor(leads)["items"]
        assert unit["neighbours"] == ["律师事务所"]

    def test_a_trade_moves_with_its_lease(self, leads):
        put_on_offer(leads)
        leads.hear(a_unit("A1202"), a_unit("A1301", floor=13))
        leads.hear(a_lease("L1", "A1301", "贸易", date(2026, 1, 1), date(2027, 12, 31)))
        ids = {"lease_id": an_id("L1"), "estate_id": ESTATE, "customer_id": an_id("租户")}
        units = {"unit_change_id": an_id("HF"), "old_unit_id": an_id("A1301"), "new_unit_id": an_id("A1202")}
        leads.hear(LeaseMoved(number="L1", moved_on=date(2026, 12, 1), **ids, **units))
        (unit,) = visitor(leads)["items"]
        assert unit["neighbours"] == ["贸易"]


class TestFloorPlans:
    def test_a_plan_is_the_units_or_its_layouts_and_the_units_own_goes_first(self, leads):
        unit, other = put_on_offer(leads), put_on_offer(leads, "A1301", floor=13)
        asked = {"audience": "visitor", "customer_id": a_customer(leads)}
        assert leads.codes(CONSULTANT, "show_floor_plan", asked, unit_id=unit) == (404, ["no_plan"])
        leads.get(CONSULTANT, "keep_floor_plan", {"file": PDF, "for_layout": True}, unit_id=unit)
        own = Upload("own.png", "image/png", b"\x89PNG\r\n\x1a\n rest")
        leads.get(CONSULTANT, "keep_floor_plan", {"file": own}, unit_id=unit)
        files = [leads.ask(CONSULTANT, "show_floor_plan", asked, unit_id=one).file for one in (unit, other)]
        assert [(one.name, one.content_type) for one in files] == [
            ("own.png", "image/png"),
            ("A1201.pdf", "application/pdf"),
        ]
        links = [one["floor_plan"] for one in offers(leads, asked)["items"]]
        assert sorted(links) == sorted(f"/offers/{one}/floor-plan" for one in (unit, other))

    def test_what_is_no_plan_is_refused(self, leads):
        unit = put_on_offer(leads)
        text = Upload("plan.txt", "text/plain", b"four walls")
        assert leads.codes(CONSULTANT, "keep_floor_plan", {"file": text}, unit_id=unit) == (409, ["not_a_plan"])

    @pytest.mark.parametrize(
        ("told", "kept"),
        [("C:\\plans\\A1201.pdf", "A1201.pdf"), ("a" * 300 + ".pdf", "a" * 251 + ".pdf"), ("\n", "平面图")],
    )
    def test_its_name_is_one_that_can_be_kept(self, told, kept):
        assert file_name(told) == kept

    def test_what_is_too_large_is_refused(self):
        (reason,) = reasons_against_plan(b"%PDF-" + bytes(LARGEST_PLAN))
        assert reason.code == "too_large"


class TestWhatIsHeard:
    @pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
    def test_the_order_of_what_is_told_does_not_matter(self, leads, order):
        told = (a_unit(), a_price(), on_the_board())
        leads.hear(*(told[at] for at in order))
        (unit,) = visitor(leads)["items"]
        assert (unit["number"], unit["rent_month"]) == ("A1201", "23725.00")

    def test_two_who_hear_of_a_unit_at_once_keep_both(self, leads, second):
        at_once(lambda: take_in(leads, a_unit()), lambda: take_in(second, a_price()))
        leads.hear(on_the_board())  # And whatever one of them left to the other.
        assert visitor(leads)["items"][0]["rent_month"] == "23725.00"

    def test_a_unit_told_twice_is_one(self, leads):
        put_on_offer(leads)
        put_on_offer(leads, price={"rent_per_sqm_day": Decimal("7.00")})
        assert leads.count(OfferedUnit) == 1
        assert visitor(leads)["items"][0]["rent_per_sqm_day"] == "7.0000"

    def test_a_move_of_an_unknown_lease_waits_for_it(self, leads):
        ids = {"lease_id": an_id("L9"), "estate_id": ELSEWHERE, "customer_id": an_id("租户")}
        units = {"unit_change_id": an_id("HF"), "old_unit_id": an_id("A1"), "new_unit_id": an_id("A2")}
        with pytest.raises(AssertionError):
            leads.hear(LeaseMoved(number="L9", moved_on=date(2026, 12, 1), **ids, **units))
        (trouble,) = leads.troubles()
        assert "lease L9 is not known here" in trouble
        assert leads.count(Tenancy) == 0
