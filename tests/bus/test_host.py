"""The full system's host, in a green process of its own: whom it asks how, and what does not end it."""

import textwrap

import pytest

from kit.bus.line import Line
from kit.host.nameko import NamekoHost
from kit.host.nameko_doors import Doors
from tests.bus.test_green import run
from tests.faults.proxy import before

# A house whose agency is hosted here; `ask` calls one of its doors, or tells what came instead of an answer.
PROGRAM = """
    from kit import logs
    from kit.clock import RealClock
    from kit.database import Database
    from kit.doors import Call
    from kit.host.nameko import NamekoHost
    from kit.runtime import Runtime
    from sqlalchemy import select
    from tests.faults.house import HOUSE, IMPRESARIO, Agency, Song, wait_until
    logs.configure("CRITICAL")
    amqp, database = sys.argv[1:]
    agency = Runtime(Agency, Database(database), RealClock())
    def a_host(**options):
        host = NamekoHost([agency], amqp, known=HOUSE, workers=1, **options)
        host.start()
        return host
    def ask(host, door, service="agency", **more):
        try:
            return host.call(service, Call(door, IMPRESARIO, **more)).status
        except Exception as error:
            return type(error).__name__
    SONG, LONG = {"singer": "alto"}, {"singer": "alto", "seconds": 60}
"""


@pytest.fixture
def told(house):
    """What a program printed that began as the one above, on the test's own broker and database."""
    database = house.agency.database.url.render_as_string(hide_password=False)

    def told(rest, amqp=house.url):
        return run(textwrap.dedent(PROGRAM) + textwrap.dedent(rest), amqp, database)

    return told


class TestAsking:
    def test_each_service_is_asked_at_its_own_doors(self, told):
        rest = """
            host = a_host()
            wait_until(host.is_ready, "the broker is reached")
            known = [ask(host, "sing", body=SONG), ask(host, "dance"), ask(host, "sing", "critic")]
            print([*known, ask(host, "dance", "ballet")])
            host.stop()
        """
        assert told(rest) == "[201, 'NotFound', 'NotFound', 'Unavailable']"

    def test_a_service_here_may_be_asked_without_the_bus(self, told):
        rest = """
            host = a_host(directly=["agency", "critic"])
            wait_until(host.is_ready, "the broker is reached")
            host.client.call = lambda *_: 1 / 0
            print([ask(host, "sing", body=SONG), ask(host, "operations_depths", "critic")])
            del host.client.call
            host.stop()
        """
        assert told(rest) == "[201, 'ZeroDivisionError']"

    def test_without_the_broker_it_serves_on_where_there_is_a_direct_way(self, told):
        proxy, url = before("amqp://127.0.0.1:1//")
        rest = """
            from kit.bus.direct import DirectWay
            host = a_host(direct=DirectWay({"agency": agency}, {}, "secret"))
            print([host.is_ready(), host.broker_is_up(), ask(host, "sing", body=SONG), ask(host, "dance")])
            without = a_host()
            print([without.is_ready(), ask(without, "sing", body=SONG)])
            for one in (host, without):
                one.stop()
        """
        assert told(rest, url) == "[True, False, 201, 'NotFound']\n[False, 'Unavailable']"
        proxy.close()


