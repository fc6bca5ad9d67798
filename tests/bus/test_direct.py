"""Requests past the bus: signed, answered within their deadline, and asked only where that cannot do a thing twice."""

import math
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Response

from kit import doctor
from kit.bus import topology
from kit.bus.asking import Asking
from kit.bus.calls import call_as_json, encode
from kit.bus.direct import LARGEST, PATH, SIGNATURE, DirectDoors, DirectWay, knock, sign
from kit.bus.rpc import RpcClient, moment_in
from kit.clock import RealClock
from kit.database import Database
from kit.doors import Call, Upload
from kit.errors import TooSlow, Unavailable
from kit.runtime import Runtime
from kit.settings import Settings
from tests.bus.conftest import database
from tests.conftest import vhost
from tests.faults.house import HOUSE, IMPRESARIO, Agency, Song, make_tables, wait_until
from tests.faults.processes import house_program
from tests.faults.proxy import before
from tests.servers.server import free_port

SECRET = "a secret of the house, for its tests"
DOORS = Agency.doors


def singing(singer, **more):
    return Call("sing", IMPRESARIO, body={"singer": singer}, **more)


def rehearsing(singer, seconds, **more):
    return Call("rehearse", IMPRESARIO, body={"singer": singer, "seconds": seconds}, **more)


def sung(agency, singer):
    with agency.look() as work:
        return work.session.scalar(select(func.count()).where(Song.singer == singer))


@pytest.fixture(scope="module")
def agency(servers):
    with ExitStack() as held:
        url = held.enter_context(database(servers))
        make_tables(url, Agency)
        runtime = Runtime(Agency, Database(url), RealClock())
        held.callback(runtime.database.close)
        yield runtime


