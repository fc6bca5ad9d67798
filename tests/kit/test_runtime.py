"""Calls at a service's doors."""

import threading
from contextlib import ExitStack

import pytest
from marshmallow import fields
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kit import audit
from kit.audit import audit_lines
from kit.caller import Caller
from kit.doors import ANYONE_LOGGED_IN, Call, command
from kit.errors import NotFound
from kit.runtime import as_problem, backoff, with_identifiers
from kit.schemas import Form
from kit.tables import outbox
from tests.kit.choir import RetitleForm, Singers, Song

CAROL = Caller("u-carol", "carol", "Carol", permissions=frozenset({"song.sing"}), language="en")
DUMB = Caller("u-dumb", "dumb", "Dumb", language="zh")


def sing(title: str = "Jasmine", caller: Caller = CAROL, **more) -> Call:
    return Call("sing", caller, body={"title": title}, **more)


class Steps(Form):
    first = fields.String()
    second = fields.String()


class Dancers(Singers):
    """Singers who get in each other's way."""

    begun = 0

    def __init__(self):
        self.meeting = threading.Barrier(2)

    @command("POST", "/dances", may=ANYONE_LOGGED_IN, request=Steps, zh="跳舞", en="Dance")
    def dance(self, work, body):
        """Changes one song and then another; the first two meet in between, later ones keep to one order."""
        self.begun += 1
        meets = self.begun <= 2
        songs = [body["first"], body["second"]]
        first, second = songs if meets else sorted(songs)
        fee(work, first)
        if meets:
            self.meeting.wait(10)
        fee(work, second)

    @command("POST", "/losses", may=ANYONE_LOGGED_IN, zh="输", en="Lose")
    def lose(self, work):
        self.begun += 1
        work.session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'another was first' USING ERRCODE = '40001'; END $$"))

    @command("POST", "/interruptions", may=ANYONE_LOGGED_IN, request=RetitleForm, zh="打断", en="Interrupt")
    def interrupt(self, work, body):
        """Another commits a change of the song while this one is at it."""
        song = work.session.scalars(select(Song).where(Song.title == body["title"])).one()
        with Session(work.session.get_bind()) as another:
            another.execute(update(Song).values(version=Song.version + 1))
            another.commit()
        song.title = "interrupted"


def fee(work, title):
    work.session.execute(update(Song).where(Song.title == title).values(fee=Song.fee + 1))


@pytest.fixture
def singers(runtime_of):
    return runtime_of(Singers)


def count(runtime, what) -> int:
    with runtime.look() as work:
        return work.session.scalar(select(func.count()).select_from(what))


class TestAnswers:
    def test_a_command_answers_in_its_declared_form(self, singers):
        reply = singers.call(sing())
        assert (reply.status, reply.body["title"], reply.version) == (201, "Jasmine", 1)

    def test_a_query_shows_what_a_command_did(self, singers):
        id = singers.call(sing()).body["id"]
        assert singers.call(Call("show_song", DUMB, params={"id": id})).body["title"] == "Jasmine"

    def test_a_door_may_answer_with_a_file(self, singers):
        assert singers.call(Call("score", DUMB)).file.data.decode() == "哆来咪"

    def test_a_door_without_an_answer_says_nothing(self, singers):
        assert singers.call(Call("do_nothing", DUMB)).status == 204


