"""Runs the full system in containers: the README's walk, then each container killed while a change is under way."""

import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.compose.containers import SERVERS, Containers, Missing, refuse_without_engine, running_containers
from tests.compose.patient import PatientHouse
from tests.journeys.room_change import DEPARTMENTS, RoomChange, walk
from tests.journeys.spread import SERVICES
from tests.journeys.test_readme import walk_by_hand

HOUSE = (*SERVICES, "gateway")
# Each is killed in the step in which the change needs it most.
KILLED_IN = {
    "property": "prepare_new_unit",
    "engineering": "repair",
    "contracts": "issue_notice",
    "finance": "settle",
    "notify": "everybody_acknowledges",
    "gateway": "read_meters",
    "rabbitmq": "inspect_with_a_fault",
    "postgres": "return_and_hand_over",
}
PATIENCE = 240.0  # Seconds for anything; a container starts slowly where everything starts at once.
AWAY_FOR = 5.0  # Seconds between the kill and the start.
PEOPLE = (*(f"{department}.clerk" for department in DEPARTMENTS), "engineering.supervisor")


def say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201


@dataclass
class Outage:
    """A room change during which one container is killed and started again."""

    containers: Containers
    change: RoomChange
    name: str
    reached: threading.Event = field(default_factory=threading.Event)
    failure: list[BaseException] = field(default_factory=list)

    def run(self) -> str:
        """Kills, starts, waits until the change is done, and tells how long each took."""
        walker = threading.Thread(target=self._walk, daemon=True)
        walker.start()
        assert self.reached.wait(300), self.failure or f"{KILLED_IN[self.name]} was never reached"
        before = self.change.house.refusals()
        self.containers.kill(self.name)
        assert self.name not in self.containers.names()
        time.sleep(AWAY_FOR)
        started = time.monotonic()
        self.containers.restart(self.name)
        self.containers.wait_until_ready(*HOUSE)
        ready = time.monotonic() - started
        walker.join(2 * PATIENCE)
        done = time.monotonic() - started
        assert not walker.is_alive(), "the change did not end"
        if self.failure:
            raise self.failure[0]
        tries = self.change.house.refusals() - before
        told = f"{self.name:<12} {KILLED_IN[self.name]}: all ready {ready:.1f} s after its start"
        return f"{told}, the change done after {done:.1f} s; {tries} tries repeated"

    def _walk(self) -> None:
        try:
            walk(self.change, lambda step: step == KILLED_IN[self.name] and self.reached.set())
        except BaseException as error:
            self.failure.append(error)
            self.reached.set()


def judge(changes: list[RoomChange]) -> None:
    """Every change has happened exactly once, everywhere."""
    for change in changes:
        clerk = change.house.as_("sales_control.clerk")
        assert change.now()["procedure"]["state"] == "done"
        assert len(change.settlements()) == 1
        assert clerk.get(f"/leases/{change.old_unit['lease_id']}")["unit_id"] == change.new_unit["id"]
        for department in DEPARTMENTS:
            listed = change.house.as_(f"{department}.clerk").get(f"/notices?subject_id={change.id}")["items"]
            assert len([one for one in listed if one["type"].startswith("property.unit_changed.")]) == 1


def rooms_change(containers: Containers, folder: Path) -> None:
    say(f"running: {', '.join(containers.names())}; left out: prometheus, grafana (their images need a registry)")
    log = folder / "demo.log"
    log.write_text(containers.operator("demo"), "utf-8")
    house = PatientHouse(containers.base, None, log)
    for username in PEOPLE:
        house.as_(username)
    walk_by_hand(containers.base)
    say("the README's walk went through")
    changes = []
    for number, name in enumerate(KILLED_IN):
        kinds = ("key", "旧钥匙"), ("access_card", "旧证"), ("access_card", "旧卡"), ("parking_permit", "旧停")
        items = tuple((kind, f"{word}-{number}") for kind, word in kinds)
        changes.append(RoomChange(house, items=items, patience=PATIENCE, floor=f"A{5 + number:02}"))
        say(Outage(containers, changes[-1], name).run())
    assert sorted(containers.names()) == sorted((*HOUSE, *SERVERS))
    judge(changes)
    say(f"{len(changes)} changes: each with one notice in six departments, one settlement, one lease moved")
    told = containers.operator("doctor", check=False)
    assert "FAULT" not in told, told
    say(f"atrium doctor: {len(told.splitlines())} findings, all well")


def main() -> int:
    try:
        refuse_without_engine()
    except Missing as sentence:
        say(f"make test-compose cannot run: {sentence}")
        return 1
    started = time.monotonic()
    with running_containers() as containers:
        say(f"built and up after {time.monotonic() - started:.0f} s")
        try:
            rooms_change(containers, containers.folder)
        except BaseException:
            say(containers.compose("logs", "--no-color", "--tail", "15", check=False))
            raise
    say(f"all of it took {time.monotonic() - started:.0f} s; nothing is left running")
    return 0


if __name__ == "__main__":
    # A Docker client without a terminal draws nothing over its own lines.
    os.environ.setdefault("COMPOSE_ANSI", "never")
    sys.exit(main())
