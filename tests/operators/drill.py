"""Follows the runbook: each alert's state is brought about in a real house, seen by a real Prometheus, and put right.

`python -m tests.operators.drill [ALERT…]` prints what was seen, for docs/operations.md. It takes a quarter of an hour.
"""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from kit.bus.link import drop, message, open_link
from tests.journeys.room_change import RoomChange
from tests.journeys.running import wait_for
from tests.operators.watched import Load, Watched, watched_house

Way = Callable[[Watched], Iterator[str]]
Told = tuple[tuple[str, ...], str, Way]
WAYS: list[Told] = []
PATIENCE = 420.0
MORNING, BEFORE_MIDNIGHT = "2026-12-07T09:00", "2026-12-07T23:57"


def drill(*alerts: str, about: str = "") -> Callable[[Way], Way]:
    """A way to bring these alerts about, up to its `yield`; after it, it follows the entry.

    `about` is whom the alerts name, where others may be in the same trouble on a busy machine.
    """

    def known(way: Way) -> Way:
        WAYS.append((alerts, about, way))
        return way

    return known


@drill("AtriumProcessDown")
def kill_a_process(watched: Watched) -> Iterator[str]:
    watched.processes["finance"].kill()
    yield "finance killed"
    watched.start("finance")


@drill("AtriumTargetMissing")
def lose_a_target(watched: Watched) -> Iterator[str]:
    watched.prometheus.watch({name: one for name, one in watched.processes.items() if name != "notify"})
    yield "notify taken out of the targets"
    watched.prometheus.watch(watched.processes)


@drill("AtriumBrokerAway")
def take_a_permission_away(watched: Watched) -> Iterator[str]:
    rights = {"configure": r"^(?!finance\.inbox).*", "write": ".*", "read": ".*"}
    watched.manage("PUT", "/api/permissions/{vhost}/guest", rights)
    watched.broker.cut()
    yield "the broker's user may no longer declare finance.inbox"
    show(watched.processes["finance"].log.read_text()[-400:])
    watched.manage("PUT", "/api/permissions/{vhost}/guest", rights | {"configure": ".*"})


@drill("AtriumDatabaseAway")
def close_a_database(watched: Watched) -> Iterator[str]:
    name, server = watched.name_of_database("finance"), watched.database(None)
    server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    yield "finance's database takes no connections"
    show(watched.atrium("doctor"), "FAULT", "Is the")
    server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@drill("AtriumBrokerAway")
def keep_the_broker_away(watched: Watched) -> Iterator[str]:
    watched.broker.refuse()
    yield "nobody reaches the broker"
    show(watched.atrium("doctor"), "broker", "RabbitMQ")
    watched.broker.mend()


@drill("AtriumOutboxStuck", "AtriumRelayIdle")
def hold_the_relays_lock(watched: Watched) -> Iterator[str]:
    property_ = watched.database("property")
    lock = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    lock += " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    holder = watched.database("property")
    wait_for(lambda: _takes_over(property_, holder, lock), lambda: "the lock was not to be had")
    yield "a connection that does nothing holds the relay's lock on property's database"
    show(str(property_.execute(f"SELECT pid, application_name FROM pg_stat_activity WHERE pid IN ({lock})").fetchall()))
    property_.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE pid IN ({lock})")


def _takes_over(property_, holder, lock) -> bool:
    property_.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE pid IN ({lock})")
    (taken,) = holder.execute("SELECT pg_try_advisory_lock(hashtext('atrium.relay'))").fetchone()
    return taken


@drill("AtriumInboxStuck")
def leave_a_transaction_open(watched: Watched) -> Iterator[str]:
    notify, server = watched.database("notify"), watched.database(None)
    notify.autocommit = False
    notify.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE")
    yield "somebody's transaction holds notify's table of inbox items"
    blocking = "SELECT DISTINCT unnest(pg_blocking_pids(pid)) FROM pg_stat_activity WHERE datname = %s"
    name = watched.name_of_database("notify")
    found = server.execute(
        f"SELECT pid, state, query FROM pg_stat_activity WHERE pid IN ({blocking}) AND state LIKE 'idle%%'", [name]
    ).fetchall()
    show(str(found))
    server.execute("SELECT pg_terminate_backend(%s)", [found[0][0]])


