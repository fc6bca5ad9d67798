"""The full system as a company runs it: every service and the gateway a process of its own, each with its own port."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.proxy import Proxy
from tests.journeys.running import ROOT, RunningHouse, wait_for
from tests.servers.server import free_port

PATIENCE = 600.0
SERVICES = ("contracts", "engineering", "finance", "leads", "notify", "property")


def monday_morning() -> dict[str, str]:
    """The setting by which all processes are agreed that now it is nine o'clock on Monday, 7 December 2026."""
    return {"ATRIUM_NOW": f"2026-12-07T09:00 since {datetime.now(UTC).isoformat()}"}


@dataclass
class SpreadHouse(RunningHouse):
    """The gateway's process is the house's own; `services` are all of them, each as one would look after it.

    `line` is the one to the broker, where a test may cut it.
    """

    services: dict[str, RunningHouse] = field(default_factory=dict)
    line: Proxy | None = None


def started(folder: Path, arguments: tuple[str, ...], settings: dict[str, str]) -> RunningHouse:
    """`atrium` with these arguments, its output appended to a log of its own; on a free port, or the one set."""
    port, log = int(settings.get("ATRIUM_PORT") or free_port()), folder / f"{Path(arguments[-1]).name}.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
    own = {"ATRIUM_PORT": str(port), "ATRIUM_LOG_LEVEL": "WARNING"}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.cli", *arguments],
            cwd=ROOT,
            env=inherited | own | settings,
            stdout=output,
            stderr=output,
        )
    return RunningHouse(f"http://127.0.0.1:{port}", process, log)


@contextmanager
def spread_house(folder: Path, **settings: str) -> Iterator[SpreadHouse]:
    """Fills the demo estate in, then runs the house."""
    told = atrium(folder, "demo", **settings)
    with running_apart(folder, **settings) as house:
        house.log.write_text(told, "utf-8")
        yield house


def atrium(folder: Path, *words: str, **settings: str) -> str:
    """What a command of `atrium` told, which has to go well."""
    folder.mkdir(exist_ok=True)
    command = started(folder, words, settings)
    try:
        ended = command.process.wait(PATIENCE)
    finally:
        command.process.kill()
    told = command.log.read_text("utf-8")
    assert ended == 0, told[-3000:]
    return told


@contextmanager
def running_apart(folder: Path, **settings: str) -> Iterator[SpreadHouse]:
    """Starts a process per service and waits until all are ready."""
    running = {name: started(folder, ("run", name), settings) for name in (*SERVICES, "gateway")}
    try:
        for one in running.values():
            wait_for(one.is_ready, lambda one=one: one.log.read_text()[-3000:], one.process)
        gateway = running["gateway"]
        yield SpreadHouse(gateway.base, gateway.process, folder / "users.log", services=running)
    finally:
        for one in running.values():
            one.process.send_signal(signal.SIGINT)
        for one in running.values():
            one.stop()
