"""The inbox: the service's real queue, in order per subject, each event once."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest

from kit.bus import inbox
from kit.bus.inbox import State
from kit.tables import inbox as table
from tests.faults.house import Critic, SongSung, an_event


@pytest.fixture
def critic(runtime_of):
    return runtime_of(Critic)


def a_song(clock, singer="alto", number=1, **attributes):
    return an_event(SongSung(singer=singer, number=number), clock.now(), **attributes).to_json()


def store(runtime, *bodies):
    with runtime.work() as work:
        return inbox.store(work.session, bodies, work.now)


def take(session, runtime):
    taken = inbox.take(session, runtime.clock.now())
    return (taken[0].subject, json.loads(taken[0].body)["data"]["number"]) if taken else None


def states(runtime):
    with runtime.look() as work:
        return [row.state for row in work.session.execute(table.select().order_by(table.c.position))]


def finish_next(runtime):
    with runtime.work() as work:
        return next(iter(inbox.take(work.session, work.now)), None)


def next_up(runtime):
    """What a worker would take next; it is put back, as after a failure."""
    with runtime.database.writing() as session:
        taken = inbox.take(session, runtime.clock.now())
        session.rollback()
    return taken[0] if taken else None


class TestStoring:
    def test_a_message_that_is_here_already_is_passed_over(self, critic, clock):
        song = a_song(clock)
        assert store(critic, song) == 1
        assert store(critic, song, song, a_song(clock, number=2)) == 1
        assert states(critic) == [State.PENDING, State.PENDING]

    def test_a_handled_one_that_comes_again_stays_handled(self, critic, clock):
        song = a_song(clock)
        store(critic, song)
        finish_next(critic)
        assert store(critic, song) == 0
        assert states(critic) == [State.DONE]

    def test_more_than_a_statement_holds_goes_in_all_the_same(self, critic, clock):
        assert store(critic, *[a_song(clock, number=number) for number in range(1203)]) == 1203


MALFORMED = {
    "no JSON": b"a song",
    "no object": b"[1, 2]",
    "no attributes": b'{"specversion": "1.0"}',
    "an id that is no text": json.dumps({"id": 7, "type": "t"}).encode(),
    "no UTF-8": b'{"id": "\xff\xfe"}',
    "a NUL": b'{"id": "\x00"}',
    "nested without end": b"[" * 100_000,
    "empty": b"",
}


class TestMalformed:
    @pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
    def test_what_is_no_event_is_parked_with_its_payload(self, critic, body):
        assert store(critic, body) == 1
        with critic.look() as work:
            row = work.session.execute(table.select()).one()
        assert (row.state, row.type) == (State.PARKED, "malformed")
        kept = row.body
        assert (b64decode(kept[7:]) if kept.startswith("base64:") else kept.encode()) == body
        assert row.error

    @pytest.mark.parametrize(
        ("attribute", "value"),
        [
            ("subject", "singer/" + "a" * 300),
            ("id", "x" * 65),
            ("id", ""),
            ("correlation_id", "nul\x00"),
            ("type", "half a pair \ud800"),
            ("causation_id", "x" * 65),
        ],
    )
    def test_attributes_that_no_column_holds_are_malformed(self, critic, clock, attribute, value):
        body = json.loads(a_song(clock))
        body[attribute.replace("_", "")] = value
        store(critic, json.dumps(body), a_song(clock))
        assert states(critic) == [State.PARKED, State.PENDING]

    def test_one_malformed_message_holds_up_no_other(self, critic, clock):
        store(critic, b"noise", a_song(clock))
        with critic.work() as work:
            assert take(work.session, critic) == ("singer/alto", 1)


class TestTaking:
    def test_the_oldest_comes_first(self, critic, clock):
        store(critic, *[a_song(clock, number=number) for number in (1, 2, 3)])
        assert [json.loads(finish_next(critic).body)["data"]["number"] for _ in range(3)] == [1, 2, 3]
        with critic.work() as work:
            assert take(work.session, critic) is None

    def test_what_is_behind_an_unfinished_one_of_its_subject_waits(self, critic, clock):
        store(critic, a_song(clock, "alto", 1), a_song(clock, "alto", 2), a_song(clock, "bass", 1))
        heard = next_up(critic)
        with critic.work() as work:
            inbox.retry(work.session, heard, "not today", work.now + timedelta(seconds=30))
        with critic.work() as work:
            assert take(work.session, critic) == ("singer/bass", 1)
        clock.move(seconds=31)
        with critic.work() as work:
            assert take(work.session, critic) == ("singer/alto", 1)

    def test_what_is_behind_a_parked_one_waits_with_it(self, critic, clock):
        store(critic, a_song(clock, "alto", 1), a_song(clock, "alto", 2), a_song(clock, "bass", 1))
        heard = next_up(critic)
        with critic.work() as work:
            inbox.park(work.session, heard, "hopeless")
        finish_next(critic)
        with critic.work() as work:
            assert take(work.session, critic) is None
            assert inbox.depth(work.session) == (1, clock.now(), 1)


class TestTakingInSeveralProcesses:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_two_workers_take_different_subjects(self, critic, clock):
        store(critic, a_song(clock, "alto", 1), a_song(clock, "bass", 1))
        with critic.work() as one, critic.work() as other:
            assert take(one.session, critic) == ("singer/alto", 1)
            assert take(other.session, critic) == ("singer/bass", 1)

    def test_nobody_takes_the_second_of_a_subject_while_the_first_is_being_handled(self, critic, clock):
        store(critic, a_song(clock, "alto", 1), a_song(clock, "alto", 2))
        with critic.work() as one, critic.work() as other:
            assert take(one.session, critic) == ("singer/alto", 1)
            assert take(other.session, critic) is None


class TestForgetting:
    def test_only_finished_events_are_forgotten(self, critic, clock):
        store(critic, a_song(clock, "alto"), a_song(clock, "bass"), a_song(clock, "tenor"))
        finish_next(critic)
        heard = next_up(critic)
        with critic.work() as work:
            inbox.park(work.session, heard, "hopeless")
        clock.move(days=91)
        with critic.work() as work:
            assert inbox.forget(work.session, work.now - timedelta(days=90)) == 1
        assert states(critic) == [State.PARKED, State.PENDING]

    def test_a_finished_event_may_be_handled_again_and_a_parked_one_stays(self, critic, clock):
        store(critic, a_song(clock, "alto"), a_song(clock, "bass"))
        done = finish_next(critic)
        parked = next_up(critic)
        with critic.work() as work:
            inbox.park(work.session, parked, "hopeless")
        with critic.work() as work:
            inbox.handle_again(work.session, [done.event_id, parked.event_id], work.now)
        assert states(critic) == [State.PENDING, State.PARKED]