@drill("AtriumParkedEvents")
def send_what_is_no_event(watched: Watched) -> Iterator[str]:
    link = open_link(watched.amqp, "an outsider")
    link.channel().basic_publish(message('{"hello": "there"}'), "", "finance.inbox")
    drop(link)
    wait_for(lambda: "malformed" in watched.atrium("parked", "list", "finance"))
    yield "a message that is no event came to finance.inbox"
    listed = watched.atrium("parked", "list", "finance")
    show(listed)
    position = listed.split()[1].rstrip(":")
    show(watched.atrium("parked", "show", "finance", position), "body", "error")
    show(watched.atrium("parked", "discard", "finance", position, "--reason", "a trial message, nobody's event"))


@drill("AtriumEventsMisrouted")
def lose_a_binding(watched: Watched) -> Iterator[str]:
    began = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(_house_time(watched) - 60))
    for what in ("task_opened", "task_closed"):
        for listener in ("notify", "engineering"):
            path = f"/api/bindings/{{vhost}}/e/property.events/q/{listener}.inbox/{what}"
            watched.manage("DELETE", path)
    yield "the bindings of task_opened and task_closed were deleted at the broker"
    show(watched.atrium("migrate"))
    until = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(_house_time(watched)))
    for listener in ("notify", "engineering"):
        show(watched.atrium("replay", "property", listener, "--since", began, "--until", until))


def _house_time(watched: Watched) -> float:
    (at,) = watched.database("property").execute("SELECT max(at) FROM outbox").fetchone()
    return at.timestamp()


@drill("AtriumRetriesHigh")
def take_a_table_away(watched: Watched) -> Iterator[str]:
    notify = watched.database("notify")
    notify.execute("ALTER TABLE items RENAME TO items_gone")
    yield "notify's table of inbox items has another name"
    failed = "SELECT error FROM inbox WHERE error IS NOT NULL ORDER BY position DESC LIMIT 1"
    show(notify.execute(failed).fetchone()[0], "UndefinedTable")
    notify.execute("ALTER TABLE items_gone RENAME TO items")
    show(watched.atrium("parked", "again", "notify", "--all"))


@drill("AtriumDoorErrors", "AtriumRequestsFailing")
def break_a_door(watched: Watched) -> Iterator[str]:
    engineering = watched.database("engineering")
    engineering.execute("ALTER TABLE technicians RENAME TO technicians_gone")
    yield "engineering's table of technicians has another name"
    lines = watched.processes["engineering"].log.read_text().splitlines()
    show(next(line for line in reversed(lines) if "a call failed" in line)[-600:])
    engineering.execute("ALTER TABLE technicians_gone RENAME TO technicians")


@drill("AtriumDoorSlow", about="engineering")
def slow_a_door(watched: Watched) -> Iterator[str]:
    engineering = watched.database("engineering")
    until = time.monotonic() + 150
    while time.monotonic() < until and "AtriumDoorSlow" not in firing(watched, "engineering"):
        with engineering.transaction():
            engineering.execute("LOCK TABLE technicians IN ACCESS EXCLUSIVE MODE")
            engineering.execute("SELECT pg_sleep(3)")
    yield "a report locks engineering's technicians for three seconds, again and again"


@drill("AtriumRegularWorkLate")
def hold_a_lease(watched: Watched) -> Iterator[str]:
    engineering, server = watched.database("engineering"), watched.database(None)
    engineering.autocommit = False
    engineering.execute("SELECT 1 FROM regular_work WHERE name = 'mark_what_is_overdue' FOR UPDATE")
    yield "somebody's transaction holds the lease of mark_what_is_overdue"
    idle = "SELECT pid, query FROM pg_stat_activity WHERE datname = %s AND state = 'idle in transaction'"
    found = server.execute(f"{idle} ORDER BY state_change", [watched.name_of_database("engineering")]).fetchall()
    show(str(found))
    server.execute("SELECT pg_terminate_backend(%s)", [found[0][0]])


