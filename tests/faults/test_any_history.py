"""Whatever is said, lost, heard twice, cut short, restarted and replayed, in any order: one checker finds no fault.

Hypothesis makes up the histories. A power cut ends whatever is under way at one of the named crash points, and the
house starts anew on the files it left; a carrier in trouble loses an event on the way out, or the word that it arrived.
"""

import os
import shutil
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from kit import crash
from kit.bus import inbox, outbox, replay, replayer
from kit.bus.carrier import CarrierAway
from kit.bus.local import LocalCarrier
from kit.clock import FixedClock
from kit.database import Database
from kit.runtime import Runtime
from tests.conftest import MONDAY_MORNING
from tests.databases import with_tables
from tests.faults.byhand import ByHand
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import HOUSE, Agency, Critic, Song, SongSung

singers = st.sampled_from(["alto", "bass", "tenor"])
HERE = [point for point in crash.POINTS if not point.startswith("receiver.")]


class PowerCut(BaseException):
    """The process has ended here."""


class Unsteady(LocalCarrier):
    """A carrier that may lose what it is given, or the word that it arrived."""

    trouble = None

    def carry(self, events):
        trouble, self.trouble = self.trouble, None
        if trouble == "lost":
            raise CarrierAway("lost on the way")
        if trouble == "half":
            return super().carry(events[: len(events) // 2])
        safe = super().carry(events)
        return [] if trouble == "unconfirmed" else safe


class Histories(RuleBasedStateMachine):
    """`blank` is a folder with the databases' files as they are before anything happens, `folder` for this history."""

    blank = folder = None

    def __init__(self):
        super().__init__()
        for service in HOUSE:
            for ending in ("", "-wal", "-shm"):
                self.file(service, ending).unlink(missing_ok=True)
            shutil.copy(self.blank / f"{service.name}.db", self.file(service))
        self.clock = FixedClock(MONDAY_MORNING)
        self.house = None
        self.start()

    def file(self, service, ending=""):
        return self.folder / f"{service.name}.db{ending}"

    def start(self):
        self.close()
        agency, critic = (Runtime(one, Database(f"sqlite:///{self.file(one)}"), self.clock) for one in HOUSE)
        self.house = ByHand(agency, critic, Unsteady([agency, critic]))

    def close(self):
        if self.house:
            for runtime in (self.house.agency, self.house.critic):
                runtime.database.close()

    @rule(singer=singers, songs=st.integers(1, 3))
    def sing(self, singer, songs):
        assert self.house.sing(singer, songs) == 201

    @rule(singer=singers)
    def break_off(self, singer):
        """What is rolled back was never sung, and nobody hears of it."""
        with pytest.raises(ZeroDivisionError), self.house.agency.work() as work:
            work.session.add(Song(singer=singer, number=99))
            work.announce(SongSung(singer=singer, number=99))
            work.session.flush()
            work.write_down()
            raise ZeroDivisionError

    @rule(trouble=st.sampled_from([None, "lost", "half", "unconfirmed"]))
    def go_round(self, trouble):
        self.house.carrier.trouble = trouble
        self.house.go_round()

    @rule(data=st.data())
    def hear_again(self, data):
        """Messages come once more, as from a broker that was killed, in any order."""
        with self.house.agency.look() as work:
            said = outbox.stretch(work.session, MONDAY_MORNING, self.later(), [], 0, 1000)
        bodies = data.draw(st.lists(st.sampled_from([one.body for one in said]), max_size=5)) if said else []
        with self.house.critic.work() as work:
            assert inbox.store(work.session, bodies, work.now) == []

    @rule()
    def replay(self):
        with self.house.agency.work() as work:
            replay.ask(work, "critic", MONDAY_MORNING, self.later())
        while replayer.step(self.house.agency, self.house.carrier):
            pass

    @rule(point=st.sampled_from(HERE), hit=st.integers(1, 3), singer=singers)
    def cut_the_power(self, point, hit, singer):
        """Sings and lets the house work until it dies at the point, if it comes by; then starts it anew."""
        crash._ARMED[point] = hit
        crash._hits.clear()
        try:
            self.house.sing(singer, 2)
            for _ in range(3):
                self.house.go_round()
        except PowerCut:
            self.start()
        finally:
            crash._ARMED.clear()

    @rule(minutes=st.integers(1, 20))
    def wait(self, minutes):
        self.clock.move(minutes=minutes)

    def later(self):
        return self.clock.now().replace(year=self.clock.now().year + 1)

    def teardown(self):
        while self.house.go_round():
            self.clock.move(minutes=10)
        self.close()
        urls = [f"sqlite:///{self.file(service)}" for service in HOUSE]
        assert Findings(*urls).told() == NOTHING_WRONG


@pytest.fixture
def power_cuts(monkeypatch):
    """In place of ending the tests' own process, a crash point ends what is under way."""

    def cut(_status):
        raise PowerCut

    monkeypatch.setattr(os, "_exit", cut)
    monkeypatch.setattr(crash, "_ARMED", {})
    monkeypatch.setattr(crash, "_hits", Counter())


def test_no_history_loses_doubles_or_disorders_anything(tmp_path, power_cuts):
    blank, folder = tmp_path / "blank", tmp_path / "at work"
    for one in (blank, folder):
        one.mkdir()
    for service in (Agency, Critic):
        with_tables(f"sqlite:///{blank}/{service.name}.db", service)
    machine = type("Histories", (Histories,), {"blank": blank, "folder": folder})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
