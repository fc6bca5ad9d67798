"""A deal whose unit was given back is shown as such, and one that was heard of late too (LEAD-8, LEAD-10)."""

import io

import pypdf
import pytest

from services.leads.models import StoredVerdict
from tests.engineering.house import an_id
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, PHONE, STRANGER, register
from tests.leads.deals import DEAL, a_deal, given_back, shown

pytestmark = pytest.mark.rule("LEAD-10")


@pytest.fixture
def engine():
    """What is shown is the same on either database."""
    return "sqlite"


def listed(house, caller=MANAGER, **asked):
    return {one["number"]: one["withdrawn_on"] for one in house.get(caller, "list_attributions", asked)["items"]}


@pytest.fixture
def two(leads):
    """Two deals with 王伟, of which the first was given back the day after."""
    visitor = register(leads)
    closed = a_deal(leads, visitor)
    leads.hear(closed, a_deal(leads, visitor, deal_id=an_id("成交二"), number="CJ-2026-0002"))
    leads.hear(given_back(closed))
    return leads


class TestGivenBack:
    def test_the_list_has_the_day_and_can_be_asked_for_either(self, two):
        both = {"CJ-2026-0001": "2026-12-08", "CJ-2026-0002": None}
        assert listed(two) == both
        assert listed(two, is_withdrawn=True) == {"CJ-2026-0001": "2026-12-08"}
        assert listed(two, is_withdrawn=False) == {"CJ-2026-0002": None}
        assert listed(two, STRANGER, is_withdrawn=True) == {}

    def test_so_have_the_deals_page_the_customers_and_the_printed_verdict(self, two):
        assert shown(two)["withdrawn_on"] == "2026-12-08"
        (registration,) = two.get(LI_QIANG, "list_registrations", {"phone": PHONE})["items"]
        deals = two.get(LI_QIANG, "show_visitor", id=registration["customer_id"])["deals"]
        assert {one["number"]: one["withdrawn_on"] for one in deals} == listed(two)
        printed = two.ask(MANAGER, "print_verdict", deal_id=DEAL).file.data
        assert "2026-12-08" in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)

    def test_its_verdicts_stay_as_they_were(self, two):
        assert two.count(StoredVerdict) == 2
        assert [one["kind"] for one in shown(two)["verdicts"]] == ["given"]


@pytest.mark.rule("LEAD-8")
class TestHeardOfLate:
    @pytest.mark.parametrize(
        ("days", "heard_on", "verdicts"), [(0, "2026-12-07", 1), (2, "2026-12-09", 1), (5, "2026-12-12", 2)]
    )
    def test_whoever_decides_sees_how_much_of_the_time_to_claim_was_gone(self, leads, clock, days, heard_on, verdicts):
        closed = a_deal(leads, register(leads), HE_JIE)
        clock.move(days=days)
        leads.hear(closed)
        (item,) = leads.get(MANAGER, "list_attributions", {})["items"]
        assert (item["heard_on"], item["claim_until"]) == (heard_on, "2026-12-10")
        assert (shown(leads)["heard_on"], len(shown(leads)["verdicts"])) == (heard_on, verdicts)
