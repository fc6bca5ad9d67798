"""The receiver: what the broker has is in the inbox before it is acked, whatever goes away meanwhile."""

import psycopg
import pytest
from sqlalchemy import text

from kit.bus import topology
from kit.bus.amqp import REPLAYED
from kit.bus.inbox import State
from kit.clock import RealClock
from kit.database import Database
from kit.runtime import Runtime
from kit.signal import HEARD, PROCESS
from kit.tables import inbox as table
from tests.bus.conftest import depth, publish
from tests.faults.house import Critic, Review, SongReviewed, SongSung, an_event, count, wait_until
from tests.faults.proxy import before

NOW = RealClock().now()
# A sequence goes on counting whatever becomes of the transaction.
FALTERING = (
    "CREATE SEQUENCE attempts",
    """CREATE FUNCTION falter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        CASE nextval('attempts')
            WHEN 1 THEN RAISE EXCEPTION 'not like this' USING ERRCODE = 'check_violation';
            WHEN 2 THEN RAISE EXCEPTION 'starting up' USING ERRCODE = 'cannot_connect_now';
            ELSE RETURN NEW;
        END CASE;
    END $$""",
    "CREATE TRIGGER falters BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION falter()",
)


def song(number=1, singer="alto"):
    return an_event(SongSung(singer=singer, number=number), NOW)


def rows(runtime):
    with runtime.look() as work:
        return work.session.execute(table.select().order_by(table.c.position)).all()


def wait_for(runtime, number):
    wait_until(lambda: len(rows(runtime)) >= number, f"{number} messages in the inbox")
    return rows(runtime)


class TestReceiving:
    def test_messages_are_stored_in_their_order_and_acked(self, house, channel):
        songs = [song(number) for number in range(700)]
        for envelope in songs:
            publish(channel, envelope.to_json())
        house.run(house.receiver(house.critic))
        stored = wait_for(house.critic, 700)
        assert [row.event_id for row in stored] == [envelope.id for envelope in songs]
        wait_until(lambda: depth(channel, "critic.inbox") == 0, "all are acked")
        assert house.critic.heard.wait(0)

    def test_a_message_that_comes_twice_is_stored_once(self, house, channel):
        envelope = song()
        for _ in range(3):
            publish(channel, envelope.to_json())
        publish(channel, song(2).to_json())
        house.run(house.receiver(house.critic))
        wait_for(house.critic, 2)
        assert len(rows(house.critic)) == 2

    @pytest.mark.parametrize("body", [b"noise", b"\xff\xfe", b'{"id": "\x00"}', b""])
    def test_what_is_no_event_is_parked_with_its_payload(self, house, channel, body):
        publish(channel, body)
        publish(channel, song().to_json())
        house.run(house.receiver(house.critic))
        assert [row.state for row in wait_for(house.critic, 2)] == [State.PARKED, State.PENDING]

    def test_what_the_database_refuses_for_its_own_reasons_is_parked_alone(self, house, channel):
        with house.critic.work() as work:
            work.session.execute(text("ALTER TABLE inbox ADD CONSTRAINT no_bass CHECK (subject <> 'singer/bass')"))
        for singer in ("alto", "bass", "tenor"):
            publish(channel, song(singer=singer).to_json())
        house.run(house.receiver(house.critic))
        stored = wait_for(house.critic, 3)
        assert [row.state for row in stored] == [State.PENDING, State.PARKED, State.PENDING]
        assert "no_bass" in stored[1].error
        assert stored[1].body.startswith("base64:")

    def test_a_replay_brings_only_what_the_service_listens_to(self, house, channel):
        reviewed = an_event(SongReviewed(singer="alto", number=1), NOW, "critic")
        for envelope in (reviewed, song()):
            publish(channel, envelope.to_json(), "", "critic.inbox", application_headers={REPLAYED: "once"})
        publish(channel, "noise", "", "critic.inbox", application_headers={REPLAYED: "once"})
        house.run(house.receiver(house.critic))
        assert [row.type for row in wait_for(house.critic, 2)] == ["agency.song_sung.v1", "malformed"]

    def test_a_replay_again_makes_what_is_done_pending(self, house, channel):
        envelope = song()
        publish(channel, envelope.to_json())
        house.run(house.receiver(house.critic), house.worker(house.critic))
        wait_until(lambda: count(house.critic, Review) == 1, "the song is reviewed")
        publish(
            channel,
            envelope.to_json(),
            "",
            "critic.inbox",
            message_id=envelope.id,
            application_headers={REPLAYED: "again"},
        )
        wait_until(lambda: count(house.critic, Review) == 2, "the song is reviewed again")


