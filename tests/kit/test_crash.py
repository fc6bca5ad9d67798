"""Crash points are armed by name, and a name that is none is refused before anything runs."""

import pytest

from kit.crash import armed


class TestArming:
    def test_without_the_variable_nothing_is_armed(self):
        assert armed("") == {}

    def test_a_point_is_armed_for_its_first_hit_or_the_one_named(self):
        told = "relay.after_mark:5,worker.after_commit"
        assert armed(told) == {"relay.after_mark": 5, "worker.after_commit": 1}

    def test_a_name_that_is_no_point_is_refused_with_those_there_are(self):
        with pytest.raises(ValueError, match=r"'relay\.lunch'; there are work\.before_commit"):
            armed("relay.lunch")
