"""The wire form of each event is kept; a change in either direction is noticed before another program notices it."""

import pytest

from kit.events import ANY, event_class
from kit.wire import from_wire, to_wire
from tests.wire.snapshots import FOLDER, described, events, path_of, stored

KINDS = events()
ANEW = "if the change is meant, `python -m tests.wire.snapshots` writes the snapshots anew"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type_from(kind.service))
class TestEachEvent:
    def test_its_wire_form_is_as_it_was(self, kind):
        assert described(kind) == stored(kind), ANEW

    def test_what_an_older_speaker_said_is_still_understood(self, kind):
        heard = from_wire(kind, stored(kind)["example"])
        assert set(to_wire(heard)) == set(stored(kind)["example"])

    def test_it_is_found_by_its_type(self, kind):
        speaker = "property" if kind.service == ANY else kind.service
        assert event_class(kind.type_from(speaker)) is kind


def test_no_event_has_vanished():
    assert {path.name for path in FOLDER.glob("*.json")} == {path_of(kind).name for kind in KINDS}, ANEW
