"""The relay: what waits in the outbox reaches the carrier in order, and is marked only when it is safe."""

import threading
from contextlib import ExitStack
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit.bus import outbox, replay
from kit.bus.carrier import CarrierAway
from kit.bus.local import LocalCarrier
from kit.bus.relay import Relay
from kit.signal import CHANNEL, PROCESS
from kit.tables import inbox as inbox_table
from tests.faults.house import Agency, Critic, SongSung, wait_until

END_THE_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Ledger:
    """A carrier that writes down what it carried; `trouble` says what becomes of a wave."""

    def __init__(self):
        self.carried = []
        self.posted = []
        self.trouble = lambda wave: wave
        self.closed = False

    def carry(self, events):
        safe = self.trouble(events)
        self.carried += [event.event_id for event in safe]
        return safe

    def post(self, events, listener, again):
        self.posted += [(listener, again, event.event_id) for event in events]
        return listener == "critic"

    def rest(self):
        """Nothing to keep alive."""

    def close(self):
        self.closed = True


@pytest.fixture
def agency(runtime_of):
    return runtime_of(Agency)


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def relay(agency, ledger):
    return Relay(agency, ledger, threading.Event(), sweep=0.05)


def say(runtime, *singers):
    with runtime.work() as work:
        for number, singer in enumerate(singers):
            work.announce(SongSung(singer=singer, number=number))


def waiting(runtime):
    with runtime.look() as work:
        return [event.event_id for event in outbox.pending(work.session, 100)]


class TestShipping:
    def test_everything_is_carried_once_and_in_order(self, agency, relay, ledger):
        say(agency, "alto", "alto", "bass")
        before = waiting(agency)
        assert relay.relay_once() == 3
        assert relay.relay_once() == 0
        assert sorted(ledger.carried) == sorted(before)
        assert ledger.carried.index(before[0]) < ledger.carried.index(before[1])

    def test_what_the_carrier_did_not_take_stays_and_goes_again(self, agency, relay, ledger):
        say(agency, "alto", "bass")
        alto, bass = waiting(agency)
        ledger.trouble = lambda wave: wave[1:]
        with pytest.raises(CarrierAway):
            relay.relay_once()
        assert waiting(agency) == [alto]
        ledger.trouble = lambda wave: wave
        relay.relay_once()
        assert ledger.carried == [bass, alto]

    def test_the_second_of_a_subject_is_not_sent_before_the_first_is_safe(self, agency, relay, ledger):
        say(agency, "alto", "alto")
        first, second = waiting(agency)
        ledger.trouble = lambda wave: wave[1:]
        with pytest.raises(CarrierAway):
            relay.relay_once()
        assert waiting(agency) == [first, second]
        assert ledger.carried == []

    def test_nothing_is_marked_while_the_carrier_is_away(self, agency, relay, ledger):
        def away(wave):
            raise CarrierAway("no broker")

        say(agency, "alto")
        ledger.trouble = away
        with pytest.raises(CarrierAway):
            relay.relay_once()
        assert len(waiting(agency)) == 1


class TestTheLoop:
    def run(self, relay):
        thread = threading.Thread(target=relay.run, daemon=True)
        thread.start()
        return thread

    def test_it_outlives_a_carrier_that_is_away(self, agency, relay, ledger):
        troubles = iter([CarrierAway("no broker"), ValueError("something else altogether")])

        def trouble(wave):
            error = next(troubles, None)
            if error:
                raise error
            return wave

        ledger.trouble = trouble
        say(agency, "alto")
        thread = self.run(relay)
        wait_until(lambda: waiting(agency) == [], "the event is sent in the end")
        relay.stop.set()
        agency.said.set()
        thread.join()
        assert ledger.closed

    def test_a_commit_wakes_it_at_once(self, agency, ledger):
        relay = Relay(agency, ledger, threading.Event(), sweep=600)
        thread = self.run(relay)
        say(agency, "alto")
        wait_until(lambda: ledger.carried, "the event is sent long before the next sweep")
        relay.stop.set()
        agency.said.set()
        thread.join()


