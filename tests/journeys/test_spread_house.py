"""A process per service: the same walk, each process looked after on its own, and heard from outside the house."""

import textwrap

import pytest

from kit.ids import new_id
from tests.bus.test_outsiders import NAMEKO_SERVICE
from tests.conftest import house_databases, vhost
from tests.faults.processes import program
from tests.journeys.conftest import NOW
from tests.journeys.room_change import RoomChange, walk
from tests.journeys.running import fetch
from tests.journeys.spread import SERVICES, SpreadHouse, spread_house

FAN = NAMEKO_SERVICE.replace('"agency", "song_sung"', '"property", "unit_changed"').replace(
    'told["data"]["singer"], told["data"]["number"]', 'told["data"]["unit_change_id"]'
)


@pytest.fixture(scope="module")
def spread(servers, tmp_path_factory):
    with vhost(servers) as amqp, house_databases(servers) as databases:
        settings = {"ATRIUM_AMQP_URL": amqp, "ATRIUM_DATABASE_URL": databases(f"h{new_id().replace('-', '')}")}
        with spread_house(tmp_path_factory.mktemp("spread"), **settings, **NOW) as house:
            yield house, amqp


@pytest.mark.rule("PROP-2", "GATE-1")
def test_a_room_change_goes_all_the_way_and_a_plain_nameko_handler_hears_of_it(spread):
    house, amqp = spread
    with program("-W", "ignore", "-c", textwrap.dedent(FAN), amqp) as fan:
        fan.wait_for("started")
        change = RoomChange(house)
        walk(change)
        assert change.now()["procedure"]["state"] == "done"
        fan.wait_for(f"heard {change.id} property.unit_changed.v1")


@pytest.mark.parametrize("service", SERVICES)
class TestEachProcess:
    def test_it_says_whether_it_can_serve(self, spread, service):
        house: SpreadHouse = spread[0]
        answer = fetch(f"{house.services[service].base}/health/ready")
        assert answer.body == {"status": "ready", "checks": {f"{service} database": True, "services": True}}
        assert fetch(f"{house.services[service].base}/health/live").status == 200

    def test_it_tells_its_own_figures(self, spread, service):
        figures = fetch(f"{spread[0].services[service].base}/metrics").body.decode()
        assert f'atrium_events_waiting{{box="outbox",service="{service}"}}' in figures
        assert f'atrium_events_received_total{{service="{service}"}}' in figures

    @pytest.mark.rule("GATE-1")
    def test_nobody_gets_past_the_gateway_there(self, spread, service):
        base = spread[0].services[service].base
        assert fetch(f"{base}/api/v1/units").status == 404
        assert fetch(f"{base}/health/live", method="POST").status == 405