@pytest.mark.rule("GATE-3")
class TestRefusals:
    def test_who_lacks_the_permission_is_forbidden(self, singers):
        assert singers.call(sing(caller=DUMB)).status == 403

    @pytest.mark.parametrize("id", ["nonsense", "0190c0de-0000-7000-8000-00000000000f"])
    def test_an_unknown_thing_is_not_found(self, singers, id):
        assert singers.call(Call("show_song", DUMB, params={"id": id})).status == 404

    def test_an_unknown_door_is_not_found(self, singers):
        assert singers.call(Call("dance", DUMB)).status == 404

    def test_every_field_at_fault_is_named_in_the_callers_language(self, singers):
        reply = singers.call(Call("sing", CAROL, body={"title": "", "tempo": 3}))
        assert reply.status == 422
        assert {reason["field"] for reason in reply.body["reasons"]} == {"title", "tempo"}
        assert "Unknown field" in reply.body["detail"]

    def test_a_door_that_takes_nothing_refuses_a_body(self, singers):
        assert singers.call(Call("do_nothing", DUMB, body={"a": 1})).status == 422

    def test_a_rule_that_refuses_undoes_everything(self, singers):
        reply = singers.call(Call("keep_silent", DUMB))
        assert (reply.status, reply.body["detail"]) == (409, "不能安静。")
        assert reply.body["reasons"][0]["rule"] == "SONG-1"
        assert count(singers, outbox) == 0

    def test_a_fault_of_ours_tells_no_secrets(self, singers):
        reply = singers.call(Call("break_down", DUMB))
        assert reply.status == 500
        assert "secret" not in str(reply.body)

    def test_a_clash_with_what_is_recorded_is_a_refusal(self, singers):
        singers.call(sing())
        assert singers.call(sing()).status == 409

    def test_a_character_that_cannot_be_stored_is_refused(self, singers):
        assert singers.call(sing("a\x00b")).status == 422
        assert singers.call(sing("a\ud800b")).status == 422


