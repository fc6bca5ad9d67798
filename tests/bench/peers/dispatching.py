"""nameko's own `EventDispatcher` with its defaults, in a service of its own. usage: BROKER"""

import json
import sys
import time

import eventlet

eventlet.monkey_patch()

from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import EventDispatcher  # noqa: E402
from nameko.testing.services import dummy, entrypoint_hook  # noqa: E402

from tests.bench.orders import serve  # noqa: E402
from tests.bench.sizes import BODY  # noqa: E402


class Teller:
    name = "teller"
    dispatch = EventDispatcher()

    @dummy
    def send(self, events):
        began = time.perf_counter()
        for event in events:
            self.dispatch("told", event)
        return time.perf_counter() - began


def main(broker: str) -> None:
    container = ServiceContainer(Teller, {"AMQP_URI": broker})
    container.start()
    waiting: list[dict[str, object]] = []

    def prepare(count: int) -> None:
        waiting[:] = [json.loads(BODY)] * count

    def send() -> float:
        with entrypoint_hook(container, "send", timeout=600) as sending:
            return sending(waiting)

    serve({"prepare": prepare, "send": send})
    container.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
