"""Programs from outside hear the house knowing nothing of it: a plain nameko service, a reader of CloudEvents."""

import textwrap

from kit.bus.topology import exchange_of
from kit.events import Envelope
from tests.bus.conftest import take
from tests.faults.house import sing
from tests.faults.processes import program

NAMEKO_SERVICE = """
    import sys
    import eventlet
    eventlet.monkey_patch()
    from nameko.events import event_handler
    from nameko.runners import ServiceRunner

    class Fan:
        name = "fan"

        @event_handler("agency", "song_sung")
        def applaud(self, told):
            print("heard", told["data"]["singer"], told["data"]["number"], told["type"], flush=True)

    runner = ServiceRunner({
        "AMQP_URI": sys.argv[1],
        "SERIALIZERS": {"cloudevents": {
            "encoder": "json.dumps", "decoder": "json.loads",
            "content_type": "application/cloudevents+json", "content_encoding": "utf-8",
        }},
        "ACCEPT": ["cloudevents"],
    })
    runner.add_service(Fan)
    runner.start()
    print("started", flush=True)
    runner.wait()
"""

CLOUD_EVENTS_READER = """
    import sys
    import amqp
    from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event
    host, vhost, queue = sys.argv[1:]
    with amqp.Connection(host, "guest", "guest", virtual_host=vhost) as link:
        channel = link.channel()
        def told(message):
            body = message.body if isinstance(message.body, bytes) else message.body.encode()
            event = from_rabbitmq_event(RabbitMQMessage({}, message.properties["content_type"], body))
            print(event.get_type(), event.get_source(), event.get_subject(), event.get_extension("sequence"),
                  event.get_time().tzinfo is not None, event.get_data()["number"], flush=True)
            message.channel.basic_ack(message.delivery_tag)
        channel.queue_declare(queue, durable=False, auto_delete=True)
        channel.queue_bind(queue, "agency.events", "#")
        channel.basic_consume(queue, callback=told)
        print("started", flush=True)
        while True:
            link.drain_events()
"""


class TestOutsiders:
    def test_a_plain_nameko_handler_hears_our_events(self, house):
        with program("-W", "ignore", "-c", textwrap.dedent(NAMEKO_SERVICE), house.url) as fan:
            fan.wait_for("started")
            house.run(house.relay(house.agency))
            sing(house.agency, "alto", songs=2)
            fan.wait_for("heard alto 1 agency.song_sung.v1")
            fan.wait_for("heard alto 2 agency.song_sung.v1")

    def test_a_program_that_knows_only_amqp_and_cloud_events_hears_and_reads_them(self, house):
        host, _, vhost = house.url.rpartition("@")[2].partition("/")
        with program("-c", textwrap.dedent(CLOUD_EVENTS_READER), host, vhost, "reader") as reader:
            reader.wait_for("started")
            house.run(house.relay(house.agency))
            sing(house.agency, "alto", songs=2)
            line = reader.wait_for("singer/alto 00000000000000000002")
            assert line == "agency.song_sung.v1 /atrium/agency singer/alto 00000000000000000002 True 2"

    def test_the_exchange_is_named_as_nameko_would(self):
        assert exchange_of("agency") == "agency.events"


def test_our_own_listeners_read_the_same_message(house, channel):
    house.run(house.relay(house.agency))
    sing(house.agency, "alto")
    (told,) = take(channel, "critic.inbox")
    assert Envelope.from_json(told.body).event().singer == "alto"
