"""A house on RabbitMQ and PostgreSQL with thousands of room changes in it, its gateway and property at work."""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.ids import new_id
from tests.bench.clones import Copied, connected, copy
from tests.bench.load import server
from tests.bench.place import Place
from tests.journeys.room_change import RoomChange
from tests.journeys.running import RunningHouse
from tests.journeys.spread import started
from tests.servers.server import free_port

NOW = "2026-12-07T09:00"
PEOPLE = 60
SECRET = "bench-{}"


@dataclass
class BenchHouse:
    """Where it is asked and what it is run on; `changes` are the ids of its room changes, all at the same point."""

    base: str
    broker: str
    database: str
    changes: list[str]

    @property
    def logins(self) -> list[str]:
        """The headers by which each of its clerks is known: a caller may not ask without limit."""
        return [f"Authorization: Bearer {SECRET.format(number)}" for number in range(1, PEOPLE + 1)]


def a_house(place: Place, changes: int) -> BenchHouse:
    """The demo estate, in which one tenant has asked to move, and so many tenants of copied rooms have too."""
    broker, database = place.broker(), place.house(f"b{new_id().replace('-', '')}")
    settings = {"ATRIUM_AMQP_URL": broker, "ATRIUM_DATABASE_URL": database, "ATRIUM_NOW": NOW}
    folder = Path(place.enter_context(TemporaryDirectory()))
    demo = started(folder, ("demo",), settings)
    assert demo.process.wait(900) == 0, demo.log.read_text()[-3000:]
    bases = {name: at_work(place, name, settings) for name in ("property", "gateway")}
    change = RoomChange(RunningHouse(bases["gateway"], demo.process, demo.log))
    change.choose_units()
    change.issue_items()
    change.request()
    return BenchHouse(bases["gateway"], broker, database, _copied(database, change.id, changes))


def at_work(place: Place, service: str, settings: dict[str, str]) -> str:
    """A service in a process of its own, as a company runs it."""
    base = f"http://127.0.0.1:{free_port()}"
    own = {"ATRIUM_PORT": base.rpartition(":")[2], "ATRIUM_LOG_LEVEL": "WARNING"}
    server(place, sys.executable, ("-m", "gateway.cli", "run", service), f"{base}/health/ready", **settings, **own)
    return base


def _copied(database: str, change: str, count: int) -> list[str]:
    """Copies of one room change with all that belongs to it, and of the clerk who works on them; gives their ids."""
    with connected(f"{database}_property") as property_:
        copy(property_, parts_of(change), 1, count)
        numbered = "SELECT md5(%s || ':' || n)::uuid::text FROM generate_series(1, %s) AS n"
        ids = [row[0] for row in property_.execute(numbered, [change, count])]
    with connected(f"{database}_gateway") as gateway:
        copy(gateway, _CLERKS, 1, PEOPLE)
    return ids


def parts_of(change: str) -> list[Copied]:
    """The rows that belong to a room change in property's tables."""
    units = f"(SELECT unnest(ARRAY[old_unit_id, new_unit_id]) FROM unit_changes WHERE id = '{change}')"
    lease = f"(SELECT lease_id FROM unit_changes WHERE id = '{change}')"
    meters = f"(SELECT id FROM meters WHERE unit_id IN {units})"
    own = f"= '{change}'"
    things = ("id", "lease_id", "customer_id", "old_unit_id", "new_unit_id", "unit_id", "case_id", "meter_id")
    where = {
        "units": f"original.id IN {units}",
        "meters": f"original.unit_id IN {units}",
        "readings": f"original.meter_id IN {meters}",
        "leases": f"original.id = {lease}",
        "occupancies": f"original.lease_id = {lease}",
        "items": f"original.lease_id = {lease}",
        "unit_changes": f"original.id {own}",
        "unit_claims": f"original.unit_change_id {own}",
        "cases": f"original.id {own}",
        "case_steps": f"original.case_id {own}",
        "case_history": f"original.case_id {own}",
    }
    ids = (*things, "unit_change_id")
    return [Copied(table, rows, ids, ("number", "lease_number")) for table, rows in where.items()]


_CLERK = "(SELECT id FROM people WHERE username = 'property.clerk')"
_SESSION = f"(SELECT id FROM sessions WHERE person_id = {_CLERK} AND ended_at IS NULL ORDER BY opened_at DESC LIMIT 1)"
_FINGERPRINT = f"encode(sha256(convert_to('{SECRET.format('')}' || n, 'utf8')), 'hex')"
_CLERKS = [
    Copied("people", f"original.id = {_CLERK}", numbers=("username", "staff_number")),
    Copied("sessions", f"original.id = {_SESSION}", ("id", "person_id"), changed=(("fingerprint", _FINGERPRINT),)),
]
