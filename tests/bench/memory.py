"""What a process takes: its resident memory once it is ready, and the seconds from its start until then.

The embedded house has every service and the gateway in one process, on SQLite, with nothing in it. One service alone is
property on RabbitMQ and PostgreSQL, whose tables are there already. nameko's empty service has one method that does
nothing. Each is started anew in every turn; the interval is of the turns.
"""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.ids import new_id
from tests.bench.paired import Effort, estimate
from tests.bench.place import PEERS_PYTHON, ROOT, Place
from tests.bench.rows import Row
from tests.journeys.running import wait_for
from tests.journeys.spread import started

TITLE = "Memory and start"
MEBIBYTE = 1024
Taken = tuple[float, float]


def run(place: Place, effort: Effort) -> list[Row]:
    broker, database = place.broker(), place.house(f"b{new_id().replace('-', '')}")
    full = {"ATRIUM_AMQP_URL": broker, "ATRIUM_DATABASE_URL": database}
    with TemporaryDirectory() as folder:
        migrating = started(Path(folder), ("migrate",), full)
        assert migrating.process.wait(300) == 0, migrating.log.read_text()[-3000:]
    sides: dict[str, Callable[[], Taken]] = {
        "the embedded house": lambda: of_ours((), lambda folder: {"ATRIUM_VAR": str(folder / "var")}),
        "one service alone": lambda: of_ours(("property",), lambda folder: full),
        "nameko's empty service": lambda: of_nameko(broker),
    }
    taken: dict[str, list[Taken]] = {what: [] for what in sides}
    for turn in range(effort.pairs):
        for what in list(sides)[:: 1 if turn % 2 == 0 else -1]:
            taken[what].append(sides[what]())
    return list(rows(taken))


def rows(taken: dict[str, list[Taken]]) -> Iterator[Row]:
    for what, each in taken.items():
        yield Row(f"{what}: resident memory", estimate([memory for memory, _ in each]), "MiB")
    for what, each in taken.items():
        yield Row(f"{what}: ready after", estimate([seconds for _, seconds in each]), "s")


def of_ours(services: Sequence[str], settings: Callable[[Path], dict[str, str]]) -> Taken:
    with TemporaryDirectory() as name:
        began = time.perf_counter()
        running = started(Path(name), ("run", *services), settings(Path(name)))
        with ending(running.process):
            wait_for(running.is_ready, lambda: running.log.read_text()[-3000:], running.process)
            return resident(running.process), time.perf_counter() - began


def of_nameko(broker: str) -> Taken:
    began = time.perf_counter()
    asked = [PEERS_PYTHON, "-m", "tests.bench.peers.empty", broker]
    process = subprocess.Popen(asked, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with ending(process):
        assert process.stdout.readline() == "ready\n"
        return resident(process), time.perf_counter() - began


@contextmanager
def ending(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def resident(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> float:
    """The process's resident memory now, in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / MEBIBYTE
