"""The list is not gone through for each unit: the database narrows it, and leaves out nobody whom the rule finds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event

from kit.ids import new_id
from services.leads.models import OfferedUnit, Waiting
from services.leads.queries.candidates import candidates
from services.leads.rules.losing import Cause, fits, wanted_near
from services.leads.rules.offers import BoardState, Dealing
from services.leads.settings import YEAR_DAYS
from tests.engineering.house import ESTATE
from tests.leads.offering import a_customer, a_price, put_on_offer
from tests.leads.test_waiting import lose

pytestmark = pytest.mark.rule("LEAD-18")
areas = st.none() | st.decimals(0, 300, places=2)
prices = st.none() | st.decimals(1, 10, places=2)
rows = st.fixed_dictionaries(
    {
        "dealing": st.sampled_from(Dealing),
        "cause": st.sampled_from([Cause.PRICE, Cause.AREA]),
        "area_from": areas,
        "area_to": areas,
        "layout": st.sampled_from(["", "开间", "三间"]),
        "budget": st.none() | st.decimals(10_000, 60_000, places=2),
        "expected_price": prices,
    }
)
units = st.builds(
    OfferedUnit,
    area_built=st.decimals(Decimal("0.01"), 300, places=2),
    layout=st.sampled_from(["开间", "三间两厅"]),
    rent_per_sqm_day=prices,
    sale_price=st.none() | st.decimals(10_000, 60_000, places=2),
)


def who_waits(work, told, at):
    one = Waiting(id=new_id(), estate_id=ESTATE, customer_id=new_id(), customer="", consultant_id="", consultant="")
    one.lost_on, one.at, one.reason, one.rival_building = date(2026, 12, 7), at, "", ""
    for name, value in told.items():
        setattr(one, name, value)
    work.session.add(one)
    return one


class TestWhoIsLookedAt:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(units, st.lists(rows, min_size=1, max_size=6), st.sampled_from([0, 10, 33, 100, 150]))
    def test_everybody_whom_the_rule_finds(self, leads, unit, waits, tolerance):
        unit.id, unit.estate_id, unit.number, unit.area_usable = new_id(), ESTATE, "A1201", unit.area_built
        unit.management_per_sqm_month, unit.state = Decimal(28), BoardState.AVAILABLE
        unit.free_since = leads.runtime.clock.now()
        numbers = tolerance, YEAR_DAYS.default
        with leads.runtime.work() as work:
            work.session.execute(delete(Waiting))
            all_of_them = [who_waits(work, told, unit.free_since) for told in waits]
            work.session.flush()
            told = unit.as_unit()
            looked_at = {one.id for one in candidates(work, unit, told, *numbers)}
            fitting = {one.id for one in all_of_them if fits(told, one.as_wanted(), one.dealing, *numbers)}
        assert fitting <= looked_at

    def test_whoever_wants_an_area_near_enough(self):
        least, most = wanted_near(Decimal(110), 10)
        assert (least, round(most or 0, 2)) == (Decimal(100), Decimal("122.22"))
        assert wanted_near(Decimal(110), 100) == (Decimal(55), None)


@pytest.fixture
def loaded():
    """The names of those who are read from the list."""
    names = []

    def note(one, _):
        names.append(one.customer)

    event.listen(Waiting, "load", note)
    yield names
    event.remove(Waiting, "load", note)


def test_nobody_is_loaded_whom_area_or_price_rule_out_or_who_was_told(leads, loaded):
    lose(leads, a_customer(leads))
    lose(leads, a_customer(leads, name="李娜", phones=["13900139000"], area_from="300", area_to="400"))
    lose(leads, a_customer(leads, name="赵敏", phones=["13700137000"]), budget="1000")
    loaded.clear()
    put_on_offer(leads)
    assert loaded == ["王伟"]
    leads.hear(a_price())
    assert loaded == ["王伟"]
