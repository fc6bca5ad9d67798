"""Trace: one cause, and everything it brought about in every service."""

import threading

import pytest

from kit.bus import trace
from kit.bus.local import LocalCarrier
from kit.bus.relay import Relay
from kit.bus.worker import Worker
from kit.caller import Cause
from kit.doors import Call
from kit.ids import new_id
from tests.faults.house import HOUSE, IMPRESARIO, Agency, Critic

CAUSE = Cause(new_id())


@pytest.fixture
def house(runtime_of):
    return {service.name: runtime_of(service) for service in HOUSE}


def sing(house, *lines):
    house["agency"].call(Call("sing", IMPRESARIO, CAUSE, body={"singer": "alto", "lines": list(lines)}))


def carry(house, *speakers):
    for speaker in speakers:
        Relay(house[speaker], LocalCarrier(list(house.values())), threading.Event()).relay_once()


def story(house):
    parts = {}
    for name, runtime in house.items():
        with runtime.look() as work:
            parts[name] = trace.of(work.session, CAUSE.correlation_id)
    return trace.merged(parts, HOUSE)


def told(story):
    return [
        (event["service"], event["type"], {row["service"]: row["state"] for row in event["heard_by"]})
        for event in story["events"]
    ]


class TestTheStory:
    def test_it_begins_with_who_asked(self, house):
        sing(house)
        (asked,) = story(house)["asked"]
        assert (asked["service"], asked["door"], asked["caller"]) == ("agency", "sing", "impresario")

    def test_who_has_not_heard_yet_is_named(self, house):
        sing(house)
        assert told(story(house)) == [("agency", "agency.song_sung.v1", {"critic": "on its way"})]

    def test_who_has_not_handled_it_yet_is_named(self, house):
        sing(house)
        carry(house, "agency")
        assert told(story(house)) == [("agency", "agency.song_sung.v1", {"critic": "pending"})]

    def test_what_follows_from_an_event_belongs_to_the_same_story(self, house):
        sing(house)
        carry(house, "agency")
        Worker(house["critic"], threading.Event()).handle()
        carry(house, "critic")
        first, second = story(house)["events"]
        assert told({"events": [first, second]}) == [
            ("agency", "agency.song_sung.v1", {"critic": "done"}),
            ("critic", "critic.song_reviewed.v1", {"agency": "pending"}),
        ]
        assert second["causation_id"] == first["event_id"]

    def test_what_went_wrong_is_told_in_a_line(self, house):
        sing(house, "boo")
        carry(house, "agency")
        Worker(house["critic"], threading.Event()).handle()
        (heard,) = story(house)["events"][0]["heard_by"]
        assert (heard["attempts"], heard["error"]) == (1, "RuntimeError: the critic has walked out")

    def test_a_listener_that_could_not_be_asked_is_unknown(self, house):
        sing(house)
        carry(house, "agency")
        del house["critic"]
        assert told(story(house)) == [("agency", "agency.song_sung.v1", {"critic": "unknown"})]

    def test_nothing_of_another_cause_is_in_it(self, house):
        house["agency"].call(Call("sing", IMPRESARIO, body={"singer": "bass"}))
        assert story(house) == {"asked": [], "events": []}

    def test_each_service_tells_its_part_at_a_door(self, house):
        sing(house)
        carry(house, "agency")
        call = Call("operations_trace", IMPRESARIO, params={"correlation": CAUSE.correlation_id})
        said = house["agency"].call(call).body
        heard = house["critic"].call(call).body
        assert [row["type"] for row in said["said"]] == ["agency.song_sung.v1"]
        assert [row["state"] for row in heard["heard"]] == ["pending"]


def test_who_listens_is_known_from_the_register():
    assert (Critic.hears("agency.song_sung.v1"), Agency.hears("agency.song_sung.v1")) == (True, False)
