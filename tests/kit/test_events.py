"""Events on the wire."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kit.events import ANY, Envelope, Event, Malformed, declared_events, event_class
from tests.kit.choir import Mood, SongSung

NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
SUNG = SongSung("s1", ("la", "li"), Mood.SAD, Decimal("12.50"), date(2026, 12, 7))


class SongSungV2(Event, service="singers", about="song", key="song_id"):
    """The same fact with more in it."""

    song_id: str
    choir: str


class RoomAired(Event, service=ANY, about="room", key="room_id"):
    """Anybody may say that a room was aired."""

    room_id: str


def an_envelope(event: Event = SUNG, service: str = "singers") -> Envelope:
    attributes = {"id": "e-1", "time": NOON, "correlation_id": "c-1", "causation_id": None}
    return Envelope.around(event, service, actor="u1", estate="e1", **attributes).numbered(3)


class TestNames:
    def test_an_event_is_named_after_its_class_and_its_service(self):
        assert SUNG.type_from("singers") == "singers.song_sung.v1"
        assert SUNG.routing_key == "song_sung"
        assert SUNG.subject == "song/s1"

    def test_a_second_version_is_another_type_with_a_routing_key_of_its_own(self):
        assert SongSungV2.type_from("singers") == "singers.song_sung.v2"
        assert SongSungV2.routing_key == "song_sung_v2"

    @pytest.mark.parametrize("kind", [SongSung, SongSungV2])
    def test_the_class_is_found_by_its_wire_type(self, kind):
        assert event_class(kind.type_from("singers")) is kind

    def test_an_event_that_anybody_may_say_is_found_under_every_service(self):
        assert event_class("kitchen.room_aired.v1") is RoomAired
        assert event_class("kitchen.unknown.v1") is None

    def test_all_declared_events_can_be_listed(self):
        assert {SongSung, SongSungV2, RoomAired} <= set(declared_events())


class TestEnvelope:
    def test_it_is_a_cloud_event_with_our_extensions(self):
        told = json.loads(an_envelope().to_json())
        assert told["specversion"] == "1.0"
        assert told["type"] == "singers.song_sung.v1"
        assert (told["subject"], told["sequence"]) == ("song/s1", "00000000000000000003")
        assert (told["correlationid"], told["actor"], told["estate"]) == ("c-1", "u1", "e1")
        assert told["data"] == {
            "song_id": "s1",
            "words": ["la", "li"],
            "mood": "sad",
            "fee": "12.50",
            "on": "2026-12-07",
        }

    def test_what_is_written_is_read_back_the_same(self):
        envelope = an_envelope()
        again = Envelope.from_json(envelope.to_json())
        assert again == envelope
        assert again.event() == SUNG

    def test_what_caused_it_travels_along(self):
        envelope = Envelope.around(
            SUNG, "singers", id="e", time=NOON, correlation_id="c", causation_id="e0", actor="u", estate=None
        )
        assert Envelope.from_json(envelope.to_json()).causation_id == "e0"
        assert "estate" not in json.loads(envelope.to_json())

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"id": 1}'])
    def test_what_is_no_event_of_ours_is_malformed(self, body):
        with pytest.raises(Malformed):
            Envelope.from_json(body)

    def test_an_unknown_type_is_malformed(self):
        envelope = Envelope.from_json(an_envelope().to_json().replace("song_sung", "song_hummed"))
        with pytest.raises(Malformed, match="unknown event type"):
            envelope.event()

    def test_data_that_does_not_fit_the_class_is_malformed(self):
        envelope = Envelope.from_json(an_envelope().to_json().replace('"sad"', '"angry"'))
        with pytest.raises(Malformed, match="mood"):
            envelope.event()

    def test_a_newer_speaker_may_say_more_than_an_older_listener_knows(self):
        envelope = Envelope.from_json(an_envelope().to_json().replace('"mood"', '"key":"C","mood"'))
        assert envelope.event() == SUNG