@pytest.mark.rule("GATE-4")
class TestIdempotency:
    def test_a_repeated_key_gives_the_first_answer_and_does_nothing(self, singers):
        first = singers.call(sing(idempotency_key="k1"))
        assert singers.call(sing(idempotency_key="k1")) == first
        assert count(singers, Song) == 1
        assert count(singers, outbox) == 1

    def test_a_key_used_for_another_request_is_refused(self, singers):
        singers.call(sing(idempotency_key="k1"))
        assert singers.call(sing("Other", idempotency_key="k1")).status == 422

    def test_a_key_belongs_to_its_caller(self, singers):
        singers.call(sing(idempotency_key="k1"))
        other = Caller("u-2", "other", "Other", permissions=CAROL.permissions)
        assert singers.call(sing("Other", other, idempotency_key="k1")).status == 201

    def test_a_refused_request_leaves_its_key_free(self, singers):
        singers.call(Call("sing", CAROL, body={"title": ""}, idempotency_key="k1"))
        assert singers.call(sing(idempotency_key="k1")).status == 201

    def test_a_request_that_a_rule_refuses_leaves_its_key_free(self, singers):
        asked = Call("keep_silent", CAROL, idempotency_key="k1")
        assert [singers.call(asked).status, singers.call(asked).status] == [409, 409]

    def test_the_same_key_at_the_same_time_acts_once(self, singers):
        replies = []
        threads = [
            threading.Thread(target=lambda: replies.append(singers.call(sing(idempotency_key="k1")))) for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len({reply.body["id"] for reply in replies}) == 1
        assert count(singers, Song) == 1

    def test_a_file_is_not_kept_and_is_made_anew_for_a_repeated_key(self, singers):
        asked = Call("copy_score", CAROL, idempotency_key="k")
        assert [singers.call(asked).file.data.decode() for _ in range(2)] == ["哆来咪", "哆来咪"]


class TestTroubles:
    def test_what_fails_after_the_commit_does_not_turn_the_answer_into_a_failure(self, singers):
        assert singers.call(Call("clap", CAROL)).status == 204
        assert count(singers, outbox) == 1

    @pytest.mark.parametrize("door", ["score", "copy_score"])
    def test_who_gets_no_connection_in_time_is_told_that_the_service_is_away(self, singers, door, monkeypatch):
        monkeypatch.setattr(singers.database.engine.pool, "_timeout", 0.05)
        with ExitStack() as everybody:
            for _ in range(20):
                everybody.enter_context(singers.look())
            assert singers.call(Call(door, CAROL)).status == 503

    def test_a_question_that_no_database_can_answer_is_our_fault_and_no_trouble_of_its(self, singers):
        with pytest.raises(DBAPIError) as wrong, singers.look() as work:
            work.session.execute(text("SELECT no_such_column FROM songs"))
        assert as_problem(wrong.value) is wrong.value


class TestLostRaces:
    """PostgreSQL lets transactions run beside each other, and tells the one that lost."""

    @pytest.fixture
    def engine(self):
        return "postgresql"

    @pytest.fixture
    def dancers(self, runtime_of):
        dancers = runtime_of(Dancers)
        for title in ("waltz", "tango"):
            dancers.call(Call("sing", CAROL, body={"title": title}))
        return dancers

    def test_one_of_two_that_wait_for_each_other_is_tried_again_and_both_are_done(self, dancers):
        """Each has changed one song and wants the other's."""
        replies = []
        calls = [
            Call("dance", CAROL, body={"first": a, "second": b}) for a, b in (("waltz", "tango"), ("tango", "waltz"))
        ]
        threads = [threading.Thread(target=lambda call=call: replies.append(dancers.call(call))) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert [reply.status for reply in replies] == [204, 204]
        assert dancers.service.begun == 3

    def test_who_loses_every_time_is_told_that_the_service_is_away(self, dancers):
        assert dancers.call(Call("lose", CAROL)).status == 503
        assert dancers.service.begun == 3

    def test_who_changes_what_another_has_just_changed_is_told_so(self, dancers):
        assert dancers.call(Call("interrupt", CAROL, body={"title": "waltz"})).status == 409


@pytest.mark.rule("GATE-4")
class TestVersions:
    def test_an_edit_of_an_older_version_is_refused_with_the_current_one(self, singers):
        id = singers.call(sing()).body["id"]
        first = Call("retitle", CAROL, params={"id": id}, body={"title": "Two"}, expected_version=1)
        assert singers.call(first).version == 2
        reply = singers.call(Call("retitle", CAROL, params={"id": id}, body={"title": "Three"}, expected_version=1))
        assert (reply.status, reply.body["version"]) == (409, 2)

    def test_an_edit_that_names_no_version_goes_through(self, singers):
        id = singers.call(sing()).body["id"]
        assert singers.call(Call("retitle", CAROL, params={"id": id}, body={"title": "Two"})).version == 2


@pytest.mark.rule("GATE-8")
class TestAudit:
    def test_an_act_leaves_one_line_with_before_and_after(self, singers):
        id = singers.call(sing()).body["id"]
        singers.call(Call("retitle", CAROL, params={"id": id}, body={"title": "Two"}))
        with singers.look() as work:
            line = work.session.execute(select(audit_lines).order_by(audit_lines.c.position.desc())).mappings().first()
        (change,) = line["changes"]
        assert (line["caller"], line["door"], line["status"]) == ("carol", "retitle", 200)
        assert (change["before"]["title"], change["after"]["title"]) == ("Jasmine", "Two")

    def test_a_personal_value_is_masked(self, singers):
        singers.call(Call("sing", CAROL, body={"title": "La", "phone": "13800000000"}))
        with singers.look() as work:
            assert "13800000000" not in str(work.session.execute(select(audit_lines.c.changes)).all())

    def test_a_refused_act_leaves_a_line_too(self, singers):
        singers.call(sing(caller=DUMB))
        with singers.look() as work:
            line = work.session.execute(select(audit_lines)).mappings().one()
        assert (line["status"], line["refused"], line["changes"]) == (403, "forbidden", [])

    def test_the_chain_is_whole_until_somebody_alters_it(self, singers):
        for title in ("a", "b", "c"):
            singers.call(sing(title))
        with singers.look() as work:
            assert audit.verify(work.session) is None


class TestBackoff:
    def test_pauses_grow_and_stop_growing(self):
        assert all(0.25 <= backoff(1).total_seconds() <= 0.5 for _ in range(50))
        assert all(150 <= backoff(30).total_seconds() <= 300 for _ in range(50))


class TestIdentifiers:
    @pytest.mark.parametrize("spelt", ["urn:uuid:{0}", "{{{0}", "{0}-"])
    def test_another_spelling_of_an_id_is_the_same_id(self, spelt):
        known = "0190a0a0-0000-7000-8000-000000000000"
        told = {"id": spelt.format(known), "lease_id": known.upper(), "name": "urn:uuid:x"}
        assert with_identifiers(told) == {"id": known, "lease_id": known, "name": "urn:uuid:x"}

    def test_what_is_no_id_belongs_to_nothing(self):
        with pytest.raises(NotFound):
            with_identifiers({"id": "x"})
