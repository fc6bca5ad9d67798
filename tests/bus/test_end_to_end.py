"""From a commit in one service to its effect in another, through RabbitMQ."""

from sqlalchemy import select

from kit.bus import depths, outbox
from kit.bus.inbox import State
from kit.tables import inbox as inbox_table
from tests.faults.house import Echo, Review, Song, count, sing, wait_until
from tests.faults.proxy import before


def reviews(house):
    with house.critic.look() as work:
        return [(row.singer, row.number) for row in work.session.scalars(select(Review).order_by(Review.position))]


def unsent(house):
    with house.agency.look() as work:
        return outbox.depth(work.session)[0]


class TestTheWay:
    def test_an_event_takes_effect_and_its_answer_comes_back(self, house):
        house.run_everything()
        sing(house.agency, "alto", songs=3)
        wait_until(lambda: count(house.agency, Echo) == 3, "every song has its echo")
        assert reviews(house) == [("alto", 1), ("alto", 2), ("alto", 3)]

    def test_a_thing_keeps_its_order_however_many_workers_there_are(self, house):
        house.run_everything()
        house.run(*(house.worker(house.critic) for _ in range(3)))
        singers = [f"singer {number}" for number in range(5)]
        for _ in range(6):
            for singer in singers:
                sing(house.agency, singer)
        wait_until(lambda: count(house.critic, Review) == 30, "all songs are reviewed")
        for singer in singers:
            assert [number for name, number in reviews(house) if name == singer] == [1, 2, 3, 4, 5, 6]


class TestTrouble:
    def test_while_the_broker_is_away_writing_goes_on_and_nothing_is_lost(self, house):
        proxy, url = before(house.url)
        house.run(house.relay(house.agency, url), house.receiver(house.critic), house.worker(house.critic))
        sing(house.agency, "alto")
        wait_until(lambda: count(house.critic, Review) == 1, "the first song is reviewed")
        proxy.refuse()
        for _ in range(5):
            sing(house.agency, "alto", songs=2)
        assert unsent(house) == 10
        proxy.mend()
        wait_until(lambda: count(house.critic, Review) == 11, "all songs are reviewed")
        assert [number for _, number in reviews(house)] == list(range(1, 12))
        proxy.close()

    def test_cuts_at_any_time_lose_nothing_and_double_nothing(self, house):
        (relay_cut, relay_url), (receiver_cut, receiver_url) = before(house.url), before(house.url)
        house.run(
            house.relay(house.agency, relay_url), house.receiver(house.critic, receiver_url), house.worker(house.critic)
        )
        for turn in range(12):
            sing(house.agency, "alto")
            sing(house.agency, "bass", songs=3)
            (relay_cut if turn % 2 else receiver_cut).cut()
        wait_until(
            lambda: count(house.critic, Review) >= count(house.agency, Song), "all songs are reviewed", seconds=120
        )
        assert [number for singer, number in reviews(house) if singer == "alto"] == list(range(1, 13))
        assert [number for singer, number in reviews(house) if singer == "bass"] == list(range(1, 37))
        relay_cut.close()
        receiver_cut.close()

    def test_a_listener_that_fails_is_tried_again_and_then_set_aside_with_its_subject(self, house):
        house.run(house.relay(house.agency), house.receiver(house.critic), house.worker(house.critic, attempts=2))
        sing(house.agency, "alto", lines=["boo"])
        sing(house.agency, "alto")
        sing(house.agency, "bass")

        def parked():
            with house.critic.look() as work:
                return depths.of(work.session)["parked"]

        wait_until(lambda: parked() == 1 and count(house.critic, Review) == 1, "one is parked, the other subject done")
        assert reviews(house) == [("bass", 1)]
        with house.critic.look() as work:
            row = work.session.execute(inbox_table.select().order_by(inbox_table.c.position)).first()
        assert (row.state, row.attempts) == (State.PARKED, 2)


def test_a_quiet_house_is_woken_and_does_not_wait_for_its_sweeps(house):
    house.run_everything(sweep=600)
    sing(house.agency, "alto")
    wait_until(lambda: count(house.agency, Echo) == 1, "the echo is back")
    sing(house.agency, "alto")
    wait_until(lambda: count(house.agency, Echo) == 2, "so is the second")
