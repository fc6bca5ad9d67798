"""How soon a unit's new state is on every board that is open (SALE-1): from the click to the last of twenty.

Sales control and the gateway as they are, a process each, on RabbitMQ and PostgreSQL, with the demo estate. A unit is
put on the board and taken off it again; twenty pages of four people have the live stream open. The time begins with
the request, so sales control's own commit and its answer are in it, and ends when the last stream tells of the state.
"""

import json
import threading
import time
import urllib.request
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory

from kit.ids import new_id
from tests.bench.end_to_end import milliseconds
from tests.bench.house import NOW, at_work
from tests.bench.paired import Effort
from tests.bench.place import Place
from tests.bench.rows import Row
from tests.journeys.running import Person, RunningHouse
from tests.journeys.spread import started

TITLE = "Open boards: from the click to the last of twenty"
PAGES, TURNS = 20, 10
WATCHERS = ("sales_control.clerk", "sales_control.manager", "leasing.clerk", "leasing.manager")
CLERK = "sales_control.manager"
Told = Queue[tuple[float, str, str]]


def run(place: Place, effort: Effort) -> list[Row]:
    house = a_house(place)
    told: Told = Queue()
    open_boards = [threading.Event() for _ in range(PAGES)]
    for page, is_open in enumerate(open_boards):
        who = house.as_(WATCHERS[page % len(WATCHERS)])
        threading.Thread(target=watch, args=(who, told, is_open), daemon=True).start()
    for is_open in open_boards:
        assert is_open.wait(60)
    clerk = house.as_(CLERK)
    unit = clerk.get("/board?state=available&limit=1")["items"][0]["unit_id"]
    turns = [[flip(clerk, unit, told) for _ in range(2 * TURNS)] for _ in range(effort.pairs)]
    return [
        Row("the last of them knows, median", milliseconds(turns, 0.5), "ms", at_most=1000),
        Row("the last of them knows, 95th percentile", milliseconds(turns, 0.95), "ms", at_most=1000),
    ]


def a_house(place: Place) -> RunningHouse:
    settings = {"ATRIUM_AMQP_URL": place.broker(), "ATRIUM_NOW": NOW}
    settings |= {"ATRIUM_DATABASE_URL": place.house(f"b{new_id().replace('-', '')}")}
    folder = Path(place.enter_context(TemporaryDirectory()))
    demo = started(folder, ("demo",), settings)
    assert demo.process.wait(900) == 0, demo.log.read_text()[-3000:]
    bases = {name: at_work(place, name, settings) for name in ("contracts", "gateway")}
    return RunningHouse(bases["gateway"], demo.process, demo.log)


def watch(who: Person, told: Told, is_open: threading.Event) -> None:
    """One page: notes when it is told of which unit's state."""
    request = urllib.request.Request(f"{who.base}/api/v1/inbox/stream")
    request.add_header("Authorization", f"Bearer {who.token}")
    with urllib.request.urlopen(request, timeout=120) as stream:
        is_open.set()
        is_of_the_board = False
        for line in stream:
            if is_of_the_board and line.startswith(b"data: "):
                unit = json.loads(line.removeprefix(b"data: "))
                told.put((time.perf_counter(), unit["unit_id"], unit["state"]))
            is_of_the_board = line.startswith(b"event: board")


def flip(clerk: Person, unit: str, told: Told) -> float:
    """Takes the unit off the board or puts it back; the seconds until the last page has been told."""
    is_free = clerk.get(f"/board/{unit}")["state"] == "available"
    act, state = ("hold-back", "withdrawn") if is_free else ("release", "available")
    begun = time.perf_counter()
    clerk.do(f"/board/{act}", {"unit_ids": [unit], "reason": "盘点"})
    heard = [told.get(timeout=30) for _ in range(PAGES)]
    assert {one[1:] for one in heard} == {(unit, state)}, heard
    return max(at for at, *_ in heard) - begun
