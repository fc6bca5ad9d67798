"""Any statement may fail: whatever was under way is rolled back whole, and the next attempt makes it good."""

from itertools import count

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.faults.byhand import ByHand
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import Agency, Critic

SONGS = 2


class Trip:
    """Fails the statement that it is armed for, counted over both databases, as a lost connection would."""

    def __init__(self, moment, *runtimes):
        self.left = 0
        for runtime in runtimes:
            event.listen(runtime.database.engine, f"{moment}_cursor_execute", self.step)
            event.listen(runtime.database.engine, "commit", self.step)

    def arm(self, number):
        self.left = number

    @property
    def has_tripped(self):
        return self.left == 0

    def step(self, *_):
        if self.left:
            self.left -= 1
            if not self.left:
                raise OperationalError("a statement", None, OSError("the connection was cut"))


def tell_the_story(house, clock, singer):
    """One singer's songs from the door to their echoes, however often something has to be tried again."""
    if house.sing(singer, SONGS) != 201:
        assert house.sing(singer, SONGS) == 201
    while house.go_round():
        clock.move(minutes=10)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_wherever_the_database_fails_nothing_is_lost_doubled_or_disordered(runtime_of, clock, moment):
    house = ByHand(runtime_of(Agency), runtime_of(Critic))
    trip = Trip(moment, house.agency, house.critic)
    for number in count(1):
        trip.arm(number)
        tell_the_story(house, clock, f"singer {number}")
        if not trip.has_tripped:
            break
    trip.arm(0)
    urls = [one.database.url.render_as_string(hide_password=False) for one in (house.agency, house.critic)]
    findings = Findings(*urls)
    assert findings.told() == NOTHING_WRONG
    assert findings.sung == number * SONGS
    assert number > 40, "the story has more statements than that"