@contextmanager
def serving(app):
    """The address of a real HTTP server with this application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def address(agency):
    with serving(DirectDoors({"agency": agency}, SECRET, Response("beside"))) as address:
        yield address


def way(*addresses, secret=SECRET):
    return DirectWay({}, {"agency": addresses}, secret)


class TestKnocking:
    """What the doctor asks: nothing is done, and each fault has a sentence."""

    def test_whoever_would_do_it_is_well(self, address):
        assert doctor.of_direct_way(address, "agency", SECRET) == doctor.Finding(
            "direct way to agency", True, f"{address} answers"
        )

    @pytest.mark.parametrize(
        ("service", "secret", "fault"),
        [("agency", "another secret", "has another secret"), ("critic", SECRET, "does not run critic")],
    )
    def test_whoever_would_not_says_why(self, address, service, secret, fault):
        finding = doctor.of_direct_way(address, service, secret)
        assert (finding.well, finding.told) == (False, f"{address} {fault}")
        assert "ATRIUM_DIRECT_SECRET" in finding.advice

    def test_nobody_there_and_something_else_there(self):
        assert knock(f"http://127.0.0.1:{free_port()}", "agency", SECRET) == "does not answer"
        with serving(Response("beside")) as other:
            assert knock(other, "agency", SECRET) == "answers 200"

    def test_every_address_of_the_settings_is_tried(self, agency, address, tmp_path):
        settings = Settings(var=tmp_path, direct=(("agency", address),), direct_secret=SECRET)
        found = [finding.told for finding in doctor.examine(settings, [agency]) if "direct" in finding.what]
        assert found == [f"{address} answers"]


class TestTheWay:
    def test_a_command_is_done_and_answered(self, agency, address):
        reply = way(address).call("agency", singing("alto"), 30)
        assert (reply.status, reply.body) == (201, {"singer": "alto", "number": 1})
        assert sung(agency, "alto") == 1

    def test_files_go_there_and_back_whole(self, address):
        data = bytes(range(256)) * 4096
        call = Call("hand_in_a_score", IMPRESARIO, body={"file": Upload("score.pdf", "application/pdf", data)})
        assert way(address).call("agency", call, 30).file.data == data

    def test_a_service_of_this_process_is_asked_here(self, agency):
        here = DirectWay({"agency": agency}, {}, SECRET)
        assert (here.leads_to("agency"), here.leads_to("critic")) == (True, False)
        assert here.call("agency", singing("here"), 30).status == 201

    def test_a_process_that_is_not_there_leaves_it_to_the_next(self, address):
        nobody = f"http://127.0.0.1:{free_port()}"
        assert way(nobody, address).call("agency", singing("second"), 30).status == 201
        with pytest.raises(Unavailable):
            way(nobody).call("agency", singing("nobody"), 30)
        with pytest.raises(Unavailable):
            way("https" + nobody[4:]).call("agency", singing("nobody"), 30)

    def test_what_takes_too_long_is_given_up(self, agency, address):
        with pytest.raises(TooSlow):
            way(address).call("agency", rehearsing("slow", 2), 0.5)
        wait_until(lambda: sung(agency, "slow") == 1, "it is done all the same")

    def test_a_connection_that_breaks_leaves_the_outcome_open(self, address):
        proxy, through = before(address)
        proxy.swallow()
        with pytest.raises(TooSlow):
            way(through).call("agency", singing("hole"), 0.5)
        proxy.close()

    def test_a_request_that_waited_too_long_for_its_turn_is_not_done(self, agency):
        doors = DirectDoors({"agency": agency}, SECRET, Response("beside"), 1)
        with serving(doors) as busy:
            with doors._slots, pytest.raises(TooSlow):
                way(busy).call("agency", singing("late"), 0.5)
            assert way(busy).call("agency", singing("after"), 30).status == 201
        assert sung(agency, "late") == 0


class TestTheDoors:
    @pytest.fixture
    def doors(self, agency):
        return Client(DirectDoors({"agency": agency}, SECRET, Response("beside"), 1))

    def body(self, service="agency", seconds=30.0, singer="signed"):
        told = {"service": service, "door": "sing", "deadline": moment_in(seconds)}
        return encode(told | {"call": call_as_json(singing(singer))}).encode()

    def knock(self, doors, body, secret=SECRET):
        return doors.post(PATH, data=body, headers={SIGNATURE: sign(secret, body)}).status_code

    @pytest.mark.rule("GATE-1")
    def test_only_who_knows_the_secret_is_let_in(self, doors, agency):
        body = self.body(singer="forged")
        assert self.knock(doors, body, "another secret of thirty-two letters") == 401
        assert doors.post(PATH, data=body).status_code == 401
        assert doors.post(PATH, data=body, headers={SIGNATURE: "ü"}).status_code == 401
        changed = body.replace(b"impresario", b"director__")
        assert doors.post(PATH, data=changed, headers={SIGNATURE: sign(SECRET, body)}).status_code == 401
        assert sung(agency, "forged") == 0

    def test_a_request_is_good_until_its_deadline_and_not_after(self, doors, agency):
        assert self.knock(doors, self.body()) == 200
        assert self.knock(doors, self.body(seconds=-0.1, singer="stale")) == 504
        assert sung(agency, "stale") == 0

    def test_a_service_that_is_elsewhere_is_not_found(self, doors):
        assert self.knock(doors, self.body(service="critic")) == 404
        with serving(doors.application) as address, pytest.raises(Unavailable):
            DirectWay({}, {"critic": [address]}, SECRET).call("critic", singing("lost"), 30)

    def test_they_take_nothing_but_requests(self, doors):
        assert doors.get(PATH).status_code == 405
        assert doors.post(PATH, environ_overrides={"CONTENT_LENGTH": str(LARGEST + 1)}).status_code == 413
        assert doors.get("/health/live").text == "beside"


@pytest.fixture(scope="module")
def standing(servers, agency, address):
    """The agency's doors on the bus, in a process of its own behind a proxy; and who asks there, behind another."""
    with ExitStack() as held:
        url = held.enter_context(vhost(servers))
        topology.declare(url, HOUSE)
        (inner, inside), (outer, outside) = before(url), before(url)
        held.callback(inner.close)
        held.callback(outer.close)
        client = RpcClient(outside)
        client.start()
        held.callback(client.stop)
        at = agency.database.url.render_as_string(hide_password=False)
        served = held.enter_context(house_program(agency=at, amqp=inside))
        served.wait_for("ready")
        yield SimpleNamespace(client=client, inner=inner, outer=outer, direct=way(address))


