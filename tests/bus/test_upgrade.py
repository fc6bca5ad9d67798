"""One service is upgraded and rolled back while the other runs: each song is reviewed once, whoever is of what version.

The first version's agency says `SongSung`; the second's says `SongSungV2`, which succeeds it, and the second's critic
hears both (`tests/faults/house_two.py`). Every service is a process of its own, asked over the bus.
"""

from contextlib import ExitStack

import pytest
from sqlalchemy import select, text

from kit.bus import inbox
from kit.bus.rpc import RpcClient
from kit.clock import RealClock
from kit.doors import Call
from kit.runtime import Runtime
from tests.bus.conftest import depth
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import IMPRESARIO, Echo, Song, count, sing, wait_until, waits_for_a_lock
from tests.faults.house_two import EXPAND, AgencyTwo, ReviewInALanguage
from tests.faults.processes import house_program

MODULES = {1: "house", 2: "house_two"}


class Versions:
    """The agency and the critic, each a process of one version at a time."""

    def __init__(self, house, client):
        self.house, self.client = house, client
        self._running = {}

    def url(self, name):
        return getattr(self.house, name).database.url.render_as_string(hide_password=False)

    def run(self, **versions):
        """Stops each named service where it runs, as an operator does, and starts it in this version."""
        for name, version in versions.items():
            self.stop(name)
            held = ExitStack()
            program = house_program(**{name: self.url(name)}, amqp=self.house.url, module=MODULES[version])
            one = held.enter_context(program)
            self._running[name] = one, held
            one.wait_for("ready")

    def stop(self, name):
        if name in self._running:
            one, held = self._running.pop(name)
            one.process.stdin.close()
            assert one.ended() == 0, one.story()
            held.close()

    def kill(self, name):
        self._running.pop(name)[1].close()

    def sing(self):
        body = {"singer": "alto", "songs": 2}
        assert self.client.call("agency", Call("sing", IMPRESARIO, body=body), deadline=30).status == 201

    def wait_for_echoes(self):
        house = self.house
        wait_until(lambda: count(house.agency, Echo) == count(house.agency, Song), "every song has its echo", 60)

    def languages(self):
        """In which language each song was reviewed, in the order of the reviews; nothing is lost, twice or parked."""
        urls = [
            one.database.url.render_as_string(hide_password=False) for one in (self.house.agency, self.house.critic)
        ]
        assert Findings(*urls).told() == NOTHING_WRONG
        with self.house.critic.look() as work:
            assert inbox.depth(work.session)[2] == 0
            rows = work.session.scalars(select(ReviewInALanguage).order_by(ReviewInALanguage.position))
            return [row.language for row in rows]

    def close(self):
        for name in list(self._running):
            self.kill(name)


@pytest.fixture
def versions(house):
    with house.critic.work() as work:
        work.session.execute(text(EXPAND))
    client = RpcClient(house.url)
    client.start()
    versions = Versions(house, client)
    yield versions
    versions.close()
    client.stop()


class TestWhileBothRun:
    @pytest.mark.parametrize("first", ["critic", "agency"])
    def test_either_may_be_upgraded_first_and_rolled_back_first(self, versions, first):
        second = "critic" if first == "agency" else "agency"
        versions.run(agency=1, critic=1)
        versions.sing()
        versions.wait_for_echoes()
        for version in (2, 1):
            for name in (first, second):
                versions.run(**{name: version})
                versions.sing()
                versions.wait_for_echoes()
        assert versions.languages() == [*[None] * 4, "la", "la", *[None] * 4]


class TestWhatWasLeftBehind:
    def test_a_speaker_rolled_back_sends_what_the_later_version_said(self, versions, house):
        """The later version has committed two songs and was stopped before its relay came to them."""
        two = Runtime(AgencyTwo, house.agency.database, RealClock())
        sing(two, "alto", 2)
        versions.run(agency=1, critic=1)
        versions.sing()
        versions.wait_for_echoes()
        assert versions.languages() == [None] * 4

    def test_a_listener_upgraded_late_is_told_all_that_the_later_version_said(self, versions, channel):
        versions.run(agency=2)
        versions.sing()
        wait_until(lambda: depth(channel, "critic.inbox") == 2, "the songs lie with the broker")
        versions.run(critic=2)
        versions.wait_for_echoes()
        assert versions.languages() == ["la", "la"]

    def test_a_listener_rolled_back_handles_what_the_later_version_has_in_its_inbox(self, versions, house):
        """The later version is stuck at its first event when it is killed, with the second behind it."""
        versions.run(agency=2, critic=2)
        with house.critic.work() as work:
            work.session.execute(text("LOCK TABLE reviews IN ACCESS EXCLUSIVE MODE"))
            versions.sing()
            wait_until(lambda: waits_for_a_lock(house.critic), "the later version is at the first song")
            wait_until(lambda: waiting(house.critic) == 2, "both songs are in its inbox")
            versions.kill("critic")
        versions.run(critic=1)
        versions.wait_for_echoes()
        assert versions.languages() == [None, None]

    def test_a_listener_upgraded_handles_what_the_first_version_was_told(self, versions, house):
        versions.run(agency=1)
        versions.sing()
        versions.run(agency=2)
        versions.sing()
        versions.run(critic=2)
        versions.wait_for_echoes()
        assert versions.languages() == [None, None, "la", "la"]


def waiting(runtime):
    with runtime.look() as work:
        return inbox.depth(work.session)[0]
