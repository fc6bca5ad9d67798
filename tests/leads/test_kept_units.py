"""A unit that sales control keeps for a tenant who changes units is on offer to nobody (SALE-17, LEAD-12)."""

import pytest

from services.contracts.events import UnitKept, UnitLetGo
from services.leads.events import OfferFound
from services.leads.service import Leads
from tests.engineering.house import ESTATE, House, an_id
from tests.leads.builders import LI_QIANG, a_person, an_estate
from tests.leads.offering import CONSULTANT, a_customer, a_price, numbers, offers, on_the_board, put_on_offer
from tests.leads.test_waiting import lose

pytestmark = pytest.mark.rule("SALE-17", "LEAD-12")
UNIT = {"unit_id": an_id("A1201"), "estate_id": ESTATE, "unit_number": "A1201", "unit_change_id": an_id("HF-1")}
KEPT, LET_GO = UnitKept(**UNIT, unit_change_number="HF-1"), UnitLetGo(**UNIT)


@pytest.fixture
def desk(runtime_on_sqlite):
    """Leasing on SQLite alone: nothing here is decided by the database."""
    house = House(runtime_on_sqlite(Leads))
    house.hear(an_estate(), a_person(LI_QIANG))
    return house


def test_it_is_not_recommended_until_it_is_let_go(desk):
    put_on_offer(desk)
    desk.hear(KEPT)
    assert offers(desk)["items"] == []
    desk.hear(LET_GO)
    assert numbers(offers(desk)) == ["A1201"]


def test_nor_is_it_quoted(desk):
    put_on_offer(desk)
    desk.hear(KEPT)
    asked = {"audience": "visitor", "customer_id": a_customer(desk), "dealing": "lease"}
    refused = desk.codes(CONSULTANT, "quote_units", asked | {"units": [{"unit_id": an_id("A1201")}]})
    assert refused == (409, ["not_available"])


def test_whoever_waits_hears_of_it_only_when_it_is_let_go(desk):
    lose(desk, a_customer(desk))
    put_on_offer_kept(desk)
    assert desk.said(OfferFound) == []
    desk.hear(LET_GO, LET_GO)
    assert [found.unit_number for found in desk.said(OfferFound)] == ["A1201"]


def put_on_offer_kept(desk):
    """It is kept before anything else is known of it, and before it is free."""
    desk.hear(KEPT)
    put_on_offer(desk)
    desk.hear(a_price(), KEPT, on_the_board())