class TestOnlyOne:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_a_second_relay_on_the_database_stands_by_until_the_first_is_gone(self, agency, ledger):
        standing_by, answers = Ledger(), []

        class Asked(Relay):
            def _is_active(self, held):
                answers.append(super()._is_active(held))
                return answers[-1]

        loops = [
            kind(agency, one, threading.Event(), sweep=0.05) for kind, one in ((Relay, ledger), (Asked, standing_by))
        ]
        say(agency, "alto")
        first = threading.Thread(target=loops[0].run, daemon=True)
        first.start()
        wait_until(lambda: ledger.carried, "the first relay is active")
        second = threading.Thread(target=loops[1].run, daemon=True)
        second.start()
        wait_until(lambda: answers, "the second relay has asked for the lock")
        assert answers[0] is False
        say(agency, "bass", "tenor")
        wait_until(lambda: waiting(agency) == [], "everything is sent")
        assert (len(ledger.carried), standing_by.carried) == (3, [])
        loops[0].stop.set()
        agency.said.set()
        first.join()
        say(agency, "alto")
        wait_until(lambda: len(standing_by.carried) == 1, "the second relay takes over")
        loops[1].stop.set()
        agency.said.set()
        second.join()

    def test_who_has_lost_the_lock_marks_nothing(self, agency, relay, ledger):
        with ExitStack() as held:
            assert relay._is_active(held)
            say(agency, "alto")
            with agency.database.engine.connect() as another:
                another.execute(END_THE_OTHERS)
            with pytest.raises(DBAPIError):
                relay.relay_once()
            assert ledger.carried == []
        assert not agency.is_relaying
        assert relay.relay_once() == 1

    def test_other_processes_are_told_unless_this_one_relays_itself(self, agency):
        url = agency.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as ear:
            ear.execute(f"LISTEN {CHANNEL}")
            say(agency, "alto")
            agency.is_relaying = True
            say(agency, "bass")
            ear.execute(f"NOTIFY {CHANNEL}, 'the end'")
            told = [next(ear.notifies(timeout=30)).payload for _ in range(2)]
        assert told == [PROCESS, "the end"]

    def test_a_replay_is_found_by_a_sweep(self, agency, relay, ledger, clock):
        say(agency, "alto")
        relay.relay_once()
        with agency.work() as work:
            replay.ask(work, "critic", clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))
        thread = threading.Thread(target=relay.run)
        thread.start()
        wait_until(lambda: ledger.posted, "the replay is done")
        relay.stop.set()
        agency.said.set()
        thread.join()
        assert [posted[2] for posted in ledger.posted] == ledger.carried

    def test_an_event_committed_late_under_an_earlier_position_is_sent_all_the_same(self, agency, relay, ledger):
        with agency.work() as early:
            early.announce(SongSung(singer="alto", number=1))
            early.write_down()
            early._said.clear()
            say(agency, "bass")
            relay.relay_once()
            assert len(ledger.carried) == 1
        relay.relay_once()
        assert len(ledger.carried) == 2
        assert waiting(agency) == []


class TestLocally:
    def test_every_listener_has_stored_an_event_before_it_is_marked(self, runtime_of):
        agency, critic = runtime_of(Agency), runtime_of(Critic)
        relay = Relay(agency, LocalCarrier([agency, critic]), threading.Event())
        say(agency, "alto", "bass")
        relay.relay_once()
        with critic.look() as work:
            rows = work.session.execute(inbox_table.select().order_by(inbox_table.c.position)).all()
        assert [row.subject for row in rows] == ["singer/alto", "singer/bass"]
        with agency.look() as work:
            assert work.session.execute(inbox_table.select()).all() == []
        assert critic.heard.wait(0)
