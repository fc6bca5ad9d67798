"""The house's relay as a program: fills an outbox when told so, then sends what is in it. usage: BROKER DATABASE"""

import sys
import threading
import time
from contextlib import ExitStack

from kit.host import green

green.patch()

from kit import logs  # noqa: E402
from kit.bus import outbox  # noqa: E402
from kit.bus.amqp import AmqpCarrier  # noqa: E402
from kit.bus.relay import Relay  # noqa: E402
from kit.clock import RealClock  # noqa: E402
from kit.database import Database  # noqa: E402
from kit.runtime import Runtime  # noqa: E402
from tests.bench.orders import serve  # noqa: E402
from tests.bench.pair import Teller  # noqa: E402
from tests.bench.sizes import THINGS  # noqa: E402


def main(broker: str, database: str) -> None:
    logs.configure("WARNING")
    runtime = Runtime(Teller, Database(database), RealClock())
    carrier = AmqpCarrier(broker)
    relay = Relay(runtime, carrier, threading.Event())

    def prepare(count: int) -> None:
        """Tells of one thing after the other: an outbox filled in one transaction would lie in it thing by thing."""
        for first in range(0, count, THINGS):
            with runtime.work() as work:
                for which in range(first, min(first + THINGS, count)):
                    runtime.service.tell(work, which)
        carrier.rest()

    def send() -> float:
        began = time.perf_counter()
        while relay.relay_once():
            pass
        took = time.perf_counter() - began
        with runtime.look() as work:
            assert outbox.depth(work.session)[0] == 0
        return took

    with ExitStack() as held:
        assert relay._is_active(held)  # As in a house at work: what is read and marked is so on the lock's connection.
        serve({"prepare": prepare, "send": send}, lambda: green.in_thread(sys.stdin.readline))
    relay.carrier.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
