"""A process per service: the same walk, each process looked after on its own, and heard from outside the house.

The estate is filled in, and a room change begun, by one process with everything in it on the same servers; its people
get their one-time passwords from what it prints.
"""

import json
import re
import textwrap
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count

import pytest
from sqlalchemy import select

from gateway.house import all_services, open_runtimes
from kit.bus import inbox, outbox
from kit.ids import new_id
from kit.settings import read_settings
from kit.tables import inbox as inbox_table
from kit.tables import outbox as outbox_table
from tests.bus.test_outsiders import NAMEKO_SERVICE
from tests.conftest import house_databases, vhost
from tests.faults.processes import program
from tests.faults.proxy import before
from tests.journeys import board_race, sales_under_faults, the_sale, two_consultants
from tests.journeys.room_change import DEPARTMENTS, ITEMS, RoomChange, walk
from tests.journeys.running import fetch, running_house, wait_for
from tests.journeys.selling import Selling
from tests.journeys.spread import SERVICES, SpreadHouse, atrium, monday_morning, running_apart, started
from tests.operators import papers
from tests.operators.promtool import promtool

FAN = NAMEKO_SERVICE.replace('"agency", "song_sung"', '"property", "unit_changed"').replace(
    'told["data"]["singer"], told["data"]["number"]', 'told["data"]["unit_change_id"]'
)


@pytest.fixture(scope="module")
def spread(servers, tmp_path_factory):
    with vhost(servers) as amqp, house_databases(servers) as databases:
        line, through = before(amqp)
        settings = {"ATRIUM_AMQP_URL": through, "ATRIUM_DATABASE_URL": databases(f"h{new_id().replace('-', '')}")}
        settings |= monday_morning() | {"ATRIUM_LOG_LEVEL": "INFO"}
        folder = tmp_path_factory.mktemp("spread")
        with running_house(folder, **settings) as small:
            begun = RoomChange(small)
            walk(begun, until="repair")
        with running_apart(folder, **settings) as house:
            house.log, house.line = small.log, line
            house.people = {name: replace(one, base=house.base) for name, one in small.people.items()}
            yield house, amqp, settings, replace(begun, house=house)
        line.close()


@pytest.mark.rule("LEAD-7", "LEAD-8", "LEAD-11")
def test_two_consultants_learn_whose_customer_it_is(spread):
    two_consultants.run(two_consultants.Quarrel(spread[0], "13811113333"))


@pytest.mark.rule("LEAD-8", "SALE-2", "FIN-2", "FIN-6")
def test_two_quarrelling_consultants_are_both_paid(spread):
    the_sale.run(Selling(spread[0], "13811116666"))


@pytest.mark.rule("SALE-1")
def test_of_two_hundred_who_want_one_unit_at_once_one_gets_it(spread, tmp_path):
    house, _, settings, _ = spread
    second = started(tmp_path, ("run", "contracts"), settings)
    try:
        wait_for(second.is_ready, lambda: second.log.read_text()[-3000:], second.process)
        board_race.run(Selling(house, "13811114444"))
    finally:
        second.stop()


@pytest.mark.parametrize("seed", [2026])
@pytest.mark.rule("SALE-1", "SALE-2", "LEAD-10", "FIN-2", "FIN-6")
def test_whatever_is_killed_a_unit_has_one_deal_and_everybody_the_same_of_it(spread, tmp_path, seed):
    found = sales_under_faults.run(spread[0], spread[2], tmp_path, seed)
    assert {what: ones for what, ones in found.items() if ones} == {}


@pytest.fixture(scope="module")
def requested(spread):
    """A change that was asked for, and the answer that said so."""
    change = RoomChange(spread[0])
    change.choose_units("A07")
    return change.house.as_("leasing.clerk").ask("POST", "/unit-changes", change.asked_for())


@pytest.mark.rule("PROP-2", "GATE-1")
def test_a_room_change_that_one_process_began_goes_all_the_way_and_a_plain_nameko_handler_hears_of_it(spread):
    _, amqp, _, change = spread
    with program("-W", "ignore", "-c", textwrap.dedent(FAN), amqp) as fan:
        fan.wait_for("started")
        walk(change, since="repair")
        assert change.now()["procedure"]["state"] == "done"
        fan.wait_for(f"heard {change.id} property.unit_changed.v1")


@pytest.mark.parametrize("service", SERVICES)
class TestEachProcess:
    def test_it_says_whether_it_can_serve(self, spread, service):
        house: SpreadHouse = spread[0]
        answer = fetch(f"{house.services[service].base}/health/ready")
        assert answer.body == {"status": "ready", "checks": {f"{service} database": True, "services": True}}
        assert fetch(f"{house.services[service].base}/health/live").status == 200

    def test_its_figures_are_named_as_prometheus_would_have_them(self, spread, requested, service):
        page = fetch(f"{spread[0].services[service].base}/metrics").body.decode()
        assert promtool("check", "metrics", told=page) == ""

    def test_it_tells_its_own_figures(self, spread, service):
        figures = fetch(f"{spread[0].services[service].base}/metrics").body.decode()
        assert f'atrium_events_waiting{{box="outbox",service="{service}"}}' in figures
        assert f'atrium_events_received_total{{service="{service}"}}' in figures

    @pytest.mark.rule("GATE-1")
    def test_nobody_gets_past_the_gateway_there(self, spread, service):
        base = spread[0].services[service].base
        assert fetch(f"{base}/api/v1/units").status == 404
        assert fetch(f"{base}/health/live", method="POST").status == 405


