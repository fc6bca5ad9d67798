"""What a write costs its caller that tells the others: announced in its transaction, or published before its commit.

The same command of the same service, asked by one caller after another. Announced, its event is an outbox row, and the
relay is at work in the same process meanwhile. Published, kombu sends it to the same quorum queue and the command waits
for the confirm; a rollback after it would have told what never was.
"""

from collections.abc import Callable

from kit.bus import topology
from tests.bench.pair import PAIR, Teller
from tests.bench.paired import Effort, compare
from tests.bench.place import Broken, Place
from tests.bench.relay import taken_out
from tests.bench.rows import Row, times

TITLE = "A write that announces"
COUNT = 1000


def run(place: Place, effort: Effort) -> list[Row]:
    broker = place.broker()
    topology.declare(broker, PAIR)
    side, count = place.ours("tests.bench.writing", broker, place.database(Teller)), effort.of(COUNT)

    def by(door: str) -> Callable[[], float]:
        def turn() -> float:
            seconds = side.ask("write", door=door, count=count)
            if (held := taken_out(broker)) != count:
                raise Broken(f"{count} writes told of {held}")
            return float(count / seconds)

        return turn

    compared = compare(by("announce"), by("publish"), effort)
    return [times("against a confirmed publish in the command", compared, "writes/s", at_least=1.5)]
