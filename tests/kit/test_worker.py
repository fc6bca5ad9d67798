"""Workers: effect, what it announces and the done mark together; what fails is tried again and then set aside."""

import sqlite3
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import OperationalError

from kit.bus import inbox, outbox, parked
from kit.bus.inbox import State
from kit.bus.worker import ATTEMPTS, Worker
from kit.errors import Refused
from kit.events import Envelope
from kit.reasons import Reason
from kit.service import Service, on
from kit.tables import inbox as table
from tests.faults.house import CriticBase, Review, SongReviewed, SongSung, an_event, wait_until


class Moody(Service):
    """A critic who fails as the song's first line tells."""

    name = "critic"
    metadata = CriticBase.metadata

    @on(SongSung)
    def review(self, work, event):
        work.session.add(Review(singer=event.singer, number=event.number, event_id=work.heard.id))
        work.session.flush()
        work.announce(SongReviewed(singer=event.singer, number=event.number))
        match event.lines:
            case ("boo",):
                raise RuntimeError("the critic has walked out")
            case ("refused",):
                raise Refused(Reason("no", "不行。", "No."))
            case ("nonsense",):
                work.session.execute(text("SELECT no_such_column FROM reviews"))
            case ("full",):
                full = sqlite3.OperationalError("database or disk is full")
                full.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise OperationalError("INSERT", {}, full)
            case ("clash",):
                work.session.execute(Review.__table__.insert(), [{"position": 1, "singer": "x", "number": 1}] * 2)


@pytest.fixture
def critic(runtime_of):
    return runtime_of(Moody)


@pytest.fixture
def worker(critic):
    return Worker(critic, threading.Event())


def hear(runtime, singer, number=1, *lines, **attributes):
    """Puts a song into the inbox; gives the id of its event."""
    envelope = an_event(SongSung(singer=singer, number=number, lines=lines), runtime.clock.now(), **attributes)
    with runtime.work() as work:
        inbox.store(work.session, [envelope.to_json()], work.now)
    return envelope


def work_off(worker):
    handled = 0
    while worker.handle():
        handled += 1
    return handled


def reviews(runtime):
    with runtime.look() as work:
        return [(row.singer, row.number) for row in work.session.scalars(select(Review).order_by(Review.position))]


def row_of(runtime, envelope):
    with runtime.look() as work:
        return work.session.execute(table.select().where(table.c.event_id == envelope.id)).one()


class TestHandling:
    def test_effect_and_answer_and_mark_come_together(self, critic, worker):
        envelope = hear(critic, "alto")
        assert work_off(worker) == 1
        assert reviews(critic) == [("alto", 1)]
        assert row_of(critic, envelope).state == State.DONE
        with critic.look() as work:
            (said,) = outbox.pending(work.session, 10)
        assert said.type == "critic.song_reviewed.v1"

    def test_what_is_said_in_turn_names_its_cause(self, critic, worker):
        envelope = hear(critic, "alto")
        work_off(worker)
        with critic.look() as work:
            (said,) = outbox.pending(work.session, 10)
        answer = Envelope.from_json(said.body)
        assert (answer.correlation_id, answer.causation_id) == (envelope.correlation_id, envelope.id)
        assert answer.actor == "service:critic"

    def test_a_subject_is_worked_off_in_order(self, critic, worker):
        for number in (1, 2, 3):
            hear(critic, "alto", number)
        work_off(worker)
        assert reviews(critic) == [("alto", 1), ("alto", 2), ("alto", 3)]