@pytest.mark.usefixtures("pg_dump")
class TestBackUp:
    """A change is under way, its work order lies with the broker, and people go on working while the house is kept."""

    ITEMS = tuple((kind, f"{number}-b") for kind, number in ITEMS)

    @pytest.fixture
    def change(self, spread):
        house, _, settings, _ = spread
        for username in ("engineering.supervisor", *(f"{department}.clerk" for department in DEPARTMENTS)):
            house.as_(username)
        change = RoomChange(house, items=self.ITEMS)
        change.choose_units("A06")
        change.issue_items()
        change.request()
        house.services["engineering"].stop()
        change.inspect_with_a_fault()
        wait_for(lambda: not any(outbox.depth(look.session)[0] for look in looks(settings)), seconds=60)
        yield change
        folder = house.services["engineering"].log.parent
        house.services["engineering"] = started(folder, ("run", "engineering"), settings)
        wait_for(house.services["engineering"].is_ready)

    def test_it_is_brought_back_elsewhere_and_the_change_goes_all_the_way_there(
        self, spread, change, servers, tmp_path
    ):
        kept, told = str(tmp_path / "kept"), []
        with at_work(change.house):
            told.append(atrium(tmp_path, "backup", kept, **spread[2]))
        with vhost(servers) as amqp, house_databases(servers) as databases:
            settings = {
                "ATRIUM_AMQP_URL": amqp,
                "ATRIUM_DATABASE_URL": databases(f"h{new_id().replace('-', '')}"),
                "ATRIUM_NOW": spread[2]["ATRIUM_NOW"],
            }
            told.append(atrium(tmp_path, "restore", kept, **settings))
            assert re.search(r"property says \d+ events again that engineering had not heard", told[1])
            with running_apart(tmp_path, **settings) as elsewhere:
                elsewhere.people = {
                    name: replace(one, base=elsewhere.base) for name, one in change.house.people.items()
                }
                walk(replace(change, house=elsewhere), since="repair")
                wait_for(lambda: not at_fault(settings), lambda: str(at_fault(settings)), seconds=60)


@contextmanager
def at_work(house):
    """Somebody hands out keys to another tenant all the while; a busy machine may ask them to come again."""
    over, other = threading.Event(), RoomChange(house)
    other.choose_units("A08")

    def hand_out():
        for number in count():
            if over.is_set():
                return
            body = {"lease_id": other.old_unit["lease_id"], "items": [{"kind": "key", "number": f"忙-{number}"}]}
            answer = house.as_("property.clerk").ask("POST", "/items", body, Idempotency_Key=new_id())
            assert answer.status in (201, 503, 504), answer

    with ThreadPoolExecutor(1) as hands:
        busy = hands.submit(hand_out)
        yield
        over.set()
        busy.result(60)


def looks(settings):
    """A look into every service's database."""
    with ExitStack() as held:
        for runtime in open_runtimes(read_settings(settings)).values():
            held.callback(runtime.database.close)
            yield held.enter_context(runtime.look())


def at_fault(settings):
    """What was said and not heard by each listener exactly once, and what was heard that nobody said."""
    said, heard = Counter(), Counter()
    known = all_services()
    for look in looks(settings):
        for event_id, kind in look.session.execute(select(outbox_table.c.event_id, outbox_table.c.type)):
            said.update((event_id, service.name) for service in known if service.hears(kind))
        done = select(inbox_table.c.event_id).where(inbox_table.c.state == inbox.State.DONE)
        heard.update((event_id, look.service) for event_id in look.session.scalars(done))
    return {"lost": list(said - heard)[:5], "unexpected": list(heard - said)[:5]} if said != heard else {}


class TestForOperators:
    def figures(self, house):
        pages = [fetch(f"{one.base}/metrics").body.decode() for one in house.services.values()]
        return {name for page in pages for name in papers.figures_of(page)}

    def test_alerts_and_dashboard_ask_only_for_figures_that_are_told(self, spread):
        asked = [rule["expr"] for rule in papers.alerts()]
        asked += [query for panel in papers.panels() for query in papers.queries(panel)]
        assert {name for query in asked for name in papers.figures_in(query)} - self.figures(spread[0]) == set()

    def test_every_figure_is_explained_to_operators_and_no_other(self, spread):
        assert papers.explained() == self.figures(spread[0])

    def test_what_is_under_way_is_told_by_department_and_step(self, spread, requested):
        page = fetch(f"{spread[0].services['property'].base}/metrics").body.decode()
        for line in (
            'atrium_cases_open{procedure="unit_change",service="property"}',
            'atrium_case_steps_open{procedure="unit_change",service="property",step="inspect"}',
            'atrium_tasks_open{department="property",procedure="unit_change",service="property"}',
            'atrium_tasks_overdue{department="property",procedure="unit_change",service="property"} 0.0',
            'atrium_regular_work_age_seconds{service="property",work="mark_what_is_overdue"}',
            'atrium_events_announced_total{event="property.unit_change_requested.v1",service="property"}',
        ):
            assert line in page

    @pytest.mark.rule("GATE-3")
    def test_one_request_is_followed_through_the_logs_of_everyone_who_acted(self, spread, requested):
        correlation_id = requested.headers["X-Correlation-Id"]
        logs = {name: one.log for name, one in spread[0].services.items()}

        def told(name):
            """What a process wrote of this request."""
            whole = logs[name].read_text("utf-8").rpartition("\n")[0]
            return {json.loads(line)["event"] for line in whole.splitlines() if correlation_id in line}

        heard = {"events were received", "an event was handled"}
        did = {"gateway": {"request"}, "property": {"a call was answered", "events were sent"}}
        did |= {"engineering": heard, "notify": heard}  # They hear that a task was opened.
        for name in did:
            wait_for(partial(lambda who: did[who] <= told(who), name), partial(lambda who: f"{who}: {told(who)}", name))
