"""A back-up: all databases as of one moment, taken while everybody goes on, and brought back into empty ones."""

import json
import threading
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import ProgrammingError

from kit.backup import cut
from kit.backup.copier import NotPossible
from kit.backup.folder import PAPER
from kit.backup.keeping import back_up, copiers_of, restore
from kit.backup.unheard import TOLD_APART, say_again
from kit.bus import inbox, outbox
from kit.database import Database
from kit.runtime import Runtime
from kit.tables import outbox as outbox_table
from tests.databases import migrated
from tests.faults.byhand import ByHand
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import HOUSE, Song, count, sing


@pytest.fixture
def make(engine, request, database_url, clock):
    """Makes houses of agency and critic, with their tables or with nothing yet."""
    if engine == "postgresql":
        request.getfixturevalue("pg_dump")
    with ExitStack() as held:

        def make(empty=False):
            databases = [Database(database_url()) if empty else migrated(database_url(), one) for one in HOUSE]
            for database in databases:
                held.callback(database.close)
            return {one.name: Runtime(one, database, clock) for one, database in zip(HOUSE, databases, strict=True)}

        yield make


@pytest.fixture
def house(make):
    return make()


@pytest.fixture
def kept(house, tmp_path):
    """A back-up of a house with one song, whose critic has not heard it."""
    sing(house["agency"], "alto")
    back_up(house, tmp_path / "kept", [].append)
    return tmp_path / "kept"


def judge(house):
    urls = [runtime.database.url.render_as_string(hide_password=False) for runtime in house.values()]
    findings = Findings(*urls)
    assert findings.told() == NOTHING_WRONG
    return findings.sung


class TestThereAndBack:
    def test_what_was_there_at_the_cut_is_there_again_and_goes_on(self, house, make, tmp_path, clock):
        old = ByHand(house["agency"], house["critic"])
        sing(house["agency"], "alto", songs=3)
        for _ in range(3):
            old.go_round()
        sing(house["agency"], "bass")
        told = []
        back_up(house, tmp_path / "kept", told.append)
        sing(house["agency"], "tenor")
        other = make(empty=True)
        restore(other, tmp_path / "kept", None, told.append)
        new = ByHand(other["agency"], other["critic"])
        while new.go_round():
            clock.move(minutes=1)
        assert judge(other) == 4
        assert "writes were held for" in told[0]

    def test_a_house_that_has_something_is_not_filled(self, house, kept):
        with pytest.raises(NotPossible, match="agency's database is not empty"):
            restore(house, kept, None, print)

    def test_it_is_for_its_owners_eyes(self, kept):
        assert kept.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o077 for file in kept.glob("agency.*")} == {0}


class TestTheCut:
    def test_what_is_done_after_the_look_is_not_written(self, house, make, tmp_path):
        sing(house["agency"], "alto")
        with copiers_of(house) as copiers:
            cut.take(list(copiers.values()))
            sing(house["agency"], "alto")
            copiers["agency"].write(tmp_path / "agency")
        other = make(empty=True)
        with copiers_of(other) as copiers:
            copiers["agency"].read(tmp_path / "agency")
        assert (count(house["agency"], Song), count(other["agency"], Song)) == (2, 1)

    @pytest.mark.parametrize("act", ["a door", "the bus"])
    def test_nobody_acts_or_hears_meanwhile_and_all_go_on_afterwards(self, house, act):
        critic, done = house["critic"], threading.Event()

        def work():
            if act == "a door":
                sing(house["agency"], "alto")
            else:
                with critic.work() as work:
                    inbox.store(work.session, ["noise"], work.now)
            done.set()

        with copiers_of(house) as copiers, cut.everybody_held(list(copiers.values())):
            threading.Thread(target=work, daemon=True).start()
            assert not done.wait(0.5)
        assert done.wait(30)

    def test_a_long_write_is_not_waited_for_with_everybody_held(self, house):
        pauses = []
        with copiers_of(house) as copiers, ExitStack() as writing:
            work = writing.enter_context(house["critic"].work())
            inbox.store(work.session, ["noise"], work.now)

            def pause(seconds):
                """Everybody else goes on; then the long write is over too."""
                pauses.append(seconds)
                sing(house["agency"], "alto")
                writing.close()

            assert cut.take(list(copiers.values()), pause) < 30
        assert len(pauses) == 1

    def test_without_any_quiet_moment_it_is_given_up(self, house, monkeypatch):
        monkeypatch.setattr(cut, "ATTEMPTS", 2)
        pauses = []
        with copiers_of(house) as copiers, house["critic"].work() as work:
            inbox.store(work.session, ["noise"], work.now)
            with pytest.raises(NotPossible, match="no quiet moment"):
                cut.take(list(copiers.values()), pauses.append)
        assert len(pauses) == 1


