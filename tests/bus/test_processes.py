"""Several copies of a service, each a process of its own: together they do everything once and in order."""

import pytest
from sqlalchemy import select

from kit.tables import inbox as inbox_table
from tests.faults.house import Echo, Review, Song, count, sing, wait_until
from tests.faults.processes import house_program
from tests.faults.proxy import before

SINGERS = [f"singer {number}" for number in range(6)]


@pytest.fixture
def urls(house):
    agency, critic = (
        runtime.database.url.render_as_string(hide_password=False) for runtime in (house.agency, house.critic)
    )
    return {"agency": agency, "critic": critic, "amqp": house.url}


def judge(house):
    """Every song reviewed exactly once, and each singer's in order."""
    with house.critic.look() as work:
        reviews = [(row.singer, row.number) for row in work.session.scalars(select(Review).order_by(Review.position))]
    with house.agency.look() as work:
        songs = {(song.singer, song.number) for song in work.session.scalars(select(Song))}
    assert len(reviews) == len(set(reviews))
    assert set(reviews) == songs
    for singer in SINGERS:
        numbers = [number for name, number in reviews if name == singer]
        assert numbers == sorted(numbers)


class TestTwoCopies:
    def test_together_they_keep_the_order_of_each_thing(self, house, urls):
        with house_program(**urls) as one, house_program(**urls) as other:
            one.wait_for("ready")
            other.wait_for("ready")
            for _ in range(15):
                for singer in SINGERS:
                    sing(house.agency, singer)
            wait_until(lambda: count(house.agency, Echo) >= 90, "every song has its echo", 60)
            judge(house)

    def test_one_may_be_killed_at_any_time(self, house, urls):
        with house_program(**urls) as one, house_program(**urls) as other:
            one.wait_for("ready")
            other.wait_for("ready")
            for turn in range(10):
                for singer in SINGERS:
                    sing(house.agency, singer)
                if turn == 4:
                    wait_until(lambda: count(house.critic, Review) > 0, "they are at work")
                    one.process.kill()
            wait_until(lambda: count(house.agency, Echo) >= 60, "every song has its echo", 60)
            judge(house)

    def test_a_stop_is_clean_and_leaves_nothing_half_done(self, house, urls):
        with house_program(**urls) as one:
            one.wait_for("ready")
            for singer in SINGERS:
                sing(house.agency, singer, songs=3)
            one.process.stdin.close()
            assert one.ended(30) == 0, one.story()
            assert one.complaints == []
        with house_program(**urls):
            wait_until(lambda: count(house.agency, Echo) >= 18, "what was left is done by the next", 60)
            judge(house)


def test_a_process_without_broker_or_database_waits_for_both(house, urls):
    """Nothing is reached at first, and yet the process stays and finds its way when they come."""
    broker, amqp = before(urls["amqp"])
    database, critic = before(urls["critic"])
    for proxy in (broker, database):
        proxy.refuse()
    with house_program(agency=urls["agency"], critic=critic, amqp=amqp) as running:
        sing(house.agency, "alto")
        wait_until(lambda: broker.refused > 2 and database.refused > 2, "both were asked for in vain", 60)
        broker.mend()
        running.wait_for("ready")
        database.mend()
        wait_until(lambda: count(house.agency, Echo) == 1, "the song was reviewed", 60)
        for proxy in (broker, database, broker):
            proxy.cut()
            sing(house.agency, "alto")
        wait_until(lambda: count(house.agency, Echo) == 4, "and so were the others", 60)
        assert running.process.poll() is None
    with house.critic.look() as work:
        assert {row.attempts for row in work.session.execute(select(inbox_table.c.attempts))} <= {0, 1, 2}
    for proxy in (broker, database):
        proxy.close()
