"""Units of work: what is announced is written down with what is done, or not at all."""

import contextlib
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from kit.events import Envelope
from kit.ids import new_id
from kit.tables import outbox
from tests.kit.choir import Base, HeardSong, Listener, Singers, Song, SongSung


def said(runtime) -> list[Envelope]:
    with runtime.look() as work:
        return [
            Envelope.from_json(body) for body in work.session.scalars(select(outbox.c.body).order_by(outbox.c.position))
        ]


class TestAnnouncing:
    def test_what_is_announced_is_committed_with_the_work(self, runtime_of):
        singers = runtime_of(Singers)
        with singers.work() as work:
            work.announce(SongSung("s1"))
        assert [envelope.subject for envelope in said(singers)] == ["song/s1"]

    def test_what_is_rolled_back_was_never_said(self, runtime_of):
        singers = runtime_of(Singers)
        with pytest.raises(ZeroDivisionError), singers.work() as work:
            work.announce(SongSung("s1"))
            work.session.flush()
            raise ZeroDivisionError
        assert said(singers) == []

    def test_events_about_one_thing_are_numbered_in_their_order(self, runtime_of):
        singers = runtime_of(Singers)
        with singers.work() as work:
            for words in ("one", "two"):
                work.announce(SongSung("s1", (words,)))
            work.announce(SongSung("s2"))
        with singers.work() as work:
            work.announce(SongSung("s1", ("three",)))
        assert [(e.subject, e.sequence) for e in said(singers)] == [
            ("song/s1", 1),
            ("song/s1", 2),
            ("song/s2", 1),
            ("song/s1", 3),
        ]

    def test_a_service_says_only_its_own_events(self, runtime_of):
        listener = runtime_of(Listener)
        with pytest.raises(ValueError, match="belongs to singers"), listener.work() as work:
            work.announce(SongSung("s1"))

    def test_two_works_about_the_same_things_number_them_without_a_gap(self, runtime_of):
        singers = runtime_of(Singers)

        def sing(names: list[str]) -> None:
            for _ in range(10):
                with singers.work() as work:
                    for name in names:
                        work.announce(SongSung(name))

        threads = [threading.Thread(target=sing, args=(names,)) for names in (["a", "b"], ["b", "a"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        of_a = [e.sequence for e in said(singers) if e.subject == "song/a"]
        assert of_a == list(range(1, 21))


class TestReading:
    def test_a_look_sees_one_snapshot_and_writes_nothing(self, runtime_of):
        singers = runtime_of(Singers)
        with contextlib.suppress(DBAPIError), singers.look() as look:  # PostgreSQL refuses it at once.
            assert look.session.scalars(select(Song)).all() == []
            look.session.add(Song(id="0190c0de-0000-7000-8000-000000000001", title="la"))
            look.session.flush()
        with singers.look() as look:
            assert look.session.scalars(select(Song)).all() == []


class TestDay:
    def test_today_is_the_estates_day(self, runtime_of, clock):
        clock.move(hours=14)  # 23:00 in Shanghai
        with runtime_of(Listener).work() as work:
            assert work.today().isoformat() == "2026-12-07"
            assert work.today("Pacific/Auckland").isoformat() == "2026-12-08"


def test_each_service_has_tables_of_its_own():
    assert Base.metadata is not HeardSong.metadata


class TestOneBesideTheOther:
    def test_it_holds_nothing_that_the_one_before_has_found(self, runtime_of):
        """The rows of the one before are no longer part of the transaction, though their locks are."""
        with runtime_of(Singers).work() as work:
            work.held(Song, "s1", lambda: "found by the first")
            second = work.beside(work.caller, work.cause, work.heard)
            assert second.held(Song, "s1", lambda: "found by the second") == "found by the second"


class TestHolding:
    ID = new_id()

    def found(self, work):
        """The song as it is found, and how often it was looked for."""
        looks = []

        def find():
            looks.append(work.session.get(Song, self.ID))
            return looks[-1]

        songs = [work.held(Song, self.ID, find) for _ in range(2)]
        return songs, len(looks)

    def test_what_a_writing_work_has_locked_is_found_once(self, runtime_of):
        singers = runtime_of(Singers)
        with singers.work() as work:
            assert self.found(work) == ([None, None], 2)
            song = Song(id=self.ID, title="one")
            work.session.add(song)
            work.session.flush()
            assert self.found(work) == ([song, song], 1)

    def test_a_work_that_reads_holds_nothing(self, runtime_of):
        with runtime_of(Singers).look() as work:
            assert self.found(work)[1] == 2


class TestAlone:
    def test_its_time_is_when_it_came_to_be_alone(self, runtime_of, clock):
        """However long it had waited: what is done one after the other bears times one after the other."""
        singers = runtime_of(Singers)
        began, times = threading.Event(), []

        def sing_second():
            with singers.work() as work:
                began.set()
                work.alone("atrium.tests.stage")
                times.append(work.now)

        with singers.work() as work:
            work.alone("atrium.tests.stage")
            second = threading.Thread(target=sing_second)
            second.start()
            if not singers.database.is_sqlite:  # There the second does not even begin before the first has ended.
                assert began.wait(10)
            clock.move(seconds=3)
            times.append(clock.now())
        second.join(10)
        assert times[0] == times[1]

    def test_its_time_never_runs_backwards(self, runtime_of, clock):
        with runtime_of(Singers).work() as work:
            began = work.now
            clock.move(seconds=-5)
            work.alone("atrium.tests.stage")
            assert work.now == began


class TestAPartThatMayFail:
    def test_nothing_of_it_is_changed_or_announced_and_the_rest_is(self, runtime_of):
        singers = runtime_of(Singers)
        with singers.work() as work:
            work.announce(SongSung("s1"))
            with contextlib.suppress(ZeroDivisionError), work.apart():
                work.session.add(Song(id=new_id(), title="the second"))
                work.announce(SongSung("s2"))
                work.after_commit.append(pytest.fail)
                raise ZeroDivisionError
            with work.apart():
                work.session.add(Song(id=new_id(), title="the third"))
                work.announce(SongSung("s3"))
        assert [envelope.subject for envelope in said(singers)] == ["song/s1", "song/s3"]
        with singers.look() as work:
            assert list(work.session.scalars(select(Song.title))) == ["the third"]
