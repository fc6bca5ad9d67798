"""Every crash point: the house dies at its first hit, starts anew, dies at the fifth, and one checker finds no fault.

On RabbitMQ and PostgreSQL, and embedded on SQLite. The house sings in rounds, each after the echo of the one before, so
every point is passed several times.
"""

from functools import partial

import pytest

from kit.bus import topology
from kit.crash import EXIT_STATUS, POINTS
from kit.database import Database
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import HOUSE, ROUNDS, SINGERS, Echo, Review, Song, make_tables
from tests.faults.processes import house_program

HITS = (1, 5)
EMBEDDED_ONLY = {point for point in POINTS if point.startswith("local.")}
FULL_ONLY = {point for point in POINTS if point.startswith("receiver.")} | {"relay.after_publish_before_confirm"}


def points(without):
    return [point for point in POINTS if point not in without]


def crash_and_judge(point, agency, critic, amqp=None):
    """Lets the house die at the point, and again once it is under way, and start for good; looks at what it left."""
    house = partial(house_program, agency=agency, critic=critic, amqp=amqp, rounds=ROUNDS)
    for hit in HITS:
        with house(ATRIUM_CRASH=f"{point}:{hit}") as armed:
            assert armed.ended() == EXIT_STATUS, armed.story()
    with house() as again:
        assert again.ended() == 0, again.story()
    findings = Findings(agency, critic)
    assert findings.told() == NOTHING_WRONG
    assert findings.sung == 2 * ROUNDS * len(SINGERS)


def prepare(urls):
    for service, url in zip(HOUSE, urls, strict=True):
        make_tables(url, service)


class TestCrashPoints:
    @pytest.mark.parametrize("point", points(without=EMBEDDED_ONLY))
    def test_on_rabbitmq_nothing_is_lost_doubled_or_disordered(self, postgres_url, amqp_url, point):
        urls = [postgres_url(), postgres_url()]
        prepare(urls)
        topology.declare(amqp_url, HOUSE)
        crash_and_judge(point, *urls, amqp=amqp_url)

    @pytest.mark.parametrize("point", points(without=FULL_ONLY))
    def test_embedded_nothing_is_lost_doubled_or_disordered(self, tmp_path, point):
        urls = [f"sqlite:///{tmp_path}/{service.name}.db" for service in HOUSE]
        prepare(urls)
        crash_and_judge(point, *urls)


class TestTheChecker:
    """The checker itself: whatever is wrong, it says so."""

    @pytest.fixture
    def urls(self, tmp_path):
        urls = [f"sqlite:///{tmp_path}/{service.name}.db" for service in HOUSE]
        prepare(urls)
        return urls

    def wrong(self, urls, songs, reviews):
        agency, critic = (Database(url) for url in urls)
        with agency.writing() as session:
            session.add_all(Song(singer=singer, number=number) for singer, number in songs)
            session.flush()
            session.add_all(Echo(singer=singer, number=number) for singer, number in sorted(set(reviews)))
            session.commit()
        with critic.writing() as session:
            for singer, number in reviews:
                session.add(Review(singer=singer, number=number, event_id=""))
                session.flush()
            session.commit()
        agency.close()
        critic.close()
        return {what for what, found in Findings(*urls).told().items() if found}

    SONGS = (("alto", 1), ("alto", 2), ("bass", 1))

    @pytest.mark.parametrize(
        ("reviews", "verdict"),
        [
            ([("alto", 1), ("bass", 1), ("alto", 2)], set()),
            ([("alto", 1), ("bass", 1)], {"lost"}),
            ([("alto", 1), ("alto", 2), ("bass", 1), ("bass", 2)], {"unexpected"}),
            ([("alto", 1), ("alto", 2), ("alto", 2), ("bass", 1)], {"twice"}),
            ([("alto", 2), ("alto", 1), ("bass", 1)], {"out of order"}),
        ],
    )
    def test_it_finds_what_is_wrong(self, urls, reviews, verdict):
        assert self.wrong(urls, self.SONGS, reviews) == verdict
