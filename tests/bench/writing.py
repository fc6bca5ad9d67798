"""A write at a door, which announces, or publishes by itself and waits for the confirm. usage: BROKER DATABASE"""

import sys
import threading
import time

from kit.host import green

green.patch()

from kombu import Connection, pools  # noqa: E402

from kit import logs  # noqa: E402
from kit.bus import outbox  # noqa: E402
from kit.bus.amqp import AmqpCarrier  # noqa: E402
from kit.bus.relay import Relay  # noqa: E402
from kit.caller import Caller  # noqa: E402
from kit.clock import RealClock  # noqa: E402
from kit.database import Database  # noqa: E402
from kit.doors import Call, command  # noqa: E402
from kit.runtime import Runtime  # noqa: E402
from tests.bench.orders import serve  # noqa: E402
from tests.bench.pair import Saying, Teller  # noqa: E402
from tests.bench.sizes import BODY, numbered  # noqa: E402
from tests.faults.house import wait_until  # noqa: E402

SOMEBODY = Caller(id="somebody", username="somebody", name="Somebody", permissions=frozenset({"tell"}))


class Desk(Teller):
    """The teller with two doors for the same write."""

    name = "teller"
    broker: Connection

    @command("POST", "/announced/<which>", may="tell", zh="讲述", en="Tell")
    def announce(self, work, which):
        self.tell(work, int(which))

    @command("POST", "/published/<which>", may="tell", zh="直接讲述", en="Tell directly")
    def publish(self, work, which):
        thing, number = numbered(int(which))
        work.session.add(Saying(thing=thing, number=number))
        work.session.flush()
        with pools.producers[self.broker].acquire(block=True) as producer:
            producer.publish(
                BODY.encode(),
                exchange="teller.events",
                routing_key="told",
                content_type="application/cloudevents+json",
                content_encoding="utf-8",
                delivery_mode=2,
                mandatory=True,
            )


def main(broker: str, database: str) -> None:
    logs.configure("WARNING")
    runtime = Runtime(Desk, Database(database), RealClock())
    runtime.service.broker = Connection(broker, transport_options={"confirm_publish": True})
    stop = threading.Event()
    threading.Thread(target=Relay(runtime, AmqpCarrier(broker), stop).run, daemon=True).start()

    def write(door: str, count: int) -> float:
        began = time.perf_counter()
        for which in range(count):
            reply = runtime.call(Call(door, SOMEBODY, params={"which": str(which)}))
            assert reply.status < 300, reply.body
        took = time.perf_counter() - began
        wait_until(is_empty, "everything is sent", 60)
        return took

    def is_empty() -> bool:
        with runtime.look() as work:
            return outbox.depth(work.session)[0] == 0

    serve({"write": write}, lambda: green.in_thread(sys.stdin.readline))
    stop.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
