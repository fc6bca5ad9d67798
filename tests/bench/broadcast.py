"""How soon everybody knows: from the last step of a room change to the sixth department's inbox row, committed.

Property and notify as they are, a process each, on a broker with the queues of the whole house; the notice of a change
goes to six departments. The time begins with the transaction that issues the notice, so its own commit is in it.
"""

import psycopg

from gateway.house import all_services
from kit.bus import topology
from services.notify.service import Notify
from services.property.service import Property
from tests.bench.end_to_end import milliseconds
from tests.bench.paired import Effort
from tests.bench.place import Broken, Place
from tests.bench.rows import Row
from tests.faults.house import wait_until

TITLE = "Broadcast: last step to the sixth inbox"
RATES = (1, 10, 50)
SECONDS = 6
DEPARTMENTS = 6


def run(place: Place, effort: Effort) -> list[Row]:
    broker, said, heard = place.broker(), place.database(Property), place.database(Notify)
    topology.declare(broker, all_services())
    teller = place.ours("tests.bench.broadcasting", "property", broker, said)
    keeper = place.ours("tests.bench.broadcasting", "notify", broker, heard)
    teller.ask("open")
    told = 0

    def turn(count: int, rate: float) -> list[float]:
        nonlocal told
        teller.send("tell", first=told, count=count, rate=rate)
        took: list[float] = keeper.ask("wait", count=count)["took"]
        teller.answer()
        told += count
        return took

    wait_until(lambda: count_of(heard, "known_estates") == 1, "notify knows the estate")
    turn(10, 10)
    rows = []
    for rate in RATES:
        turns = [turn(max(effort.of(rate * SECONDS), 2), rate) for _ in range(effort.pairs)]
        rows.append(Row(f"median at {rate} a second", milliseconds(turns, 0.5), "ms"))
        rows.append(Row(f"99th percentile at {rate} a second", milliseconds(turns, 0.99), "ms"))
    if (filled := count_of(heard, "items")) != DEPARTMENTS * told:
        raise Broken(f"{filled} inbox rows of {told} changes")
    return rows


def count_of(database: str, table: str) -> int:
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
