"""Rests: where there is much to do, more goes along with the next trip; where there is little, nobody waits."""

import pytest

from kit.pace import LONGEST, TIMES, rest


@pytest.mark.parametrize(
    ("took", "carried", "least", "rests"),
    [
        (0.004, 1, 0.0, 0.0),
        (0.004, 0, 0.0, 0.0),
        (0.004, 1, 0.005, 0.001),
        (0.006, 1, 0.005, 0.0),
        (0.004, 2, 0.005, TIMES * 0.004),
        (0.0001, 2, 0.005, 0.0049),
        (1.0, 2, 0.005, LONGEST),
    ],
)
def test_a_rest_is_as_long_as_what_waits_asks_for(took, carried, least, rests):
    assert rest(took, carried, least) == pytest.approx(rests)