class TestFailing:
    def test_nothing_of_a_failed_attempt_stays(self, critic, worker):
        envelope = hear(critic, "alto", 1, "boo")
        work_off(worker)
        assert reviews(critic) == []
        with critic.look() as work:
            assert outbox.pending(work.session, 10) == []
        row = row_of(critic, envelope)
        assert (row.state, row.attempts) == (State.PENDING, 1)
        assert "the critic has walked out" in row.error

    def test_it_is_tried_again_after_growing_pauses_and_then_parked(self, critic, worker, clock):
        envelope = hear(critic, "alto", 1, "boo")
        pauses = []
        for _ in range(ATTEMPTS - 1):
            assert work_off(worker) == 1
            due = row_of(critic, envelope).due_at
            pauses.append((due - clock.now()).total_seconds())
            clock.at = due
        assert work_off(worker) == 1
        assert row_of(critic, envelope).state == State.PARKED
        assert all(0.5 * 0.5 * 2**n <= pause <= 0.5 * 2**n for n, pause in enumerate(pauses))

    def test_what_rules_refuse_is_parked_at_once(self, critic, worker):
        envelope = hear(critic, "alto", 1, "refused")
        work_off(worker)
        row = row_of(critic, envelope)
        assert (row.state, row.attempts) == (State.PARKED, 1)
        assert "No." in row.error

    def test_an_event_nobody_here_listens_to_is_parked_at_once(self, critic, worker):
        stranger = hear(critic, "alto", type="agency.concert_cancelled.v1")
        unasked = hear(critic, "alto", type="critic.song_reviewed.v1", data={"singer": "alto", "number": 1})
        work_off(worker)
        assert "unknown event type" in row_of(critic, stranger).error
        assert row_of(critic, unasked).state == State.PENDING  # It waits behind the other, being of the same subject.
        with critic.work() as work:
            assert parked.discard(work.session, parked.one(row_of(critic, stranger).position), "noise", work.now) == 1
        work_off(worker)
        assert "does not listen" in row_of(critic, unasked).error

    def test_data_that_does_not_fit_is_parked_at_once(self, critic, worker):
        envelope = hear(critic, "alto", data={"singer": "alto", "number": "many"})
        work_off(worker)
        row = row_of(critic, envelope)
        assert row.state == State.PARKED
        assert "number" in row.error

    def test_a_clash_in_the_database_is_tried_again_first(self, critic, worker):
        envelope = hear(critic, "alto", 1, "clash")
        work_off(worker)
        assert row_of(critic, envelope).state == State.PENDING

    def test_a_question_that_no_database_can_answer_is_parked_in_the_end(self, critic, worker, clock):
        envelope = hear(critic, "alto", 1, "nonsense")
        for _ in range(ATTEMPTS):
            work_off(worker)
            clock.move(minutes=10)
        assert row_of(critic, envelope).state == State.PARKED

    def test_a_database_in_trouble_is_waited_for_however_long_it_takes(self, critic, worker, clock):
        envelope = hear(critic, "alto", 1, "full")
        for _ in range(ATTEMPTS + 3):
            work_off(worker)
            clock.move(minutes=10)
        assert row_of(critic, envelope).state == State.PENDING

    def test_the_same_subject_waits_and_no_other_does(self, critic, worker):
        hear(critic, "alto", 1, "boo")
        hear(critic, "alto", 2)
        hear(critic, "bass", 1)
        work_off(worker)
        assert reviews(critic) == [("bass", 1)]

    def test_one_percent_of_poison_does_not_slow_the_rest(self, critic, worker):
        for number in range(100):
            hear(critic, f"singer {number}", 1, *(["refused"] if number == 50 else []))
        assert work_off(worker) == 100
        assert len(reviews(critic)) == 99

    def test_sent_again_it_has_all_its_attempts_ahead_and_what_waited_follows(self, critic, worker, clock):
        envelope = hear(critic, "alto", 1, "refused")
        hear(critic, "alto", 2)
        work_off(worker)
        with critic.work() as work:
            mended = row_of(critic, envelope).body.replace("refused", "sweetly")
            work.session.execute(table.update().where(table.c.event_id == envelope.id).values(body=mended))
            assert parked.send_again(work.session, parked.every_one(), work.now) == 1
        work_off(worker)
        assert reviews(critic) == [("alto", 1), ("alto", 2)]


