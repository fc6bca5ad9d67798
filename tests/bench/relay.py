"""How fast events leave an outbox: rows of PostgreSQL, published to a quorum queue, confirmed and marked as sent.

The events are of 500 things in turn, as many people at work would make them.

`EventDispatcher` is nameko's own with its defaults: it publishes the same bodies from a list in memory to the same
queue, and waits for each confirm. The windowed publisher does nothing but publish them with py-amqp, up to 500
unconfirmed: no table is read and nothing is marked. After each turn the queue holds every event, or the bench fails.
"""

from collections.abc import Callable

from kit.bus import topology
from kit.bus.link import drop, open_link
from tests.bench.pair import PAIR, Teller
from tests.bench.paired import Effort, compare
from tests.bench.place import Broken, Place, Side
from tests.bench.rows import Row, times

TITLE = "Relay: outbox to quorum queue"
QUEUE = topology.inbox_of("keeper")


def run(place: Place, effort: Effort) -> list[Row]:
    broker = place.broker()
    topology.declare(broker, PAIR)
    ours = sender(place.ours("tests.bench.relaying", broker, place.database(Teller)), broker, effort.of(8000))
    dispatcher = sender(place.peer("tests.bench.peers.dispatching", broker), broker, effort.of(2000))
    windowed = sender(place.peer("tests.bench.peers.windowed", broker), broker, effort.of(20000))
    return [
        times("against nameko's `EventDispatcher`", compare(ours, dispatcher, effort), "events/s", at_least=6),
        times("against bare windowed py-amqp", compare(ours, windowed, effort), "events/s", at_least=0.5),
    ]


def sender(side: Side, broker: str, count: int) -> Callable[[], float]:
    """Sends so many events and gives their rate; the queue must have them all, and is emptied."""

    def turn() -> float:
        side.ask("prepare", count=count)
        seconds = side.ask("send")
        if (held := taken_out(broker)) != count:
            raise Broken(f"{side.name} sent {count} events and the queue held {held}")
        return float(count / seconds)

    return turn


def taken_out(broker: str) -> int:
    """How many messages the queue held, which are gone."""
    link = open_link(broker, "bench")
    try:
        return int(link.channel().queue_purge(QUEUE))
    finally:
        drop(link)
