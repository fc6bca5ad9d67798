"""A later version of an event beside the one that it succeeds, while both are alive."""

from dataclasses import replace

import pytest

from kit.bus import outbox
from kit.events import Envelope, Event, Malformed
from kit.service import Service, on
from tests.conftest import MONDAY_MORNING


class Parade(Event, service="circus", about="parade", key="parade_id"):
    """A parade has passed."""

    parade_id: str
    band: str


class ParadeV2(Event, service="circus", about="parade", key="parade_id", succeeds=Parade):
    """A parade has passed, with all its bands."""

    parade_id: str
    bands: tuple[str, ...]

    def earlier(self):
        return Parade(self.parade_id, band=self.bands[0])


class TestSuccession:
    """`ParadeV2` succeeds `Parade`: one message, in both forms."""

    AT = {"id": "i", "time": MONDAY_MORNING, "correlation_id": "c", "causation_id": None, "actor": "a", "estate": None}

    def envelope(self, event):
        return Envelope.from_json(Envelope.around(event, "circus", **self.AT).to_json())

    def test_who_knows_only_the_earlier_version_is_told_in_its_form(self):
        envelope = self.envelope(ParadeV2("p1", bands=("brass", "bagpipes")))
        assert envelope.type == "circus.parade.v1"
        assert envelope.event({Parade: "cheer"}) == envelope.event() == Parade("p1", band="brass")

    def test_who_knows_both_is_given_the_later(self):
        parade = ParadeV2("p1", bands=("brass", "bagpipes"))
        assert self.envelope(parade).event({Parade: "cheer", ParadeV2: "cheer"}) == parade

    def test_what_was_said_by_the_earlier_version_is_given_as_it_is(self):
        assert self.envelope(Parade("p1", band="brass")).event({Parade: "", ParadeV2: ""}) == Parade("p1", band="brass")

    def test_a_later_version_that_nobody_here_has_heard_of_is_passed_over(self):
        envelope = replace(self.envelope(Parade("p1", band="brass")), later_type="circus.parade.v9", later_data={})
        assert Envelope.from_json(envelope.to_json()).event({Parade: ""}) == Parade("p1", band="brass")

    def test_a_later_form_that_does_not_fit_is_malformed(self):
        envelope = replace(self.envelope(ParadeV2("p1", bands=("brass",))), later_data={"parade_id": 1})
        with pytest.raises(Malformed, match="ParadeV2"):
            envelope.event({ParadeV2: ""})

    def test_it_goes_the_way_of_the_earlier_version(self, runtime_of):
        class Circus(Service):
            """Parades."""

            name = "circus"

        circus = runtime_of(Circus)
        with circus.work() as work:
            work.announce(ParadeV2("p1", bands=("brass",)))
        with circus.look() as work:
            (said,) = outbox.pending(work.session, 10)
        assert (said.type, said.routing_key, said.subject) == ("circus.parade.v1", "parade", "parade/p1")

    def test_who_hears_the_later_version_has_to_hear_what_it_succeeds(self):
        with pytest.raises(TypeError, match="ParadeV2 in cheer, and not what it succeeds"):

            class Crowd(Service):
                name = "crowd"

                @on(ParadeV2)
                def cheer(self, work, event): ...

    def test_two_versions_are_alive_and_no_third(self):
        with pytest.raises(TypeError, match="third version: retire Parade first"):

            class ParadeV3(Event, service="circus", about="parade", key="parade_id", succeeds=ParadeV2):
                parade_id: str

    def test_a_later_version_says_how_it_was_told_before(self):
        class FlopV2(Event, service="circus", about="parade", key="parade_id", succeeds=Parade):
            parade_id: str

        with pytest.raises(NotImplementedError, match="FlopV2"):
            self.envelope(FlopV2("p1"))

    def test_it_is_the_same_fact_about_the_same_thing(self):
        class StrayV2(Event, service="circus", about="parade", key="parade_id", succeeds=Parade):
            parade_id: str

            def earlier(self):
                return Parade("another", band="brass")

        with pytest.raises(ValueError, match="not what it succeeds"):
            self.envelope(StrayV2("p1"))
