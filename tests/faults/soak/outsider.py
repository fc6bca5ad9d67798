"""An outsider on the bus: now and then a poisoned event, one that was said already, some of those in another order."""

import json
import random
import threading

import psycopg
from amqp.exceptions import MessageNacked

from kit.bus.link import BROKEN, abandon, message, open_link
from kit.bus.topology import inbox_of
from kit.events import CONTENT_TYPE
from kit.ids import new_id
from tests.faults.soak.history import History
from tests.journeys.spread import SERVICES

POISON = "poison"
_NEXT = (
    "SELECT position, type, body FROM outbox WHERE position > %s AND sent_at IS NOT NULL ORDER BY position LIMIT 500"
)


class Outsider:
    """Follows what services say. `share` of it is followed by a poisoned event, four times as much is said again."""

    def __init__(self, amqp: str, dsn_of, history: History, rng: random.Random, share: float) -> None:
        self.amqp, self.dsn_of, self.history, self.rng, self.share = amqp, dsn_of, history, rng, share
        self.confirmed: list[tuple[str, str]] = []
        self.perhaps: list[tuple[str, str]] = []
        self._seen = dict.fromkeys(SERVICES, 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(30)

    def _run(self) -> None:
        while not self._stop.wait(0.5):
            link = None
            try:
                link = open_link(self.amqp, "outsider")
                again, poison = link.channel(), link.channel()
                for service in SERVICES:
                    self._meddle(again, poison, service)
            except (*BROKEN, MessageNacked, psycopg.Error):
                continue  # Servers are away now and then; it comes back.
            finally:
                abandon(link)

    def _meddle(self, unconfirmed, confirming, service: str) -> None:
        """Reads what is new in the service's outbox, and publishes what does not belong on the bus.

        Poison has a channel to itself: py-amqp takes whichever confirm comes next for that of the message just sent.
        """
        with psycopg.connect(self.dsn_of(service)) as connection:
            said = connection.execute(_NEXT, (self._seen[service],)).fetchall()
        again = [row for row in said if self.rng.random() < 4 * self.share]
        poisons = [row for row in said if self.rng.random() < self.share]
        self._seen[service] = max([self._seen[service], *(row[0] for row in said)])
        self.rng.shuffle(again)
        for _, kind, body in again:
            exchange, routing_key = f"{service}.events", kind.partition(".")[2].rpartition(".v")[0]
            unconfirmed.basic_publish(message(body, content_type=CONTENT_TYPE), exchange, routing_key)
            self.history.fault("duplicated and shuffled", type=kind)
        for _, _, body in poisons:
            self._poison(confirming, body)

    def _poison(self, channel, body: str) -> None:
        """Straight into somebody's inbox, in one of three kinds; each bears a mark by which it is known again."""
        listener, mark = self.rng.choice(SERVICES), f"{POISON}-{new_id()}"
        kind, poisoned = self.rng.choice([("undecodable", _undecodable), ("unknown", _unknown), ("misfit", _misfit)])
        self.perhaps.append((listener, mark))
        self.history.fault(f"poison, {kind}", listener=listener, mark=mark)
        told = message(poisoned(body, mark), content_type=CONTENT_TYPE)
        channel.basic_publish_confirm(told, "", inbox_of(listener), confirm_timeout=10)
        self.confirmed.append(self.perhaps.pop())


def _undecodable(_body: str, mark: str) -> bytes:
    return b"\x00" + mark.encode()


def _unknown(body: str, mark: str) -> str:
    """A well-formed event that the listener does not know."""
    return json.dumps(json.loads(body) | {"id": new_id(), "subject": mark, "type": "property.moon_landed.v1"})


def _misfit(body: str, mark: str) -> str:
    """A well-formed event of a known kind, with data that it cannot have."""
    told = json.loads(body)
    return json.dumps(told | {"id": new_id(), "subject": mark, "data": {"moon": mark}})
