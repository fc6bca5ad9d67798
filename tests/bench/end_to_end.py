"""What the bus carries from one service to another, each a process of its own, under sustained load and under little.

A teller commits a row and announces it, one transaction each, as fast as it can; a keeper hears it and commits a row of
its own. Events are of 500 things. The loop by hand is py-amqp and psycopg2 in threads, on the same tables with the same
promises and the same batches. FastStream has the same outbox and inbox, but keeps no order. nameko's dispatcher and
handler touch no database: what they say or hear may be lost, twice or out of order. Whoever has tables is checked at
the end: every event took effect once, and in order where that is promised.
"""

import psycopg

from kit.bus import topology
from tests.bench.pair import PAIR
from tests.bench.paired import Comparison, Effort, Estimate, compare, estimate, percentile
from tests.bench.place import Broken, Place
from tests.bench.rows import Row, times
from tests.bench.sizes import numbered

TITLE = "End to end: announced to effect committed"
COUNT = 3000
RATE = 100.0
SECONDS = 10
UNIT = "events/s"


class Line:
    """A teller and a keeper of one kind, on databases of their own where they need any."""

    def __init__(self, place: Place, program: str, *, is_ours: bool = False, remembers: bool = True) -> None:
        broker = place.broker()
        topology.declare(broker, PAIR)
        databases = [dsn(place.database(service), is_ours) for service in PAIR] if remembers else ["", ""]
        start = place.ours if is_ours else place.peer
        self.teller, self.keeper = (
            start(program, service.name, *filter(None, (broker, database)))
            for service, database in zip(PAIR, databases, strict=True)
        )
        self.notes = databases[1]
        self.told = 0

    def tell(self, count: int, rate: float = 0.0) -> tuple[float, list[float]]:
        """Tells so many times; gives the events per second and each one's seconds from announcement to effect."""
        self.teller.send("tell", first=self.told, count=count, rate=rate)
        kept = self.keeper.ask("wait", count=count)
        began = self.teller.answer()
        self.told += count
        return count / (kept["last"] - began), kept["took"]

    def check(self, keeps_order: bool = True) -> None:
        """Raises Broken unless the keeper has noted everything once, and each thing's tellings in order."""
        with psycopg.connect(self.notes.replace("+psycopg", "")) as connection:
            noted = connection.execute("SELECT thing, number FROM notes ORDER BY position").fetchall()
        noted.sort(key=lambda note: note[0] if keeps_order else note)
        wanted = sorted(numbered(which) for which in range(self.told))
        if noted != wanted:
            raise Broken(f"{self.keeper.name}: {len(noted)} notes of {len(wanted)} tellings, or not in order")


def dsn(url: str, is_ours: bool) -> str:
    return url if is_ours else url.replace("+psycopg", "")


def run(place: Place, effort: Effort) -> list[Row]:
    ours = Line(place, "tests.bench.talking", is_ours=True)
    byhand = Line(place, "tests.bench.peers.byhand")
    stream = Line(place, "tests.bench.peers.faststreaming")
    plain = Line(place, "tests.bench.peers.plain", remembers=False)

    def against(theirs: Line) -> Comparison:
        count = effort.of(COUNT)
        return compare(lambda: ours.tell(count)[0], lambda: theirs.tell(count)[0], effort)

    rows = [
        times("against py-amqp and psycopg2 by hand", against(byhand), UNIT, at_least=0.8),
        times("against FastStream with inbox and outbox", against(stream), UNIT, at_least=1.2),
        times("against nameko's dispatcher and handler", against(plain), UNIT, at_least=1.0),
        *latency(ours, "", effort, median=8, last=30),
        *latency(byhand, ", by hand", effort),
    ]
    ours.check()
    byhand.check()
    stream.check(keeps_order=False)
    return rows


def latency(
    line: Line, whose: str, effort: Effort, median: float | None = None, last: float | None = None
) -> list[Row]:
    """From announcement to effect at a steady rate; the interval is of the turns."""
    turns = [line.tell(effort.of(int(RATE * SECONDS)), RATE)[1] for _ in range(effort.pairs)]

    def row(part: float, what: str, at_most: float | None) -> Row:
        return Row(f"{what} at {RATE:.0f} a second{whose}", milliseconds(turns, part), "ms", at_most=at_most)

    return [row(0.5, "median", median), row(0.99, "99th percentile", last)]


def milliseconds(turns: list[list[float]], part: float) -> Estimate:
    return estimate([1000 * percentile(took, part) for took in turns])