class TestTogether:
    """Several events in one transaction: as if each had its own, only quicker."""

    @pytest.fixture(autouse=True)
    def without_haste(self, monkeypatch):
        monkeypatch.setattr("kit.bus.worker.QUICK", 1e6)

    @pytest.fixture
    def commits(self, critic):
        seen = []
        event.listen(critic.database.engine, "commit", seen.append)
        return seen

    def test_many_are_handled_in_one_transaction(self, critic, worker, commits):
        for singer in ("alto", "bass", "tenor"):
            hear(critic, singer)
        commits.clear()
        assert worker.handle(10) == 3
        assert len(commits) == 1
        assert reviews(critic) == [("alto", 1), ("bass", 1), ("tenor", 1)]

    def test_never_two_of_one_subject(self, critic, worker):
        for number in (1, 2):
            hear(critic, "alto", number)
        assert worker.handle(10) == 1
        assert reviews(critic) == [("alto", 1)]

    def test_what_each_says_names_its_own_cause(self, critic, worker):
        heard = [hear(critic, singer) for singer in ("bass", "alto")]
        worker.handle(10)
        with critic.look() as work:
            said = [Envelope.from_json(row.body) for row in outbox.pending(work.session, 10)]
        assert {(one.subject, one.causation_id) for one in said} == {(one.subject, one.id) for one in heard}

    def test_each_begins_with_nothing_loaded(self, critic, worker, monkeypatch):
        loaded, review = [], critic.service.review

        def look_and_review(work, song):
            loaded.append(len(work.session.identity_map))
            review(work, song)

        monkeypatch.setattr(critic.service, "review", look_and_review)
        for singer in ("alto", "bass"):
            hear(critic, singer)
        worker.handle(10)
        assert loaded == [0, 0]

    def test_one_that_fails_undoes_all_and_is_judged_only_by_what_it_does_alone(self, critic, worker):
        rows = [hear(critic, singer, 1, *lines) for singer, *lines in (["alto"], ["bass", "refused"], ["tenor"])]
        assert worker.handle(10) == 2
        assert reviews(critic) == []
        assert [row_of(critic, row).attempts for row in rows] == [0, 0, 0]
        turns = ["alto", "bass with tenor, in vain", "bass", "tenor", "nothing"]
        assert [worker._handle_at_pace() for _ in turns] == [1, 1, 1, 1, 0]
        assert [row_of(critic, row).state for row in rows] == [State.DONE, State.PARKED, State.DONE]
        assert [row_of(critic, row).attempts for row in rows] == [0, 1, 0]

    def test_what_is_only_added_goes_to_the_database_together(self, critic, worker, monkeypatch):
        """And where one of it clashes there, that one is found and judged alone."""
        statements, taken = [], 1000

        def add(work, song):
            position = taken if song.singer == "singer 1" else taken + song.number
            work.session.add(Review(position=position, singer=song.singer, number=song.number, event_id=work.heard.id))

        with critic.work() as work:
            work.session.add(Review(position=taken, singer="somebody", number=0, event_id="before"))
        event.listen(critic.database.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        monkeypatch.setattr(critic.service, "review", add)
        rows = [hear(critic, f"singer {number}", number) for number in range(1, 9)]
        monkeypatch.setattr(worker, "_most", 8)
        assert [worker._handle_at_pace() for _ in range(8)] == [8, 4, 2, 1, 2, 4, 1, 0]
        assert [row_of(critic, row).state for row in rows] == [State.PENDING, *[State.DONE] * 7]
        assert [row_of(critic, row).attempts for row in rows] == [1, *[0] * 7]
        assert len(reviews(critic)) == 8
        assert sum(statement.startswith("INSERT INTO reviews") for statement in statements) == 7

    def test_as_many_are_taken_as_are_done_quickly(self, critic, worker):
        for number in range(12):
            hear(critic, f"singer {number}")
        assert [worker._handle_at_pace() for _ in range(5)] == [1, 2, 4, 5, 0]

    def test_what_would_keep_the_transaction_open_too_long_is_left_to_the_next(self, critic, worker, monkeypatch):
        monkeypatch.setattr("kit.bus.worker.QUICK", 0.0)
        rows = [hear(critic, singer) for singer in ("alto", "bass", "tenor")]
        assert worker.handle(10) == 1
        assert [row_of(critic, row).state for row in rows] == [State.DONE, State.PENDING, State.PENDING]
        assert critic.heard.wait(0), "somebody else may do the rest"
        assert [worker._handle_at_pace() for _ in range(3)] == [1, 1, 0]

    def test_whoever_takes_all_that_it_may_wakes_another(self, critic, worker):
        hear(critic, "alto")
        worker.handle(2)
        assert not critic.heard.wait(0)
        hear(critic, "alto", 2)
        worker.handle(1)
        assert critic.heard.wait(0)


class TestWaitingForAnother:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_a_transaction_of_several_waits_only_briefly_for_a_row(self, critic, worker, monkeypatch):
        """Two such could wait for each other; whoever gives up does what it can without that row."""

        def change(work, song):
            work.session.execute(update(Review).where(Review.singer == song.singer).values(number=2))

        with critic.work() as work:
            work.session.add_all([Review(singer=singer, number=1, event_id=singer) for singer in ("alto", "bass")])
        heard = [hear(critic, singer) for singer in ("alto", "bass")]
        monkeypatch.setattr(critic.service, "review", change)
        monkeypatch.setattr(worker, "_most", 2)
        handled = []
        handling = threading.Thread(target=lambda: handled.extend(worker._handle_at_pace() for _ in range(2)))
        with critic.work() as held:
            held.session.execute(select(Review).where(Review.singer == "bass").with_for_update()).all()
            handling.start()
            handling.join(20)
            assert handled == [2, 1]
            assert reviews(critic) == [("alto", 2), ("bass", 1)]
        work_off(worker)
        assert reviews(critic) == [("alto", 2), ("bass", 2)]
        assert [row_of(critic, row).attempts for row in heard] == [0, 0]


class TestTheLoop:
    def test_it_waits_for_what_is_due_and_no_longer(self, critic, worker, clock):
        assert worker._until_next() == 5.0
        envelope = hear(critic, "alto", 1, "boo")
        work_off(worker)
        due = row_of(critic, envelope).due_at
        assert worker._until_next() == pytest.approx((due - clock.now()).total_seconds(), abs=0.01)
        clock.at = due + timedelta(seconds=9)
        assert worker._until_next() == 0.0
        assert worker._until_next() == 5.0

    def test_a_database_in_trouble_is_waited_for_and_the_loop_goes_on(self, critic, worker):
        hear(critic, "alto")
        troubled = threading.Event()
        event.listen(critic.database.engine, "handle_error", lambda _context: troubled.set())
        with critic.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE inbox RENAME TO gone"))
        loop = threading.Thread(target=worker.run)
        loop.start()
        assert troubled.wait(10)
        with critic.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO inbox"))
        wait_until(lambda: reviews(critic) == [("alto", 1)], "the song is reviewed after all")
        worker.stop.set()
        critic.heard.set()
        loop.join(10)
        assert not loop.is_alive()

    def test_a_clock_set_back_keeps_no_event_waiting(self, critic, worker, clock):
        clock.move(hours=2)
        hear(critic, "alto")
        clock.move(hours=-2)
        assert work_off(worker) == 1

    def test_what_waits_behind_a_parked_one_makes_nobody_look_again_and_again(self, critic, worker):
        hear(critic, "alto", 1, "refused")
        hear(critic, "alto", 2)
        work_off(worker)
        assert worker._until_next() == 5.0
