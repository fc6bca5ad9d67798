"""What operators see of a service and do about it: parked events, replays, depths, the audit trail."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import delete, func, select, text, update

from kit.audit import audit_lines
from kit.bus import inbox, replayer
from kit.bus.local import LocalCarrier
from kit.bus.relay import Relay
from kit.bus.worker import ATTEMPTS, Worker
from kit.caller import Caller
from kit.database import Database
from kit.doors import Call
from kit.gauges import Gauges
from kit.operations import upkeep
from kit.runtime import Runtime
from kit.tables import answers
from kit.tables import inbox as inbox_table
from kit.tables import outbox as outbox_table
from tests.faults.house import IMPRESARIO, Agency, Critic, Review, count, sing

OPERATOR = Caller(id="o", username="operator", name="", permissions=frozenset({"operations.read", "operations.act"}))
READER = Caller(id="r", username="reader", name="", permissions=frozenset({"operations.read"}))


class House:
    """The agency and the critic, moved on by hand."""

    def __init__(self, runtime_of):
        self.agency, self.critic = runtime_of(Agency), runtime_of(Critic)
        self.relay = Relay(self.agency, LocalCarrier([self.agency, self.critic]), threading.Event())
        self.worker = Worker(self.critic, threading.Event())

    def carry(self):
        while self.relay.relay_once():
            pass

    def work_off(self):
        while self.worker.handle():
            pass

    def park_a_song(self, clock, singer="alto"):
        """Has the critic fail at a song until it is parked; gives its position."""
        sing(self.agency, singer, lines=["boo"])
        self.carry()
        for _ in range(ATTEMPTS):
            self.work_off()
            clock.move(minutes=10)
        (row,) = [
            row for row in ask(self.critic, "operations_list_parked").body if row["subject"] == f"singer/{singer}"
        ]
        return str(row["position"])


@pytest.fixture
def house(runtime_of):
    return House(runtime_of)


def ask(runtime, door, caller=OPERATOR, body=None, **params):
    return runtime.call(Call(door, caller, params=params, body=body or {}))


class TestPaths:
    def test_each_service_has_the_doors_under_its_own_path(self):
        assert Agency.doors["operations_depths"].path == "/operations/agency/depths"
        assert Critic.doors["operations_show_parked"].path == "/operations/critic/parked/<position>"

    def test_who_may_look_may_not_therefore_act(self, house, clock):
        position = house.park_a_song(clock)
        assert ask(house.critic, "operations_list_parked", READER).status == 200
        assert ask(house.critic, "operations_send_one_again", READER, position=position).status == 403

    def test_a_clerk_sees_nothing_of_it(self, house):
        clerk = Caller(id="c", username="clerk", name="")
        assert ask(house.critic, "operations_depths", clerk).status == 403


class TestParked:
    def test_the_list_tells_why_and_how_many_wait_behind(self, house, clock):
        house.park_a_song(clock)
        sing(house.agency, "alto", songs=2)
        house.carry()
        (row,) = ask(house.critic, "operations_list_parked").body
        assert row["error"] == "RuntimeError: the critic has walked out"
        assert (row["waiting_behind"], row["attempts"]) == (2, ATTEMPTS)

    def test_it_is_filtered_by_type_and_goes_on_behind_the_last_seen(self, house, clock):
        positions = [house.park_a_song(clock, singer) for singer in ("alto", "bass")]
        behind = ask(house.critic, "operations_list_parked", body={"after": positions[0]}).body
        assert [str(row["position"]) for row in behind] == positions[1:]
        other = ask(house.critic, "operations_list_parked", body={"type": "agency.other.v1"}).body
        assert other == []

    def test_one_is_shown_with_payload_and_traceback(self, house, clock):
        position = house.park_a_song(clock)
        shown = ask(house.critic, "operations_show_parked", position=position).body
        assert '"singer":"alto"' in shown["body"]
        assert shown["error"].startswith("Traceback")

    @pytest.mark.parametrize("position", ["0", "999999", "-1", "x", "1.0", "²", "9" * 30])
    def test_what_is_not_parked_is_not_found(self, house, position):
        assert ask(house.critic, "operations_show_parked", position=position).status == 404
        assert ask(house.critic, "operations_send_one_again", position=position).status == 404

    def test_sent_again_it_is_handled(self, house, clock):
        position = house.park_a_song(clock)
        with house.critic.work() as work:
            row = work.session.execute(inbox_table.select()).one()
            work.session.execute(update(inbox_table).values(body=row.body.replace("boo", "sweet")))
        assert ask(house.critic, "operations_send_one_again", position=position).body == {"events": 1}
        house.work_off()
        assert count(house.critic, Review) == 1

    def test_a_type_or_all_are_sent_again_together(self, house, clock):
        house.park_a_song(clock, "alto")
        house.park_a_song(clock, "bass")
        nothing = ask(house.critic, "operations_send_again", body={"type": "agency.other.v1"})
        assert nothing.status == 404
        some = ask(house.critic, "operations_send_again", body={"type": "agency.song_sung.v1"})
        assert some.body == {"events": 2}

    @pytest.mark.parametrize("body", [{}, {"all": True, "type": "agency.song_sung.v1"}])
    def test_whether_a_type_or_all_has_to_be_said(self, house, body):
        assert ask(house.critic, "operations_send_again", body=body).status == 422

    def test_discarded_with_a_reason_it_lets_the_others_pass(self, house, clock):
        position = house.park_a_song(clock)
        sing(house.agency, "alto")
        house.carry()
        answer = ask(
            house.critic, "operations_discard", position=position, body={"reason": "a rehearsal, not a performance"}
        )
        assert answer.status == 200
        house.work_off()
        assert count(house.critic, Review) == 1
        with house.critic.look() as work:
            note = work.session.execute(inbox_table.select().where(inbox_table.c.position == int(position))).one().note
        assert note == "operator: a rehearsal, not a performance"

    def test_nothing_is_discarded_without_a_reason(self, house, clock):
        position = house.park_a_song(clock)
        assert ask(house.critic, "operations_discard", position=position, body={"reason": ""}).status == 422

    @pytest.mark.rule("GATE-8")
    def test_what_an_operator_does_is_in_the_audit_trail(self, house, clock):
        position = house.park_a_song(clock)
        ask(house.critic, "operations_send_one_again", position=position)
        (line,) = ask(house.critic, "operations_list_audit", body={"caller": "operator"}).body
        assert (line["door"], line["params"]) == ("operations_send_one_again", {"position": position})


class TestReplay:
    def replay(self, house, **body):
        an_hour = timedelta(hours=1)
        now = house.agency.clock.now()
        asked = {"listener": "critic", "since": (now - an_hour).isoformat(), "until": (now + an_hour).isoformat()}
        reply = ask(house.agency, "operations_replay", body=asked | body)
        if reply.status == 201:
            while replayer.step(house.agency, house.relay.carrier):
                pass
        return reply

    def reviewed(self, house):
        house.carry()
        house.work_off()
        return count(house.critic, Review)

    def test_what_a_listener_never_had_is_delivered(self, house):
        sing(house.agency, "alto", songs=3)
        house.carry()
        with house.critic.work() as work:
            work.session.execute(delete(inbox_table))
        assert self.replay(house).status == 201
        assert self.reviewed(house) == 3

    def test_the_answer_is_about_this_replay_though_another_was_asked_for_by_a_later_clock(self, house, clock):
        sing(house.agency, "alto")
        house.carry()
        others = self.replay(house).body["id"]
        clock.move(minutes=-5)
        answer = self.replay(house, listener="agency").body
        assert (answer["listener"], answer["id"] == others) == ("agency", False)

    def test_what_it_had_is_not_repeated(self, house):
        sing(house.agency, "alto", songs=3)
        assert self.reviewed(house) == 3
        self.replay(house)
        assert self.reviewed(house) == 3

    def test_what_it_had_is_repeated_when_asked_for(self, house):
        sing(house.agency, "alto", songs=3)
        assert self.reviewed(house) == 3
        self.replay(house, again=True)
        assert self.reviewed(house) == 6

    def test_only_the_types_asked_for_go(self, house):
        sing(house.agency, "alto")
        assert self.reviewed(house) == 1
        assert self.replay(house, again=True, types=["agency.other.v1"]).status == 409

    def test_it_is_listed_with_how_far_it_got(self, house):
        sing(house.agency, "alto", songs=3)
        self.reviewed(house)
        self.replay(house)
        (row,) = ask(house.agency, "operations_list_replays").body
        assert (row["sent"], row["asked_by"], row["error"]) == (3, "operator", None)
        assert row["finished_at"]

    def test_a_listener_that_is_not_there_is_said(self, house):
        sing(house.agency, "alto")
        self.reviewed(house)
        self.replay(house, listener="nobody")
        (row,) = ask(house.agency, "operations_list_replays").body
        assert (row["sent"], row["error"]) == (
            0,
            "nobody took nothing: there is no such service, or its inbox is missing",
        )

    def test_a_time_that_ends_before_it_begins_is_refused(self, house, clock):
        assert self.replay(house, until=(clock.now() - timedelta(days=1)).isoformat()).status == 422


class TestDepths:
    def test_what_waits_is_counted_and_since_when(self, house, clock):
        began = clock.now()
        sing(house.agency, "alto", songs=2)
        clock.move(minutes=3)
        told = ask(house.agency, "operations_depths").body
        assert (told["unsent"], told["oldest_unsent"]) == (2, began.isoformat())
        house.carry()
        told = ask(house.critic, "operations_depths").body
        assert (told["unhandled"], told["parked"], told["replays"]) == (2, 0, 0)

    def test_prometheus_is_told(self, house, clock):
        sing(house.agency, "alto", songs=2)
        clock.move(minutes=1)
        away = Runtime(Critic, Database("postgresql+psycopg://nobody@127.0.0.1:1/none"), clock)
        host = SimpleNamespace(is_ready=lambda: True, broker_is_up=lambda: False)
        registry = CollectorRegistry()
        registry.register(Gauges([house.agency, away], host))
        page = generate_latest(registry).decode()
        assert 'atrium_events_waiting{box="outbox",service="agency"} 2.0' in page
        assert 'atrium_events_oldest_seconds{box="outbox",service="agency"} 60.0' in page
        assert 'atrium_parked_events{service="agency"} 0.0' in page
        assert 'atrium_database_up{service="agency"} 1.0' in page
        assert "atrium_broker_up 0.0" in page
        assert [line for line in page.splitlines() if "critic" in line] == ['atrium_database_up{service="critic"} 0.0']


def past_the_guard(session):
    """What somebody does who has the database's own keys."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_lines DISABLE TRIGGER ALL"))
    else:
        session.execute(text("DROP TRIGGER audit_lines_no_update"))