@drill("AtriumTasksOverdue")
def let_midnight_pass(watched: Watched) -> Iterator[str]:
    changes = []
    for _ in range(11):
        change = RoomChange(watched.house)
        change.choose_units("A")
        taken = {one.old_unit["id"] for one in changes}
        change.old_unit = next(unit for unit in _let(watched) if unit["id"] not in taken)
        change.request()
        changes.append(change)
    yield "eleven changes for today were begun shortly before midnight, and nobody did anything"
    clerk = watched.house.as_("leasing.clerk")
    for change in changes:
        cancel = partial(clerk.ask, "POST", f"/unit-changes/{change.id}/cancel", {"reason": "演练结束"})
        wait_for(lambda cancel=cancel: cancel().status in (200, 409))  # One that got no answer in time may be done.


def _let(watched: Watched):
    units = watched.house.as_("property.clerk").get("/units?q=A&state=occupied&sort=number&limit=100")["items"]
    return [unit for unit in units if unit["let_until"] >= "2026-12-31"]


def show(text: str, *words: str) -> None:
    """What the operator sees on the way, those lines that hold one of the words."""
    for line in text.splitlines():
        if not words or any(word in line for word in words):
            print(f"        | {line}", flush=True)  # noqa: T201


def firing(watched: Watched, about: str) -> dict[str, dict[str, Any]]:
    """The alerts that fire about somebody, or about anybody, by name."""
    return {
        name: alert
        for name, alerts in watched.prometheus.firing().items()
        for alert in alerts
        if not about or about in alert["labels"].values()
    }


def follow(watched: Watched, alerts: tuple[str, ...], about: str, way: Way) -> None:
    """One way there and back, with what was seen."""

    def fire() -> bool:
        return set(alerts) <= set(firing(watched, about))

    def are_out() -> bool:
        return not set(alerts) & set(firing(watched, about))

    wait_for(are_out, lambda: "it fires before anything was done", seconds=PATIENCE)
    began, going = time.monotonic(), way(watched)
    harm = next(going)
    wait_for(fire, lambda: f"only {list(watched.prometheus.firing())} fire", seconds=PATIENCE)
    fired, told = time.monotonic(), firing(watched, about)
    print(f"{', '.join(alerts)}: {harm}; fires after {fired - began:.0f} s", flush=True)  # noqa: T201
    for alert in alerts:
        show(told[alert]["annotations"]["summary"] + "; " + told[alert]["annotations"]["summary_zh"])
    show("others: " + ", ".join(sorted(set(watched.prometheus.firing()) - set(alerts))))
    next(going, None)
    wait_for(are_out, lambda: f"{list(watched.prometheus.firing())} fire on", seconds=PATIENCE)
    print(f"    put right and over {time.monotonic() - fired:.0f} s later", flush=True)  # noqa: T201


def main(chosen: list[str]) -> None:
    for start, late in ((MORNING, False), (BEFORE_MIDNIGHT, True)):
        ways = [
            (alerts, about, way)
            for alerts, about, way in WAYS
            if ("AtriumTasksOverdue" in alerts) == late and (not chosen or set(chosen) & set(alerts))
        ]
        if not ways:
            continue
        with tempfile.TemporaryDirectory() as folder, watched_house(Path(folder), ATRIUM_NOW=start) as watched:
            work_at(watched, ways, contextlib.nullcontext() if late else Load(watched))


def work_at(watched: Watched, ways: list[Told], load: AbstractContextManager[object]) -> None:
    with load:
        for alerts, about, way in ways:
            try:
                follow(watched, alerts, about, way)
            except AssertionError as error:
                print(f"{', '.join(alerts)}: NOT as told: {error}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
