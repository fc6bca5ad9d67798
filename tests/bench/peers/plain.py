"""nameko's own dispatcher and event handler, which touch no database. usage: teller|keeper BROKER"""

import json
import sys
import time
from functools import partial

import eventlet
import eventlet.tpool

eventlet.monkey_patch()

from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import EventDispatcher, event_handler  # noqa: E402
from nameko.testing.services import dummy, entrypoint_hook  # noqa: E402

from tests.bench.orders import PATIENCE, Kept, serve, tell_all  # noqa: E402
from tests.bench.sizes import envelope, numbered  # noqa: E402

kept = Kept()


class Teller:
    name = "teller"
    dispatch = EventDispatcher()

    @dummy
    def tell(self, **given):
        return tell_all(self.tell_one, **given)

    def tell_one(self, which):
        thing, number = numbered(which)
        self.dispatch("told", json.loads(envelope(str(which), thing, number, time.time(), number, "")))


class Keeper:
    name = "keeper"

    @event_handler("teller", "told")
    def note(self, event):
        kept(event["data"]["at"])


def main(name: str, broker: str) -> None:
    service = {service.name: service for service in (Teller, Keeper)}[name]
    container = ServiceContainer(service, {"AMQP_URI": broker})
    container.start()

    def tell(**given: float) -> float:
        with entrypoint_hook(container, "tell", timeout=PATIENCE) as telling:
            return telling(**given)

    serve({"tell": tell, "wait": kept.wait}, partial(eventlet.tpool.execute, sys.stdin.readline))
    container.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