class TestDoors:
    def test_whatever_ends_their_container_or_their_consumer_they_are_opened_anew(self, told):
        rest = """
            from kit.host.nameko_doors import SturdyQueueConsumer
            host = a_host()
            (doors,) = host.doors
            wait_until(host.is_ready, "the broker is reached")
            first = doors.container
            first.spawn_managed_thread(lambda: 1 / 0)
            wait_until(lambda: doors.container is not first and host.is_ready(), "the doors are open again")
            answers = [ask(host, "sing", body=SONG)]
            (consumer,) = (part for part in doors.container.extensions if isinstance(part, SturdyQueueConsumer))
            def fail():
                del consumer.on_iteration
                raise AttributeError("'NoneType' object has no attribute 'drain_events'")
            consumer.on_iteration = fail
            wait_until(lambda: "on_iteration" not in vars(consumer), "the consumer fails")
            wait_until(lambda: ask(host, "sing", body=SONG) == 201, "it consumes again")
            host.stop()
            print(answers)
        """
        assert told(rest) == "[201]"

    def test_an_ack_that_finds_its_socket_dead_closes_no_door_and_costs_no_worker(self, told):
        rest = """
            import socket
            from kit.host.nameko_doors import SturdyQueueConsumer
            host = a_host(requests=1)
            wait_until(host.is_ready, "the broker is reached")
            container = host.doors[0].container
            (consumer,) = (part for part in container.extensions if isinstance(part, SturdyQueueConsumer))
            died = []
            def ack_message(message):
                del consumer.ack_message
                message.channel.connection.sock.shutdown(socket.SHUT_WR)
                died.append(consumer.ack_message(message))
                return died[0]
            consumer.ack_message = ack_message
            ask(host, "sing", body=SONG | {"singer": "bass"})
            wait_until(lambda: ask(host, "sing", body=SONG) == 201, "the only worker is free")
            print(died, host.doors[0].container is container)
            host.stop()
        """
        assert told(rest) == "[False] True"

    def test_a_cut_loses_what_waits_for_a_worker_and_not_the_answer_to_what_is_being_done(self, told):
        rest = """
            from tests.faults.proxy import before
            proxy, amqp = before(amqp)
            host = a_host(requests=1)
            wait_until(host.is_ready, "the broker is reached")
            container, answers = host.doors[0].container, {}
            def note(door, **more):
                answers[door] = ask(host, door, **more)
            first = threading.Thread(target=note, args=("rehearse",), kwargs={"body": SONG | {"seconds": 2}})
            first.start()
            wait_until(lambda: container._worker_threads, "the rehearsal has begun")
            waiting = len(container._managed_threads)
            second = threading.Thread(target=note, args=("sing",), kwargs={"body": SONG | {"singer": "bass"}})
            second.start()
            wait_until(lambda: len(container._managed_threads) > waiting, "the song waits for the only worker")
            proxy.cut()
            first.join()
            second.join()
            with agency.look() as work:
                print(answers, [song.singer for song in work.session.scalars(select(Song))])
            wait_until(lambda: ask(host, "sing", body=SONG) == 201, "the only worker is free again")
            host.stop()
        """
        assert told(rest) == "{'rehearse': 204, 'sing': 'TooSlow'} ['alto']"

    def test_a_request_that_comes_while_their_container_ends_is_answered_with_an_error(self, told):
        rest = """
            host = a_host()
            wait_until(host.is_ready, "the broker is reached")
            host.doors[0].container._being_killed = True
            print(ask(host, "sing", body=SONG))
            host.doors[0].container._being_killed = False
            host.stop()
        """
        assert told(rest) == "Problem"

    def test_those_that_never_opened_are_closed_at_once(self, house):
        doors = Doors(house.agency, house.url, Line(house.url, "never started"), house.stop, workers=1)
        doors.close(0)
        assert not doors.is_open


class TestStopping:
    def test_work_that_takes_too_long_is_abandoned(self, told):
        rest = """
            host = a_host()
            wait_until(host.is_ready, "the broker is reached")
            asking = threading.Thread(target=ask, args=(host, "rehearse"), kwargs={"body": LONG}, daemon=True)
            asking.start()
            (doors,) = host.doors
            wait_until(lambda: doors.container._worker_threads, "the rehearsal has begun")
            began = time.monotonic()
            host.stop(1.0)
            print(time.monotonic() - began < 10)
        """
        assert told(rest) == "True"

    def test_a_broker_that_was_never_reached_does_not_hold_it_up(self, told, house):
        proxy, url = before(house.url)
        proxy.refuse()
        rest = """
            from structlog.testing import capture_logs
            with capture_logs() as lines:
                host = a_host()
                wait_until(lambda: len([line for line in lines if "broker" in line["event"]]) > 1, "it was refused")
                began = time.monotonic()
                host.stop(5.0)
                print(host.is_ready(), time.monotonic() - began < 10)
        """
        assert told(rest, url) == "False True"
        assert proxy.refused > 1
        proxy.close()


def test_a_process_that_is_not_green_cannot_host(amqp_url):
    with pytest.raises(RuntimeError, match=r"green\.patch\(\) comes first"):
        NamekoHost([], amqp_url)
