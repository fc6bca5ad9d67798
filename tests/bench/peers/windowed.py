"""py-amqp alone: publishes with a window of unconfirmed messages and does nothing else. usage: BROKER"""

import sys
import time
from urllib.parse import urlsplit

import amqp

from tests.bench.orders import serve
from tests.bench.sizes import BODY

WINDOW = 500


def connect(broker: str) -> amqp.Connection:
    parts = urlsplit(broker)
    link = amqp.Connection(
        host=f"{parts.hostname}:{parts.port}",
        userid=parts.username,
        password=parts.password,
        virtual_host=parts.path[1:],
    )
    link.connect()
    return link


class Publisher:
    """One channel with confirms; `unconfirmed` are the delivery tags that the broker has not answered for."""

    def __init__(self, broker: str) -> None:
        self.link = connect(broker)
        self.channel = self.link.channel()
        self.channel.confirm_select()
        self.channel.events["basic_ack"].add(self.acked)
        self.published = 0
        self.unconfirmed: set[int] = set()

    def acked(self, tag: int, multiple: bool) -> None:
        self.unconfirmed -= {one for one in self.unconfirmed if one <= tag} if multiple else {tag}

    def publish(self, body: str) -> None:
        self.published += 1
        self.unconfirmed.add(self.published)
        message = amqp.Message(body, content_type="application/cloudevents+json", delivery_mode=2)
        self.channel.basic_publish(message, "teller.events", "told", mandatory=True)

    def wait(self, until: int) -> None:
        while len(self.unconfirmed) > until:
            self.link.drain_events()


def main(broker: str) -> None:
    publisher = Publisher(broker)
    waiting: list[str] = []

    def prepare(count: int) -> None:
        waiting[:] = [BODY] * count

    def send() -> float:
        began = time.perf_counter()
        for body in waiting:
            publisher.publish(body)
            publisher.wait(until=WINDOW - 1)
        publisher.wait(until=0)
        return time.perf_counter() - began

    serve({"prepare": prepare, "send": send})


if __name__ == "__main__":
    main(*sys.argv[1:])
