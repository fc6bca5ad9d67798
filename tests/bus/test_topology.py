"""What stands on the broker is what the register says, before anybody speaks."""

import pytest
from amqp.exceptions import NotFound, PreconditionFailed

from kit.bus import topology
from kit.bus.link import open_link
from kit.events import ANY, Event
from kit.service import Service, on
from tests.bus.conftest import depth, publish, take
from tests.faults.house import HOUSE, Agency, Critic, SongSung, wait_until


class CurtainFell(Event, service=ANY, about="stage", key="stage"):
    """Anybody may end a show."""

    stage: str


class Stagehand(Service):
    name = "stagehand"

    @on(CurtainFell)
    def sweep(self, work, event): ...


class Deaf(Service):
    """The critic in a later version, who listens to nobody any more."""

    name = "critic"


@pytest.fixture
def declared(amqp_url):
    topology.declare(amqp_url, HOUSE)
    return amqp_url


class TestDeclaring:
    def test_a_service_that_never_started_misses_nothing(self, declared, channel):
        publish(channel, "{}")
        assert take(channel, "critic.inbox")[0].body == "{}"

    def test_it_may_be_done_again_with_messages_waiting(self, declared, channel):
        publish(channel, "{}")
        topology.declare(declared, HOUSE)
        assert take(channel, "critic.inbox")[0].body == "{}"

    def test_what_anyone_may_say_is_heard_from_every_service(self, amqp_url, channel):
        topology.declare(amqp_url, [*HOUSE, Stagehand])
        for speaker in ("agency", "critic", "stagehand"):
            publish(channel, speaker, f"{speaker}.events", "curtain_fell")
            assert take(channel, "stagehand.inbox")[0].body == speaker

    def test_a_binding_nobody_listens_on_any_more_is_undone(self, declared, channel):
        topology.declare(declared, [Agency, Deaf])
        publish(channel, "{}")
        publish(channel, "last", "", "critic.inbox")
        assert take(channel, "critic.inbox")[0].body == "last"

    def test_an_inbox_declared_otherwise_before_stays_in_use(self, amqp_url, channel):
        channel.queue_declare("critic.inbox", durable=True, auto_delete=False)
        topology.declare(amqp_url, HOUSE)
        publish(channel, "{}")
        assert take(channel, "critic.inbox")[0].body == "{}"

    def test_what_nobody_heard_outlives_the_broker_it_was_declared_on(self, declared, channel):
        bounded = {"x-max-length": topology.KEPT_UNHEARD, "x-overflow": "drop-head"}
        channel.queue_declare(
            "unheard", durable=True, auto_delete=False, arguments=bounded | {"x-queue-type": "quorum"}
        )
        with pytest.raises(PreconditionFailed):
            channel.queue_declare("unheard", durable=True, auto_delete=False, arguments=bounded)

    def test_a_broker_that_never_answers_is_an_error_after_a_while(self):
        with pytest.raises(OSError, match="refused"):
            topology.declare("amqp://guest:guest@127.0.0.1:1//", HOUSE, patience=0.6)


class TestTheInbox:
    @pytest.mark.parametrize(
        ("version", "arguments"),
        [("3.13.7", {}), ("4.0.2", {"x-delivery-limit": -1}), ("10.1", {"x-delivery-limit": -1})],
    )
    def test_its_limit_of_returns_is_lifted_in_each_versions_own_way(self, version, arguments):
        assert topology.without_limit(version) == arguments

    def test_a_message_may_come_back_any_number_of_times(self, declared, channel):
        publish(channel, "{}")
        for _ in range(25):
            link = open_link(declared, "short-lived")
            got = []
            reader = link.channel()
            reader.basic_consume("critic.inbox", callback=got.append)
            while not got:
                link.drain_events(timeout=10)
            link.collect()
        assert take(channel, "critic.inbox")[0].body == "{}"

    def test_messages_of_a_consumer_that_died_come_back_in_order(self, declared, channel):
        for number in range(300):
            publish(channel, str(number))
        got = []
        link = open_link(declared, "dies")
        reader = link.channel()
        reader.basic_consume("critic.inbox", callback=got.append)
        while len(got) < 300:
            link.drain_events(timeout=10)
        reader.basic_ack(got[9].delivery_tag, multiple=True)
        link.collect()
        came = take(channel, "critic.inbox", 290)
        assert [int(told.body) for told in came] == list(range(10, 300))


class TestDepths:
    def test_messages_and_consumers_are_counted(self, declared, channel):
        publish(channel, "{}")
        channel.basic_consume("agency.inbox", callback=print)
        wait_until(lambda: depth(channel, "critic.inbox") == 1, "the message is counted")
        assert topology.depths(declared, HOUSE) == {"agency.inbox": (0, 1), "critic.inbox": (1, 0), "unheard": (0, 0)}

    def test_a_missing_inbox_is_said(self, amqp_url):
        assert topology.depths(amqp_url, [Critic]) == {"critic.inbox": None, "unheard": None}

    def test_what_has_not_been_declared_is_not_there(self, channel):
        with pytest.raises(NotFound):
            depth(channel, "critic.inbox")


def test_speakers_are_all_who_declare_an_event():
    assert {"agency", "critic"} <= set(topology.speakers([Stagehand]))
    assert list(topology.sources(SongSung, ["nobody"])) == [("agency.events", "song_sung")]
