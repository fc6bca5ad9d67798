"""The little house on RabbitMQ and PostgreSQL, its loops run by hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from kit.bus import topology
from kit.bus.amqp import AmqpCarrier
from kit.bus.link import drain, drop, message, open_link
from kit.bus.listen import Ear
from kit.bus.receiver import Receiver
from kit.bus.relay import Relay
from kit.bus.worker import Worker
from kit.clock import RealClock
from kit.events import CONTENT_TYPE
from kit.ids import new_id
from kit.signal import EVERYBODY
from tests.conftest import address
from tests.faults.house import HOUSE, Agency, Critic, wait_until


@contextmanager
def database(servers) -> Iterator[str]:
    """The URL of a new empty database, for as long as the block lasts."""
    server = make_url(address(servers, "postgres"))
    dsn = server.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"t{new_id().replace('-', '')}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def clock():
    return RealClock()


@pytest.fixture
def engine():
    """Where RabbitMQ carries, PostgreSQL remembers."""
    return "postgresql"


class House:
    """Agency and critic; `run` starts loops in threads, which end with the test."""

    def __init__(self, runtime_of, url: str) -> None:
        self.url = url
        self.agency, self.critic = runtime_of(Agency), runtime_of(Critic)
        self.stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def relay(self, runtime, url=None, sweep=0.2):
        return Relay(runtime, AmqpCarrier(url or self.url, deadline=2.0), self.stop, sweep)

    def receiver(self, runtime, url=None):
        return Receiver(runtime, url or self.url, self.stop)

    def worker(self, runtime, **options):
        return Worker(runtime, self.stop, **options)

    def run(self, *loops):
        for loop in loops:
            self._threads.append(threading.Thread(target=loop.run, daemon=True))
            self._threads[-1].start()

    def run_everything(self, sweep=0.2):
        for runtime in (self.agency, self.critic):
            self.run(self.relay(runtime, sweep=sweep), self.receiver(runtime), self.worker(runtime))
            self.run(Ear(runtime, self.stop))

    def close(self):
        self.stop.set()
        for runtime in (self.agency, self.critic):
            runtime.said.set(EVERYBODY)
            runtime.heard.set(EVERYBODY)
        for thread in self._threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in self._threads)


@pytest.fixture
def house(runtime_of, amqp_url) -> Iterator[House]:
    topology.declare(amqp_url, HOUSE)
    house = House(runtime_of, amqp_url)
    yield house
    house.close()


@pytest.fixture
def channel(amqp_url):
    """A channel of an outsider's own."""
    link = open_link(amqp_url, "outsider")
    yield link.channel()
    drop(link)


def publish(channel, body, exchange="agency.events", routing_key="song_sung", **properties):
    channel.basic_publish(message(body, content_type=CONTENT_TYPE, **properties), exchange, routing_key)


def take(channel, queue, count=1):
    """The next messages of a queue, acked."""
    link, got = channel.connection, []
    reader = link.channel()
    reader.basic_qos(0, count, False)
    reader.basic_consume(queue, callback=got.append)
    wait_until(lambda: drain(link, 0.1) is None or len(got) >= count, f"{count} messages in {queue}")
    reader.basic_ack(got[count - 1].delivery_tag, multiple=True)
    reader.close()
    return got[:count]


def depth(channel, queue) -> int:
    return channel.queue_declare(queue, passive=True).message_count
