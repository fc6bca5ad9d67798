"""The outbox: what was announced in a transaction, exactly, and nothing else."""

from datetime import timedelta

import pytest

from kit.bus import outbox
from kit.events import ANY, Envelope, Event
from kit.tables import outbox as table
from tests.faults.house import Agency, Song, SongSung, sing


class ShowEnded(Event, service=ANY, about="stage", key="stage"):
    """Anybody may end a show."""

    stage: str


@pytest.fixture
def agency(runtime_of):
    return runtime_of(Agency)


def waiting(runtime):
    with runtime.look() as work:
        return outbox.pending(work.session, 100)


def announce(runtime, *singers):
    with runtime.work() as work:
        for number, singer in enumerate(singers):
            work.announce(SongSung(singer=singer, number=number))


class TestAnnouncing:
    def test_what_is_committed_waits_to_be_sent(self, agency):
        sing(agency, "alto", songs=2)
        assert [event.subject for event in waiting(agency)] == ["singer/alto", "singer/alto"]

    def test_what_is_rolled_back_was_never_said(self, agency):
        with pytest.raises(ZeroDivisionError), agency.work() as work:
            work.session.add(Song(singer="alto", number=1))
            work.announce(SongSung(singer="alto", number=1))
            work.session.flush()
            raise ZeroDivisionError
        assert waiting(agency) == []

    def test_each_thing_has_a_sequence_of_its_own(self, agency):
        announce(agency, "alto", "bass", "alto")
        announce(agency, "alto")
        with agency.look() as work:
            rows = work.session.execute(table.select().order_by(table.c.subject, table.c.position))
            assert [(row.subject, row.sequence) for row in rows] == [
                ("singer/alto", 1),
                ("singer/alto", 2),
                ("singer/alto", 3),
                ("singer/bass", 1),
            ]

    @pytest.mark.parametrize("singers", [["alto"], ["alto", "alto"]])
    def test_the_number_goes_into_the_document_and_nowhere_else(self, agency, singers):
        """Whether a database puts it there or we do."""
        lines = (f'"sequence":"{0:020d}"', f"{0:020d}", "\\", "%s :by")
        sing(agency, "alto", songs=41)
        with agency.work() as work:
            for number, singer in enumerate(singers):
                work.announce(SongSung(singer=singer, number=number, lines=lines), estate="e1")
        with agency.look() as work:
            rows = work.session.execute(table.select().order_by(table.c.position)).all()[41:]
        told = [Envelope.from_json(row.body) for row in rows]
        assert [row.sequence for row in rows] == [one.sequence for one in told] == [42, 43][: len(singers)]
        assert {tuple(one.data["lines"]) for one in told} == {lines}
        assert [one.to_json() for one in told] == [row.body for row in rows]

    def test_a_commit_wakes_the_relay(self, agency):
        announce(agency, "alto")
        assert agency.said.wait(0)

    def test_nobody_is_woken_for_nothing(self, agency):
        with agency.work():
            pass
        assert not agency.said.wait(0)


class TestWaves:
    def test_no_wave_holds_two_of_one_subject(self, agency):
        announce(agency, "alto", "alto", "bass", "alto", "bass")
        waves = outbox.waves(waiting(agency))
        assert [[event.subject for event in wave] for wave in waves] == [
            ["singer/alto", "singer/bass"],
            ["singer/alto", "singer/bass"],
            ["singer/alto"],
        ]
        for subject in ("singer/alto", "singer/bass"):
            positions = [event.position for wave in waves for event in wave if event.subject == subject]
            assert positions == sorted(positions)


class TestSending:
    def test_what_was_sent_waits_no_more(self, agency):
        announce(agency, "alto", "bass")
        alto, bass = waiting(agency)
        with agency.work() as work:
            outbox.mark_sent(work.session, [alto], work.now)
        assert waiting(agency) == [bass]

    def test_only_what_was_sent_is_forgotten(self, agency, clock):
        announce(agency, "alto", "bass")
        with agency.work() as work:
            outbox.mark_sent(work.session, waiting(agency)[:1], work.now)
        clock.move(days=91)
        with agency.work() as work:
            assert outbox.forget(work.session, work.now - timedelta(days=90)) == 1
        assert [event.subject for event in waiting(agency)] == ["singer/bass"]

    def test_a_replay_holds_only_what_was_sent(self, agency, clock):
        announce(agency, "alto", "bass")
        with agency.work() as work:
            outbox.mark_sent(work.session, waiting(agency)[:1], work.now)
        with agency.look() as work:
            an_hour = timedelta(hours=1)
            found = outbox.stretch(work.session, work.now - an_hour, work.now + an_hour, [], after=0, limit=10)
        assert [event.subject for event in found] == ["singer/alto"]

    def test_a_replay_may_be_of_some_types_alone(self, agency, clock):
        announce(agency, "alto")
        with agency.work() as work:
            work.announce(ShowEnded(stage="main"))
        with agency.work() as work:
            outbox.mark_sent(work.session, outbox.pending(work.session, 10), work.now)
        until = clock.now() + timedelta(hours=1)
        with agency.look() as work:
            found = outbox.stretch(work.session, clock.now(), until, ["agency.show_ended.v1"], after=0, limit=10)
        assert [event.subject for event in found] == ["stage/main"]

    def test_the_depth_tells_how_much_waits_and_since_when(self, agency, clock):
        began = clock.now()
        announce(agency, "alto")
        clock.move(minutes=5)
        announce(agency, "bass")
        with agency.look() as work:
            assert outbox.depth(work.session) == (2, began)