class TestUnheard:
    """Events that left the agency's outbox; the critic has some of them in its inbox."""

    @pytest.fixture
    def agency(self, house):
        return house["agency"]

    @pytest.fixture
    def critic(self, house):
        return house["critic"]

    def say(self, agency, clock, *singers):
        """One event a minute, each sent at once; gives their bodies."""
        bodies = []
        for singer in singers:
            clock.move(minutes=10)
            sing(agency, singer)
            with agency.work() as work:
                (event,) = outbox.pending(work.session, 10)
                outbox.mark_sent(work.session, [event], work.now)
            bodies.append(event.body)
        return bodies

    def hear(self, critic, *bodies):
        with critic.work() as work:
            inbox.store(work.session, bodies, work.now)

    def pending(self, agency):
        with agency.look() as work:
            return [event.subject.removeprefix("singer/") for event in outbox.pending(work.session, 10)]

    def test_what_lay_with_the_broker_is_said_again(self, agency, critic, clock):
        heard, *_ = self.say(agency, clock, "alto", "bass", "tenor")
        self.hear(critic, heard)
        assert say_again(agency, [agency, critic], clock.now()) == {"critic": 2}
        assert self.pending(agency) == ["bass", "tenor"]

    def test_a_listener_that_has_heard_nothing_yet_hears_everything(self, agency, critic, clock):
        self.say(agency, clock, "alto", "bass")
        assert say_again(agency, [agency, critic], clock.now()) == {"critic": 2}

    def test_where_everything_was_heard_nothing_is_said_again(self, agency, critic, clock):
        self.hear(critic, *self.say(agency, clock, "alto", "bass"))
        assert say_again(agency, [agency, critic], clock.now()) == {}
        assert self.pending(agency) == []

    def test_what_was_said_before_somebody_listened_stays_unheard(self, agency, critic, clock):
        _, heard = self.say(agency, clock, "alto", "bass")
        self.hear(critic, heard)
        assert say_again(agency, [critic], clock.now()) == {}

    def test_two_relays_whose_clocks_differ_a_little_hide_nothing(self, agency, critic, clock):
        missing, heard = self.say(agency, clock, "alto", "bass")
        self.hear(critic, heard)
        with agency.work() as work:
            slow = clock.now() - timedelta(minutes=4)
            alto = outbox_table.c.body == missing
            work.session.execute(update(outbox_table).where(alto).values(sent_at=slow))
        assert say_again(agency, [critic], clock.now()) == {"critic": 1}

    def test_what_is_so_old_that_inboxes_forget_it_is_left_alone(self, agency, critic, clock):
        self.say(agency, clock, "alto")
        clock.move(days=TOLD_APART.days + 1)
        assert say_again(agency, [critic], clock.now()) == {}


class TestRefusals:
    @pytest.fixture
    def engine(self):
        """What is refused before any database is asked is refused on either engine."""
        return "sqlite"

    def test_a_folder_that_exists_is_not_written_into(self, house, kept):
        with pytest.raises(NotPossible, match="exists already"):
            back_up(house, kept, print)

    def test_a_house_without_its_tables_is_not_kept(self, make, tmp_path):
        with pytest.raises(NotPossible, match="atrium migrate"):
            back_up(make(empty=True), tmp_path / "kept", print)
        assert not (tmp_path / "kept").exists()

    def test_a_back_up_that_failed_leaves_no_folder(self, house, tmp_path, monkeypatch):
        monkeypatch.setattr(cut, "take", lambda copiers: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            back_up(house, tmp_path / "kept", print)
        assert not (tmp_path / "kept").exists()

    @pytest.mark.parametrize(
        ("spoil", "told"),
        [
            (lambda kept, _: (kept / PAPER).unlink(), "no whole back-up"),
            (lambda kept, _: (kept / PAPER).write_text("{"), "cannot be read"),
            (lambda kept, paper: (kept / PAPER).write_text(json.dumps(paper | {"form": 2})), "form 2"),
            (lambda kept, paper: (kept / paper["services"]["agency"]["file"]).write_bytes(b""), "not the file"),
            (lambda kept, paper: (kept / paper["services"]["agency"]["file"]).unlink(), "not the file"),
        ],
    )
    def test_a_folder_that_is_not_as_it_was_written_is_not_brought_back(self, make, kept, spoil, told):
        spoil(kept, json.loads((kept / PAPER).read_text()))
        with pytest.raises(NotPossible, match=told):
            restore(make(empty=True), kept, None, print)

    def test_another_versions_back_up_is_not_brought_back(self, make, kept):
        paper = json.loads((kept / PAPER).read_text())
        paper["services"]["critic"]["migrations"]["kit"] = ["0999"]
        (kept / PAPER).write_text(json.dumps(paper))
        with pytest.raises(NotPossible, match=r"critic's tables are those of .*0999"):
            restore(make(empty=True), kept, None, print)

    def test_another_houses_back_up_is_not_brought_back(self, make, kept):
        house = make(empty=True)
        del house["critic"]
        with pytest.raises(NotPossible, match="back-up is of agency, critic; this house has agency"):
            restore(house, kept, None, print)


class TestPrograms:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_a_missing_program_is_named_with_what_to_install(self, house, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(NotPossible, match="pg_dump is not installed here: install .*postgresql-client"):
            back_up(house, tmp_path / "kept", print)

    def test_what_a_program_says_is_passed_on(self, house, tmp_path):
        with copiers_of(house) as copiers, pytest.raises(NotPossible, match="pg_restore on .*: pg_restore: error"):
            copiers["agency"].read(tmp_path / "nothing")

    def test_a_password_is_told_to_the_program_and_shown_to_nobody(self, house, tmp_path, monkeypatch):
        program = tmp_path / "bin" / "pg_dump"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\necho "$PGPASSWORD: $*" > {tmp_path}/told\n')
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        with copiers_of(house) as copiers:
            database = copiers["agency"].database
            monkeypatch.setattr(database, "url", database.url.set(password="open sesame"))
            copiers["agency"].write(tmp_path / "file")
        told = (tmp_path / "told").read_text()
        assert told.startswith("open sesame: --dbname=postgresql://")
        assert "sesame" not in told.partition(": ")[2]

    def test_what_is_no_waiting_is_not_taken_for_it(self, house):
        with house["agency"].work() as work:
            work.session.execute(text("ALTER TABLE inbox RENAME TO post"))
        with copiers_of(house) as copiers, pytest.raises(ProgrammingError, match="does not exist"):
            copiers["agency"].hold()
