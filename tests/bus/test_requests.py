"""Requests over the bus: answered, refused or given up in time, and never done after their caller has gone."""

import json
import textwrap
import threading
import time
from contextlib import ExitStack, suppress
from types import SimpleNamespace

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select, text

from kit.bus import topology
from kit.bus.calls import call_as_json
from kit.bus.link import message
from kit.bus.rpc import EXCHANGE, RpcClient
from kit.caller import Caller
from kit.clock import RealClock
from kit.database import Database
from kit.doors import Call, Upload
from kit.errors import NotFound, Problem, TooSlow, Unavailable
from kit.runtime import Runtime
from tests.bus.conftest import database, depth
from tests.conftest import vhost
from tests.faults.house import HOUSE, IMPRESARIO, Agency, Song, make_tables, wait_until, waits_for_a_lock
from tests.faults.processes import house_program, program
from tests.faults.proxy import before


def url_of(runtime):
    return runtime.database.url.render_as_string(hide_password=False)


def singing(singer, **more):
    return Call("sing", IMPRESARIO, body={"singer": singer}, **more)


def rehearsing(seconds, singer="alto"):
    return Call("rehearse", IMPRESARIO, body={"singer": singer, "seconds": seconds})


@pytest.fixture(scope="module")
def standing(servers):
    """A house for all tests of this module, the agency's doors served by a process of their own."""
    with ExitStack() as held:
        url = held.enter_context(vhost(servers))
        topology.declare(url, HOUSE)
        agency = Runtime(Agency, Database(held.enter_context(database(servers))), RealClock())
        held.callback(agency.database.close)
        make_tables(url_of(agency), Agency)
        client = RpcClient(url)
        client.start()
        held.callback(client.stop)
        served = held.enter_context(house_program(agency=url_of(agency), amqp=url))
        served.wait_for("ready")
        yield SimpleNamespace(url=url, agency=agency, client=client, served=served)


@pytest.fixture
def client(standing):
    return standing.client


@pytest.fixture
def quiet(house):
    """A client in a house where nobody serves."""
    client = RpcClient(house.url)
    client.start()
    yield client
    client.stop()


@pytest.fixture
def proxied(standing):
    """A client behind a proxy."""
    proxy, url = before(standing.url)
    client = RpcClient(url)
    client.start()
    yield proxy, client
    client.stop()
    proxy.close()


def sung(agency, singer):
    with agency.look() as work:
        return work.session.scalar(select(func.count()).where(Song.singer == singer))


