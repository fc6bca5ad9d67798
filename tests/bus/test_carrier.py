"""The carrier on RabbitMQ: what it calls safe is safe, and a broker that is away costs time and nothing else."""

import time

import pytest

from kit import metrics
from kit.bus import outbox
from kit.bus.amqp import REPLAYED, AmqpCarrier
from kit.bus.carrier import CarrierAway
from kit.events import CONTENT_TYPE
from tests.bus.conftest import depth, take
from tests.faults.house import Agency, Critic, sing, wait_until
from tests.faults.proxy import before


@pytest.fixture
def carrier(house):
    carrier = AmqpCarrier(house.url)
    yield carrier
    carrier.close()


@pytest.fixture
def proxied(house):
    proxy, url = before(house.url)
    carrier = AmqpCarrier(url, deadline=1.0)
    yield proxy, carrier
    carrier.close()
    proxy.close()


def said(house, *singers):
    for singer in singers:
        sing(house.agency, singer)
    with house.agency.look() as work:
        return outbox.pending(work.session, 1000)


class TestCarrying:
    def test_an_event_arrives_as_a_lasting_cloud_event(self, house, channel, carrier):
        (event,) = said(house, "alto")
        assert carrier.carry([event]) == [event]
        (came,) = take(channel, "critic.inbox")
        assert came.body == event.body
        assert came.properties["content_type"] == CONTENT_TYPE
        assert came.properties["delivery_mode"] == 2
        assert (came.properties["message_id"], came.properties["correlation_id"]) == (
            event.event_id,
            event.correlation_id,
        )

    def test_a_whole_window_is_confirmed(self, house, channel, carrier):
        events = said(house, *(f"singer {number}" for number in range(60)))
        assert len(carrier.carry(events)) == 60
        wait_until(lambda: depth(channel, "critic.inbox") == 60, "all have arrived")

    def test_one_carrier_goes_on_for_long(self, house, channel, carrier):
        events = said(house, "alto", "bass")
        for _ in range(5):
            assert len(carrier.carry(events)) == 2
            carrier.rest()
        wait_until(lambda: depth(channel, "critic.inbox") == 10, "all have arrived")


class TestTheUnheard:
    def test_an_event_no_queue_is_bound_for_is_counted_and_kept(self, house, channel, carrier):
        channel.queue_unbind("critic.inbox", "agency.events", "song_sung")
        counter = metrics.events_unheard.labels("agency", "agency.song_sung.v1")
        counted = counter._value.get()
        events = said(house, "alto", "bass")
        assert len(carrier.carry(events)) == 2
        assert counter._value.get() == counted + 2
        assert {kept.body for kept in take(channel, "unheard", 2)} == {event.body for event in events}

    def test_one_that_should_have_been_heard_is_counted_for_itself(self, house, channel):
        counter, rises = metrics.events_misrouted.labels("agency"), []
        channel.queue_unbind("critic.inbox", "agency.events", "song_sung")
        events = said(house, "alto", "bass")
        for is_listened_to in (Critic.hears, Agency.hears):
            counted = counter._value.get()
            strict = AmqpCarrier(house.url, is_listened_to=is_listened_to)
            strict.carry(events)
            strict.close()
            rises.append(counter._value.get() - counted)
        assert rises == [2, 0]

    def test_only_the_last_of_them_are_kept(self, house, channel, carrier):
        channel.queue_unbind("critic.inbox", "agency.events", "song_sung")
        (event,) = said(house, "alto")
        for _ in range(3):
            carrier.carry([event] * 400)
        wait_until(lambda: depth(channel, "unheard") == 1000, "a thousand are kept")

    def test_the_brokers_late_word_on_what_was_kept_disturbs_nothing(self, house, channel, carrier):
        channel.queue_unbind("critic.inbox", "agency.events", "song_sung")
        events = said(house, "alto")
        carrier.carry(events)
        taken_in = carrier._link.bytes_recv
        wait_until(lambda: carrier.rest() or carrier._link.bytes_recv > taken_in, "it is taken in while resting")
        assert carrier.carry(events) == events