@pytest.fixture
def asking(standing):
    """Asks the agency; tells by which ways, too."""
    ways = []

    class Noted(Asking):
        def ask(self, call, door=None):
            return super().ask("agency", call, door or DOORS[call.door])

    class Way(DirectWay):
        def call(self, *told):
            ways.append("direct")
            return super().call(*told)

    wait_until(lambda: standing.client.line.is_up, "the line is up")
    asking = Noted(standing.client, Way({}, standing.direct.addresses, SECRET))
    wait_until(lambda: answers(standing.client), "the doors are open on the bus")
    return SimpleNamespace(ask=asking.ask, asking=asking, ways=ways)


def answers(client):
    try:
        return client.call("agency", Call("list_songs", IMPRESARIO, params={"singer": "alto"})).status == 200
    except (Unavailable, TooSlow):
        return False


class TestWhichWay:
    def test_the_bus_is_the_first(self, asking):
        assert asking.ask(singing("first")).status == 201
        assert asking.ways == []

    def test_without_a_direct_way_there_is_only_the_bus(self, standing, asking):
        only = Asking(standing.client, None)
        assert only.ask("agency", singing("only"), DOORS["sing"]).status == 201
        with pytest.raises(Unavailable):
            asking.asking.direct.addresses = {}
            Asking(standing.client, asking.asking.direct).ask("ballet", singing("only"), DOORS["sing"])

    def test_with_the_broker_away_commands_go_on_whatever_they_are(self, standing, agency, asking):
        standing.outer.refuse()
        wait_until(lambda: not standing.client.line.is_up, "the cut is noticed")
        assert asking.ask(singing("away")).status == 201
        standing.outer.mend()
        assert (sung(agency, "away"), asking.ways) == (1, ["direct"])

    def test_a_service_that_the_bus_has_lost_is_asked_directly(self, standing, agency, asking):
        standing.inner.refuse()
        wait_until(lambda: not answers(standing.client), "the bus leads nowhere")
        assert asking.ask(singing("lost")).status == 201
        standing.inner.mend()
        assert (sung(agency, "lost"), asking.ways) == (1, ["direct"])

    def test_where_the_bus_is_silent_a_command_with_a_key_is_asked_again_and_done_once(self, standing, agency, asking):
        standing.inner.swallow()
        reply = asking.ask(singing("silent", idempotency_key="k1"))
        assert (reply.body["number"], asking.ways) == (1, ["direct"])
        assert asking.ask(singing("silent", idempotency_key="k2")).body["number"] == 2
        standing.inner.mend()
        wait_until(lambda: answers(standing.client), "the doors are open on the bus")
        assert asking.ask(singing("silent", idempotency_key="k1")).body["number"] == 1
        assert sung(agency, "silent") == 2

    def test_a_command_without_a_key_is_never_asked_twice(self, standing, agency, asking):
        standing.inner.swallow()
        with pytest.raises(TooSlow):
            asking.ask(singing("once"))
        standing.inner.mend()
        wait_until(lambda: answers(standing.client), "the doors are open on the bus")
        assert (sung(agency, "once") <= 1, asking.ways) == (True, [])

    def test_a_service_that_answers_others_is_busy_and_not_asked_again(self, standing, asking, monkeypatch):
        """It is silent to one caller; that others hear from it meanwhile shows that the bus carries."""
        monkeypatch.setattr(standing.client, "_answered_at", {"agency": math.inf})
        assert asking.ask(rehearsing("busy", 2, idempotency_key="k3")).status == 204
        assert asking.ways == []

    def test_in_doubt_and_without_anybody_at_the_addresses_the_bus_is_tried_again(self, standing, asking):
        standing.inner.swallow()
        assert asking.ask(singing("doubt", idempotency_key="k4")).status == 201
        standing.inner.mend()
        wait_until(lambda: answers(standing.client), "the doors are open on the bus")
        asking.asking.direct.addresses = {"agency": [f"http://127.0.0.1:{free_port()}"]}
        assert asking.ask(singing("doubt")).status == 201
        assert asking.ways == ["direct", "direct"]

    def test_a_deadline_that_passed_on_the_direct_way_is_over_on_the_bus_too(self, standing, asking):
        asking.asking.direct.addresses = {"agency": [f"http://127.0.0.1:{free_port()}"]}
        asking.asking._doubted["agency"] = time.monotonic()
        with pytest.raises(TooSlow):
            asking.ask(singing("over"), replace(DOORS["sing"], deadline=-1.0))
        assert asking.ask(singing("after")).status == 201