class TestTellingOtherCopies:
    @pytest.fixture
    def ear(self, house):
        """What is told to other copies on the critic's database."""
        url = house.critic.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"LISTEN {HEARD}")
            yield connection

    def test_they_are_told_where_nobody_here_is_free(self, house, channel, ear):
        house.run(house.receiver(house.critic))
        publish(channel, song().to_json())
        assert [told.payload for told in ear.notifies(timeout=30, stop_after=1)] == [PROCESS]

    def test_they_are_left_in_peace_where_somebody_here_is_free(self, house, channel, ear):
        house.run(house.receiver(house.critic), house.worker(house.critic))
        wait_until(lambda: house.critic.heard.is_waited_for, "the worker waits")
        publish(channel, song().to_json())
        wait_until(lambda: count(house.critic, Review) == 1, "the song is reviewed")
        ear.execute(f"NOTIFY {HEARD}, 'the end'")
        assert [told.payload for told in ear.notifies(timeout=30, stop_after=1)] == ["the end"]


class TestTwoCopies:
    def test_one_receives_and_the_other_takes_over(self, house, channel):
        first, second = house.receiver(house.critic), house.receiver(house.critic)
        proxy, first.url = before(house.url)
        house.run(first)
        wait_until(lambda: first.connected, "the first receives")
        house.run(second)
        wait_until(lambda: second.connected, "the second stands by")
        publish(channel, song(1).to_json())
        wait_for(house.critic, 1)
        proxy.refuse()
        publish(channel, song(2).to_json())
        wait_for(house.critic, 2)
        proxy.close()

    def test_the_one_that_receives_gets_everything(self, house, channel):
        """Two that took turns would each store its own half, in whatever order they come to it."""
        copies = [Runtime(Critic, house.critic.database, house.critic.clock) for _ in range(2)]
        for copy in copies:
            receiver = house.receiver(copy)
            house.run(receiver)
            wait_until(lambda receiver=receiver: receiver.connected, "it receives or stands by")
        for number in range(20):
            publish(channel, song(number).to_json())
        wait_for(house.critic, 20)
        wait_until(lambda: copies[0].heard.wait(0), "the first says that it has heard")
        assert not copies[1].heard.wait(0)


class TestTrouble:
    def test_a_broker_that_is_away_is_waited_for(self, house, channel):
        proxy, url = before(house.url)
        proxy.refuse()
        receiver = house.receiver(house.critic, url)
        house.run(receiver)
        publish(channel, song(1).to_json())
        proxy.mend()
        wait_for(house.critic, 1)
        for number in (2, 3):
            proxy.cut()
            publish(channel, song(number).to_json())
            wait_for(house.critic, number)
        proxy.close()

    def test_a_database_that_is_away_leaves_the_messages_with_the_broker(self, house, channel):
        proxy, url = before(house.critic.database.url.render_as_string(hide_password=False))
        runtime = Runtime(Critic, Database(url), RealClock())
        proxy.refuse()
        house.run(house.receiver(runtime))
        wait_until(lambda: channel.queue_declare("critic.inbox", passive=True).consumer_count == 1, "it receives")
        for number in range(5):
            publish(channel, song(number).to_json())
        assert rows(house.critic) == []
        proxy.mend()
        wait_for(house.critic, 5)
        wait_until(lambda: depth(channel, "critic.inbox") == 0, "all are acked")
        runtime.database.close()
        proxy.close()

    def test_a_stop_while_the_database_is_away_leaves_the_messages_with_the_broker(self, house, channel):
        proxy, url = before(house.critic.database.url.render_as_string(hide_password=False))
        runtime = Runtime(Critic, Database(url), RealClock())
        proxy.refuse()
        publish(channel, song().to_json())
        house.run(house.receiver(runtime))
        wait_until(lambda: proxy.refused, "the database is asked for in vain")
        house.stop.set()
        wait_until(lambda: depth(channel, "critic.inbox") == 1, "the message is back with the broker")
        runtime.database.close()
        proxy.close()

    def test_a_database_that_goes_away_while_a_bad_message_is_sought_parks_nothing(self, house, channel):
        """The first attempt is refused for what is in the message, the second for the database's own trouble."""
        with house.critic.work() as work:
            for statement in FALTERING:
                work.session.execute(text(statement))
        publish(channel, song().to_json())
        house.run(house.receiver(house.critic))
        (stored,) = wait_for(house.critic, 1)
        assert stored.state == State.PENDING
        with house.critic.look() as work:
            assert work.session.scalar(text("SELECT last_value FROM attempts")) == 3

    def test_a_broker_that_lost_its_disk_is_set_up_anew(self, house, channel):
        receiver = house.receiver(house.critic)
        house.run(receiver)
        wait_until(lambda: receiver.connected, "it receives")
        channel.exchange_delete("agency.events")
        channel.queue_delete("critic.inbox")
        wait_until(lambda: topology.depths(house.url, [Critic])["critic.inbox"] == (0, 1), "the inbox is there again")
        publish(channel, song().to_json())
        wait_for(house.critic, 1)