class TestPosting:
    def test_a_replay_goes_to_one_inbox_alone(self, house, channel, carrier):
        (event,) = said(house, "alto")
        assert carrier.post([event], "agency", again=True)
        (came,) = take(channel, "agency.inbox")
        assert came.properties["application_headers"] == {REPLAYED: "again"}
        assert depth(channel, "critic.inbox") == 0

    def test_a_listener_without_an_inbox_is_noticed(self, house, carrier):
        assert not carrier.post(said(house, "alto"), "nobody", again=False)


class TestTrouble:
    def test_a_broker_that_is_away_is_said_at_once_and_found_again(self, house, proxied):
        proxy, carrier = proxied
        events = said(house, "alto")
        proxy.refuse()
        with pytest.raises(CarrierAway):
            carrier.carry(events)
        proxy.mend()
        assert carrier.carry(events) == events

    @pytest.mark.parametrize("act", ["carry", "post"])
    def test_a_connection_cut_between_two_waves_costs_one_attempt(self, house, proxied, act):
        proxy, carrier = proxied
        events = said(house, "alto")
        do = carrier.carry if act == "carry" else lambda events: carrier.post(events, "critic", again=False)
        assert do(events)
        proxy.cut()
        with pytest.raises(CarrierAway):
            do(events)
        assert do(events)

    @pytest.mark.parametrize("act", ["carry", "post"])
    def test_a_broker_that_takes_and_says_nothing_is_given_up_at_the_deadline(self, house, proxied, act):
        proxy, carrier = proxied
        events = said(house, "alto")
        do = carrier.carry if act == "carry" else lambda events: carrier.post(events, "critic", again=False)
        assert do(events)
        proxy.swallow()
        began = time.monotonic()
        with pytest.raises(CarrierAway):
            do(events)
        assert time.monotonic() - began < 20
        proxy.mend()
        assert do(events)

    def test_what_was_confirmed_before_the_connection_failed_is_safe_and_the_rest_is_not(self, house, proxied):
        """The second event is so large that it gets stuck on its way, with the first already there."""
        proxy, carrier = proxied
        sing(house.agency, "alto")
        sing(house.agency, "bass", lines=["la" * 50_000])
        small, large = said(house)
        carrier.rest()
        assert carrier.carry([small]) == [small]
        proxy.swallow_after(20_000)
        assert carrier.carry([small, large]) == [small]
        proxy.mend()
        assert carrier.carry([large]) == [large]

    def test_a_resting_connection_that_was_cut_is_opened_anew(self, house, proxied):
        proxy, carrier = proxied
        events = said(house, "alto")
        carrier.rest()
        assert carrier.carry(events)
        proxy.cut()
        wait_until(lambda: carrier.rest() or carrier._link is None, "the cut is noticed while it rests")
        assert carrier.carry(events)

    def test_a_missing_exchange_is_named_with_what_to_do(self, house, channel, carrier):
        channel.exchange_delete("agency.events")
        with pytest.raises(CarrierAway, match=r"agency\.events.*run the migration"):
            carrier.carry(said(house, "alto"))

    def test_what_the_broker_refuses_to_keep_is_not_safe(self, house, channel, carrier):
        channel.queue_declare("full", arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
        channel.queue_bind("full", "agency.events", "song_sung")
        events = said(house, "alto")
        assert carrier.carry(events) == events
        assert carrier.carry(events) == []

    def test_what_an_inbox_refuses_to_keep_is_tried_again_later(self, house, channel, carrier):
        limit = {"x-max-length": 1, "x-overflow": "reject-publish"}
        channel.queue_declare("tenor.inbox", arguments=limit)
        events = said(house, "alto")
        assert carrier.post(events, "tenor", again=False)
        with pytest.raises(CarrierAway, match="could not keep"):
            carrier.post(events, "tenor", again=False)


def test_closing_twice_is_no_harm(house, carrier):
    carrier.carry(said(house, "alto"))
    carrier.close()
    carrier.close()
    carrier.rest()