class TestAnswers:
    def test_a_command_is_done_and_answered(self, standing, client):
        reply = client.call("agency", singing("alto"))
        assert (reply.status, reply.body) == (201, {"singer": "alto", "number": 1})
        assert sung(standing.agency, "alto") == 1

    def test_a_refusal_is_an_answer_in_the_callers_language(self, client):
        nobody = Caller(id="n", username="n", name="", language="en")
        reply = client.call("agency", Call("sing", nobody, body={"singer": "alto"}))
        assert (reply.status, reply.body["title"]) == (403, "Your role may not do this.")

    def test_many_callers_get_their_own_answers(self, client):
        answers = {}

        def ask(singer):
            answers[singer] = client.call("agency", singing(singer), 20).body["singer"]

        singers = [f"singer {number}" for number in range(40)]
        threads = [threading.Thread(target=ask, args=(singer,)) for singer in singers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == {singer: singer for singer in singers}

    def test_files_go_there_and_back_whole(self, client):
        data = bytes(range(256)) * 4096
        call = Call("hand_in_a_score", IMPRESARIO, body={"file": Upload("score.pdf", "application/pdf", data)})
        reply = client.call("agency", call, deadline=20)
        assert (reply.file.name, reply.file.data == data) == ("score.pdf", True)

    def test_an_unknown_door_is_not_found(self, client):
        with pytest.raises(NotFound):
            client.call("agency", Call("dance", IMPRESARIO))

    @pytest.mark.parametrize("told", [{}, {"args": [], "kwargs": {}}, {"args": [1], "kwargs": {}}, {"kwargs": 7}, []])
    def test_a_request_that_is_none_is_answered_with_an_error(self, standing, told):
        client = RpcClient(standing.url)
        client.start()
        client._request = lambda call, correlation_id, deadline: message(
            json.dumps(told),
            content_type="application/json",
            reply_to=client.replies,
            correlation_id=correlation_id,
        )
        with pytest.raises(Problem) as raised:
            client.call("agency", singing("alto"))
        assert raised.value.status == 500
        client.stop()

    def test_who_wants_no_answer_gets_none_and_is_heard(self, standing, client):
        told = message(
            json.dumps({"args": [], "kwargs": call_as_json(singing("quietly"))}), content_type="application/json"
        )
        client.line.publish(told, EXCHANGE, "agency.sing")
        wait_until(lambda: sung(standing.agency, "quietly"), "it is done")
        assert client.call("agency", singing("quietly")).body["number"] == 2

    def test_what_a_dictionary_looks_like_does_not_matter(self, client):
        body = {"singer": {"__type__": "uuid", "__value__": "x"}}
        assert client.call("agency", Call("sing", IMPRESARIO, body=body)).status == 422


class TestDeadlines:
    def test_a_service_that_is_not_there_is_unavailable_at_once(self, client):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            client.call("ballet", Call("dance", IMPRESARIO), deadline=60)
        assert time.monotonic() - began < 30

    def test_a_service_that_has_gone_is_unavailable_at_once(self, house, quiet):
        with house_program(agency=url_of(house.agency), amqp=house.url) as served:
            served.wait_for("ready")
            assert quiet.call("agency", singing("alto")).status == 201
            served.process.stdin.close()
            assert served.ended() == 0
        began = time.monotonic()
        with pytest.raises(Unavailable):
            quiet.call("agency", singing("alto"), deadline=60)
        assert time.monotonic() - began < 30

    def test_a_service_that_is_slow_is_given_up_at_the_deadline(self, client):
        began = time.monotonic()
        with pytest.raises(TooSlow):
            client.call("agency", rehearsing(6, "slow"), deadline=1)
        assert 0.9 < time.monotonic() - began < 5

    def test_its_time_is_told_by_how_it_ended(self, client, quiet):
        def told(outcome):
            labels = {"service": "agency", "outcome": outcome}
            return REGISTRY.get_sample_value("atrium_request_seconds_count", labels) or 0

        before = [told(outcome) for outcome in ("answered", "unavailable", "timeout")]
        client.call("agency", singing("alto"))
        with pytest.raises(Unavailable):
            quiet.call("agency", singing("alto"))
        with pytest.raises(TooSlow):
            client.call("agency", rehearsing(2, "slow"), deadline=0.1)
        assert [told(outcome) for outcome in ("answered", "unavailable", "timeout")] == [one + 1 for one in before]

    def test_a_request_whose_caller_has_given_up_is_never_done(self, standing, client, monkeypatch):
        """Rehearsals occupy every worker; the song behind them comes to its turn too late."""
        published, publish = [], client.line.publish
        monkeypatch.setattr(client.line, "publish", lambda *told, **how: published.append(publish(*told, **how)))
        busy = [
            threading.Thread(target=client.call, args=("agency", rehearsing(4, f"busy {number}"), 30))
            for number in range(12)
        ]
        for thread in busy:
            thread.start()
        wait_until(lambda: len(published) == 12, "all are on their way")
        with pytest.raises(TooSlow):
            client.call("agency", singing("late"), deadline=1)
        for thread in busy:
            thread.join()
        assert client.call("agency", singing("after")).status == 201
        assert (sung(standing.agency, "busy 11"), sung(standing.agency, "late")) == (1, 0)

    def test_a_request_waiting_in_the_queue_expires_with_its_deadline(self, quiet, channel):
        channel.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
        channel.queue_declare("rpc-agency", durable=True, auto_delete=False)
        channel.queue_bind("rpc-agency", "nameko-rpc", "agency.*")
        with pytest.raises(TooSlow):
            quiet.call("agency", singing("alto"), deadline=0.5)
        wait_until(lambda: depth(channel, "rpc-agency") == 0, "it has expired")


class TestTrouble:
    def test_a_broker_that_is_away_is_unavailable_and_found_again(self, proxied):
        proxy, client = proxied
        assert client.call("agency", singing("bass")).status == 201
        proxy.refuse()
        wait_until(lambda: not client.line.is_up, "the cut is noticed")
        with pytest.raises(Unavailable):
            client.call("agency", singing("bass"))
        proxy.mend()
        wait_until(lambda: client.line.is_up, "the line is mended")
        assert client.call("agency", singing("bass")).status == 201

    def test_a_short_cut_is_only_a_delay(self, proxied):
        proxy, client = proxied
        for _ in range(3):
            assert client.call("agency", singing("tenor")).status == 201
            proxy.cut()
            wait_until(lambda: not client.line.is_up, "the cut is noticed")

    def test_an_answer_that_comes_after_a_cut_is_still_heard(self, proxied):
        proxy, client = proxied
        answers = []
        asking = threading.Thread(target=lambda: answers.append(client.call("agency", rehearsing(2, "cut"), 20)))
        asking.start()
        wait_until(lambda: client._waiting and client.line.is_up, "it is asked")
        threading.Event().wait(0.5)
        proxy.cut()
        asking.join()
        assert answers[0].status == 204

    def test_a_broker_that_swallows_everything_costs_no_more_than_the_deadline(self, proxied):
        proxy, client = proxied
        assert client.call("agency", singing("hole")).status == 201
        proxy.swallow()
        with pytest.raises(TooSlow):
            client.call("agency", singing("hole"), deadline=1)

    def test_word_that_nobody_was_there_may_come_when_nobody_waits_for_it(self, proxied):
        proxy, client = proxied
        assert client.call("agency", singing("late word")).status == 201
        proxy.swallow()
        with pytest.raises(TooSlow):
            client.call("ballet", Call("dance", IMPRESARIO), deadline=0.3)
        proxy.mend()
        assert client.call("agency", singing("late word")).status == 201

    def test_an_answer_may_come_when_nobody_waits_for_it(self, standing, client):
        with pytest.raises(TooSlow):
            client.call("agency", rehearsing(0.6, "late answer"), deadline=0.3)
        wait_until(lambda: sung(standing.agency, "late answer"), "it is done all the same")
        assert client.call("agency", singing("late answer")).body["number"] == 2

    def test_an_answer_that_cannot_be_sent_is_given_up_and_the_doors_serve_on(self, house, quiet):
        proxy, url = before(house.url)
        with house_program(agency=url_of(house.agency), amqp=url) as served:
            served.wait_for("ready")
            with house.agency.work() as work:
                work.session.execute(text("LOCK TABLE songs IN EXCLUSIVE MODE"))
                asking = threading.Thread(target=ask_in_vain, args=(quiet, singing("alto")))
                asking.start()
                wait_until(lambda: waits_for_a_lock(house.agency), "the request is being done")
                proxy.refuse()
            wait_until(lambda: any("could not be sent" in line for line in served.complaints), "it is given up")
            assert sung(house.agency, "alto") == 1
            asking.join()
            proxy.mend()
            wait_until(lambda: answers(quiet), "the doors are open again")
        proxy.close()

    def test_doors_outlive_cuts_while_they_are_at_work_and_do_nothing_twice(self, house, quiet):
        proxy, url = before(house.url)
        with house_program(agency=url_of(house.agency), amqp=url) as served:
            served.wait_for("ready")
            for turn in range(3):
                threading.Timer(1.0, proxy.cut).start()
                with suppress(TooSlow, Unavailable):
                    quiet.call("agency", rehearsing(2, f"turn {turn}"), deadline=4)
                wait_until(lambda: answers(quiet), "the doors are open again")
                assert sung(house.agency, f"turn {turn}") == 1
            assert served.process.poll() is None
        proxy.close()


def ask_in_vain(client, call):
    with pytest.raises(TooSlow):
        client.call("agency", call, deadline=5)


def answers(client):
    try:
        return client.call("agency", Call("list_songs", IMPRESARIO, params={"singer": "alto"})).status == 200
    except (Unavailable, TooSlow):
        return False


NAMEKO_CLIENT = """
    import json, sys
    import eventlet
    eventlet.monkey_patch()
    from nameko.standalone.rpc import ClusterRpcProxy
    with ClusterRpcProxy({"AMQP_URI": sys.argv[1]}, timeout=10) as house:
        caller = {"id": "p", "username": "plain", "name": "Plain", "permissions": ["sing", "listen"]}
        print(json.dumps(house.agency.sing(caller=caller, body={"singer": "guest"})), flush=True)
        try:
            house.agency.dance(caller=caller)
        except Exception as error:
            print(type(error).__name__, flush=True)
"""


def test_a_plain_nameko_client_may_call_the_doors_too(standing):
    with program("-W", "ignore", "-c", textwrap.dedent(NAMEKO_CLIENT), standing.url) as plain:
        told = json.loads(plain.wait_for("status"))
        assert (told["status"], told["body"]["number"]) == (201, 1)
        plain.wait_for("MethodNotFound")
