"""A spread house at work with a real Prometheus that watches it, as `deploy/prometheus` tells it to but faster."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from kit.ids import new_id
from tests.conftest import ask_management, house_databases, vhost
from tests.faults.proxy import Proxy, before
from tests.journeys.room_change import RoomChange
from tests.journeys.running import ROOT, Person, RunningHouse, fetch, wait_for
from tests.journeys.spread import spread_house, started
from tests.operators.papers import PROMETHEUS
from tests.servers import Servers
from tests.servers.server import end, free_port, launch, wait_until

# Every duration in the rules, and every age of an event, is so many times shorter here.
FASTER = 20
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def faster(rules: str) -> str:
    """The rules with their durations divided, so that a night's waiting takes minutes."""

    def shorter(told: re.Match[str]) -> str:
        return f"{told[1]}{max(int(told[2]) * _SECONDS[told[3]] // FASTER, 1)}s"

    rules = re.sub(r"(\[|for: )(\d+)([smh])", shorter, rules)
    return re.sub(r"(?<=\) > )(\d{3,})$", lambda told: str(int(told[1]) // FASTER), rules, flags=re.M)


@dataclass
class Prometheus:
    """A Prometheus of its own."""

    base: str
    targets: Path

    def watch(self, processes: dict[str, RunningHouse]) -> None:
        told = [
            {"targets": [one.base.removeprefix("http://")], "labels": {"process": name}}
            for name, one in processes.items()
        ]
        new = self.targets.with_suffix(".new")
        new.write_text(json.dumps(told))
        new.rename(self.targets)

    def ask(self, query: str) -> list[dict[str, Any]]:
        return self._get("query", query=query)["result"]

    def history(self, query: str, start: float, until: float, step: float) -> list[dict[str, Any]]:
        return self._get("query_range", query=query, start=start, end=until, step=step)["result"]

    def firing(self) -> dict[str, list[dict[str, Any]]]:
        """The alerts that fire, by name."""
        told: dict[str, list[dict[str, Any]]] = {}
        for alert in self._get("alerts")["alerts"]:
            if alert["state"] == "firing":
                told.setdefault(alert["labels"]["alertname"], []).append(alert)
        return told

    def _get(self, what: str, **asked: Any) -> Any:
        answer = fetch(f"{self.base}/api/v1/{what}?{urllib.parse.urlencode(asked)}")
        assert answer.status == 200, answer
        return answer.body["data"]


@contextlib.contextmanager
def prometheus(folder: Path) -> Iterator[Prometheus]:
    """Prometheus with the house's own rules made faster, its targets told by a file in place of the DNS."""
    folder.mkdir()
    configuration = (PROMETHEUS / "prometheus.yaml").read_text("utf-8").partition("    dns_sd_configs:")[0]
    configuration = configuration.replace("_interval: 15s", "_interval: 2s")
    configuration += "    file_sd_configs:\n      - files: [targets.json]\n        refresh_interval: 5s\n"
    (folder / "prometheus.yaml").write_text(configuration)
    (folder / "alerts.yaml").write_text(faster((PROMETHEUS / "alerts.yaml").read_text("utf-8")))
    port = free_port()
    command = ["prometheus", "--config.file=prometheus.yaml", "--storage.tsdb.path=data", "--log.level=warn"]
    process = launch([*command, f"--web.listen-address=127.0.0.1:{port}"], folder)
    try:
        server = Prometheus(f"http://127.0.0.1:{port}", folder / "targets.json")
        wait_until(lambda: _is_there(server), "Prometheus", process)
        yield server
    finally:
        end(process)


def _is_there(server: Prometheus) -> bool:
    try:
        return fetch(f"{server.base}/-/ready").status == 200
    except OSError:
        return False


@dataclass
class Watched:
    """The house, its processes, the broker behind a proxy, the databases, and Prometheus looking on."""

    folder: Path
    house: RunningHouse
    processes: dict[str, RunningHouse]
    settings: dict[str, str]
    broker: Proxy
    amqp: str
    management: str
    prometheus: Prometheus
    _connections: list[psycopg.Connection] = field(default_factory=list)

    def start(self, name: str) -> None:
        """Starts a process anew and waits until it is ready."""
        self.processes[name] = one = started(self.folder, ("run", name), self.settings)
        wait_for(one.is_ready, lambda: one.log.read_text()[-2000:], one.process)
        if name == "gateway":
            self.house.base = one.base
        self.prometheus.watch(self.processes)

    def atrium(self, *arguments: str) -> str:
        """What the command line says to an operator, who does not go on where it failed."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
        done = subprocess.run(
            [sys.executable, "-m", "gateway.cli", *arguments],
            cwd=ROOT,
            env=inherited | self.settings | {"ATRIUM_LOG_LEVEL": "ERROR"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0 or arguments == ("doctor",), told  # What the doctor finds is no failure.
        return told

    def database(self, service: str | None) -> psycopg.Connection:
        """A connection as an operator's psql has one; `None` is the server itself."""
        server, _, name = self.settings["ATRIUM_DATABASE_URL"].replace("+psycopg", "").rpartition("/")
        connection = psycopg.connect(f"{server}/{f'{name}_{service}' if service else 'postgres'}", autocommit=True)
        self._connections.append(connection)
        return connection

    def name_of_database(self, service: str) -> str:
        return f"{self.settings['ATRIUM_DATABASE_URL'].rpartition('/')[2]}_{service}"

    def manage(self, method: str, path: str, body: Any = None) -> bytes:
        """RabbitMQ's management, for this house's virtual host."""
        host = urllib.parse.urlsplit(self.amqp).path.strip("/")
        data = None if body is None else json.dumps(body).encode()
        return ask_management(self.management, method, path.replace("{vhost}", host), data)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


@contextlib.contextmanager
def watched_house(folder: Path, **settings: str) -> Iterator[Watched]:
    servers = Servers()
    with contextlib.ExitStack() as held:
        held.callback(servers.stop)
        amqp = held.enter_context(vhost(servers))
        databases = held.enter_context(house_databases(servers))(f"h{new_id().replace('-', '')}")
        broker, through = before(amqp)
        held.callback(broker.close)
        settings = {"ATRIUM_AMQP_URL": through, "ATRIUM_DATABASE_URL": databases, **settings}
        house = held.enter_context(spread_house(folder / "house", **settings))
        server = held.enter_context(prometheus(folder / "prometheus"))
        server.watch(house.services)
        watched = Watched(
            folder / "house", house, house.services, settings, broker, amqp, servers.address("management"), server
        )
        held.callback(watched.close)
        yield watched


class Load:
    """People at work: some look, some begin changes and take them back. What fails they try again."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._stop = threading.Event()
        people = [watched.house.as_(name) for name in ("engineering.supervisor", "property.clerk", "leasing.clerk")]
        self._supervisor, self._clerk, self._leasing = people
        self._change = RoomChange(watched.house)
        self._change.choose_units("A11")
        vacant = watched.house.as_("property.clerk").get("/units?q=A&state=vacant&sort=-number")["items"]
        self._change.new_unit = vacant[0]  # Away from those that others choose.
        self._threads = [
            threading.Thread(target=self._again_and_again, args=(act, pause), daemon=True)
            for act, pause in ((self._look_at_technicians, 0.3), (self._look_at_units, 0.3), (self._change_a_unit, 0.5))
        ]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _again_and_again(self, act: Any, pause: float) -> None:
        while not self._stop.wait(pause):
            with contextlib.suppress(OSError, AssertionError):
                act()

    def _look_at_technicians(self) -> None:
        self._as(self._supervisor).ask("GET", "/technicians")

    def _look_at_units(self) -> None:
        self._as(self._clerk).ask("GET", "/units?q=A0")

    def _change_a_unit(self) -> None:
        for left in self._as(self._clerk).get("/unit-changes?state=open&q=" + self._change.new_unit["number"])["items"]:
            self._as(self._leasing).do(f"/unit-changes/{left['id']}/cancel", {"reason": "客户改变主意"})
        self._as(self._leasing).do("/unit-changes", self._change.asked_for() | {"change_date": "2026-12-09"})

    def _as(self, person: Person) -> Person:
        """The gateway may have been started anew at another address meanwhile."""
        person.base = self._watched.house.base
        return person
