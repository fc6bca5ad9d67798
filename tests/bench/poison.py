"""How long an event waits from the inbox to its effect when one in a hundred is poison, against when none is.

Events of many things come into the inbox of one service at a hundred a second, and four workers handle them. Half of
the poison cannot be read and is parked at once; the listener fails at the other half, again and again.
"""

import threading
import time
from collections.abc import Callable

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.bus import inbox
from kit.bus.worker import Worker
from kit.clock import RealClock
from kit.columns import BigKey, metadata
from kit.database import Database
from kit.events import Envelope
from kit.ids import new_id
from kit.runtime import Runtime
from kit.service import Service, on
from kit.signal import EVERYBODY
from tests.bench.pair import Told
from tests.bench.paired import Effort, compare, percentile
from tests.bench.place import Place
from tests.bench.rows import Row, times
from tests.journeys.running import wait_for

TITLE = "Poison: one event in a hundred"
RATE, SECONDS, WORKERS = 100, 10, 4
FAILS = "fails"


class Base(DeclarativeBase):
    metadata = metadata()


class Effect(Base):
    __tablename__ = "effects"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    thing: Mapped[str] = mapped_column(String(32))


class Taster(Service):
    """Notes what it hears, and when; what is told as failing it fails at."""

    name = "taster"
    zh = "品尝者"
    metadata = Base.metadata

    def __init__(self) -> None:
        self.effects: dict[int, float] = {}

    @on(Told)
    def taste(self, work, event):
        if event.text == FAILS:
            raise ArithmeticError("a listener at its wits' end")
        work.session.add(Effect(thing=event.thing))
        work.after_commit.append(lambda: self.effects.__setitem__(event.number, time.perf_counter()))


def run(place: Place, effort: Effort) -> list[Row]:
    sides = []
    for every in (100, 0):
        database = Database(place.database(Taster))
        place.callback(database.close)
        sides.append(line(place, Runtime(Taster, database, RealClock()), every, effort.of(RATE * SECONDS)))
    with_poison, without = sides
    found = compare(with_poison, without, effort)
    return [times("99th percentile with poison against without", found, "ms", at_most=1.3)]


def line(place: Place, runtime: Runtime, every: int, count: int) -> Callable[[], float]:
    """A turn: so many events, each `every`th poison; gives the 99th percentile of the sound ones, in milliseconds."""
    stop = threading.Event()
    workers = [threading.Thread(target=Worker(runtime, stop).run, daemon=True) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()

    def end() -> None:
        stop.set()
        runtime.heard.set(EVERYBODY)
        for worker in workers:
            worker.join(20)

    place.callback(end)

    def turn() -> float:
        effects = runtime.service.effects  # type: ignore[attr-defined]
        effects.clear()
        stored: dict[int, float] = {}
        began = time.monotonic()
        for number in range(count):
            time.sleep(max(began + number / RATE - time.monotonic(), 0))
            is_poison = bool(every) and number % every == every - 1
            with runtime.work() as work:
                inbox.store(work.session, [body(work.now, number, is_poison)], work.now)
            if not is_poison:
                stored[number] = time.perf_counter()
            runtime.heard.set()
        wait_for(lambda: stored.keys() <= effects.keys(), lambda: "not every event took effect")
        return 1000 * percentile([effects[number] - at for number, at in stored.items()], 0.99)

    return turn


def body(now, number: int, is_poison: bool) -> str:
    """An event as it comes in; of the poison, what is even cannot be read."""
    if is_poison and number // 100 % 2 == 0:
        return '{"told": "by somebody else"}'
    thing = f"poison {new_id()}" if is_poison else f"thing {number % 500}"
    told = Told(thing, number, 0.0, FAILS if is_poison else "sound")
    envelope = Envelope.around(
        told,
        "teller",
        id=new_id(),
        time=now,
        sequence=number + 1,
        correlation_id=new_id(),
        causation_id=None,
        actor="somebody",
        estate=None,
    )
    return envelope.to_json()