@pytest.mark.rule("GATE-8")
class TestAudit:
    def test_a_whole_trail_is_found_whole(self, house):
        sing(house.agency, "alto")
        assert ask(house.agency, "operations_verify_audit").body == {"whole": True, "broken_at": None}

    def test_an_altered_line_is_found(self, house):
        for singer in ("alto", "bass", "tenor"):
            sing(house.agency, singer)
        with house.agency.work() as work:
            past_the_guard(work.session)
            work.session.execute(update(audit_lines).where(audit_lines.c.position == 2).values(caller="somebody else"))
        assert ask(house.agency, "operations_verify_audit").body == {"whole": False, "broken_at": 2}


class TestUpkeep:
    def test_an_answer_is_given_again_for_two_days_and_its_key_is_free_thereafter(self, house, clock):
        asked = Call("sing", IMPRESARIO, body={"singer": "alto"}, idempotency_key="k")
        house.agency.call(asked)
        numbers = []
        for days in (2, 1):
            clock.move(days=days)
            with house.agency.work() as work:
                upkeep.forget(work)
            numbers.append(house.agency.call(asked).body["number"])
        assert numbers == [1, 2]

    def test_a_busy_days_answers_are_forgotten_in_one_go(self, house, clock, monkeypatch):
        monkeypatch.setattr(upkeep, "BATCH", 2)
        for number in range(5):
            house.agency.call(Call("sing", IMPRESARIO, body={"singer": "alto"}, idempotency_key=f"k{number}"))
        clock.move(days=3)
        with house.agency.work() as work:
            upkeep.forget(work)
            assert work.session.scalar(select(func.count()).select_from(answers)) == 0

    def test_so_much_is_forgotten_at_once_and_the_rest_the_next_time(self, house, clock, monkeypatch):
        monkeypatch.setattr(upkeep, "BATCH", 2)
        monkeypatch.setattr(upkeep, "BATCHES", 1)
        sing(house.agency, "alto", songs=3)
        house.carry()
        clock.move(days=91)
        left = []
        for _ in range(2):
            with house.agency.work() as work:
                upkeep.forget(work)
                left.append(work.session.scalar(select(func.count()).select_from(outbox_table)))
        assert left == [1, 0]

    def test_what_is_long_done_with_is_forgotten_and_nothing_else(self, house, clock):
        sing(house.agency, "alto")
        house.carry()
        house.work_off()
        sing(house.agency, "bass")
        clock.move(days=91)
        for runtime in (house.agency, house.critic):
            with runtime.work() as work:
                upkeep.forget(work)
        with house.agency.look() as work:
            assert [row.subject for row in work.session.execute(outbox_table.select())] == ["singer/bass"]
        with house.critic.look() as work:
            assert inbox.depth(work.session)[0] == 0
            assert work.session.execute(inbox_table.select()).all() == []
