"""The full system's host: services on RabbitMQ and PostgreSQL, one or several in this process, in any number of copies.

Broker and database may come and go: each loop waits for what it needs, and nothing here ends the process.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable

from kit.bus.amqp import AmqpCarrier
from kit.bus.asking import Asking
from kit.bus.direct import DirectWay
from kit.bus.listen import Ear
from kit.bus.receiver import Receiver
from kit.bus.relay import Relay
from kit.bus.rpc import RpcClient
from kit.bus.topology import speakers
from kit.bus.worker import Worker
from kit.doors import Call, Reply
from kit.errors import NotFound
from kit.host import green
from kit.host.nameko_doors import Doors
from kit.regular import Regulars
from kit.runtime import Runtime
from kit.service import Service
from kit.signal import EVERYBODY

WORKERS = 4
REQUESTS = 10


class NamekoHost:
    """Runs services in this process and asks those in others. The process has to be green (`kit.host.green.patch`).

    `known` are all services there are: what anyone may say is listened to from each of them, and their doors tell how
    long an answer may take. Services named in `directly` are asked without the bus where they run in this very process,
    the others by the `direct` way, where there is one, when the bus does not carry.
    """

    def __init__(
        self,
        runtimes: Iterable[Runtime],
        amqp_url: str,
        *,
        known: Iterable[type[Service]] = (),
        workers: int = WORKERS,
        requests: int = REQUESTS,
        directly: Collection[str] = (),
        direct: DirectWay | None = None,
    ) -> None:
        if not green.is_patched():
            raise RuntimeError("kit.host.green.patch() comes first in a process that hosts on nameko")
        self.runtimes = {runtime.name: runtime for runtime in runtimes}
        registered = [*known, *(type(runtime.service) for runtime in self.runtimes.values())]
        self.registered = {service.name: service for service in registered}
        self.url = amqp_url
        self.workers = workers
        self.directly = directly
        self.client = RpcClient(amqp_url)
        self.asking = Asking(self.client, direct)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.receivers = [
            Receiver(runtime, amqp_url, self._stop, speakers(self.registered.values()))
            for runtime in self.runtimes.values()
        ]
        self.doors = [
            Doors(runtime, amqp_url, self.client.line, self._stop, requests)
            for runtime in self.runtimes.values()
            if runtime.service.doors
        ]

    def start(self) -> None:
        """Starts all loops and returns at once; `broker_is_up` tells when broker and queues have been reached."""
        self.client.start()
        loops: list[tuple[str, Callable[[], None]]] = [(f"{door.name}.doors", door.run) for door in self.doors]
        loops += [(f"{receiver.runtime.name}.receiver", receiver.run) for receiver in self.receivers]
        for name, runtime in self.runtimes.items():
            loops.append((f"{name}.relay", Relay(runtime, self._carrier(), self._stop).run))
            loops.append((f"{name}.regulars", Regulars(runtime, self._stop).run))
            loops.append((f"{name}.ear", Ear(runtime, self._stop).run))
            loops += [(f"{name}.worker{number}", Worker(runtime, self._stop).run) for number in range(self.workers)]
        self._threads = [threading.Thread(target=run, name=name, daemon=True) for name, run in loops]
        for thread in self._threads:
            thread.start()

    def _carrier(self) -> AmqpCarrier:
        return AmqpCarrier(
            self.url,
            is_listened_to=lambda event: any(service.hears(event) for service in self.registered.values()),
        )

    def is_ready(self) -> bool:
        """Whether every loop runs and requests can go out and come in; with a direct way they can without the bus."""
        alive = all(thread.is_alive() for thread in self._threads)
        return alive and (self.asking.direct is not None or self.broker_is_up())

    def broker_is_up(self) -> bool:
        """Whether the bus is reached: requests go both ways, what others say comes in or a copy stands by for it."""
        return (
            self.client.line.is_up
            and all(receiver.connected for receiver in self.receivers)
            and all(door.is_open for door in self.doors)
        )

    def call(self, service: str, call: Call) -> Reply:
        """Asks one door of one service. Raises Unavailable, TooSlow, or NotFound for an unknown door."""
        if service in self.directly and service in self.runtimes:
            return self.runtimes[service].call(call)
        doors = self.registered[service].doors if service in self.registered else {}
        if service in self.registered and call.door not in doors:
            raise NotFound()
        return self.asking.ask(service, call, doors.get(call.door))

    def stop(self, seconds: float = 10.0) -> None:
        """Takes no more requests, ends those under way and all loops; what takes longer than `seconds` is abandoned."""
        deadline = time.monotonic() + seconds
        self._stop.set()
        for runtime in self.runtimes.values():
            runtime.said.set(EVERYBODY)
            runtime.heard.set(EVERYBODY)
        closing = [threading.Thread(target=door.close, args=(seconds,), daemon=True) for door in self.doors]
        for thread in closing:
            thread.start()
        for thread in (*closing, *self._threads):
            thread.join(max(deadline - time.monotonic(), 0.1))
        self.client.stop()
        for runtime in self.runtimes.values():
            runtime.database.close()
