"""The embedded host: every service in this process, a request is a call, the relay hands events to inboxes directly.

Its loops are plain threads; under the runner, which makes threads green, they are greenlets.
"""

import threading
from collections.abc import Iterable

from kit.bus.local import LocalCarrier
from kit.bus.relay import Relay
from kit.bus.worker import Worker
from kit.doors import Call, Reply
from kit.errors import Unavailable
from kit.regular import Regulars
from kit.runtime import Runtime


class LocalHost:
    """Runs services side by side. The process may be killed at any moment; at its next start it goes on."""

    def __init__(self, runtimes: Iterable[Runtime]) -> None:
        self.runtimes = {runtime.name: runtime for runtime in runtimes}
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        carrier = LocalCarrier(list(self.runtimes.values()))
        for runtime in self.runtimes.values():
            for loop in (
                Relay(runtime, carrier, self._stop),
                Worker(runtime, self._stop),
                Regulars(runtime, self._stop),
            ):
                name = f"{runtime.name}.{type(loop).__name__.lower()}"
                self._threads.append(threading.Thread(target=loop.run, name=name, daemon=True))
        for thread in self._threads:
            thread.start()

    def broker_is_up(self) -> None:
        """There is none."""

    def is_ready(self) -> bool:
        """Whether every loop runs; one that has ended for whatever reason leaves events lying."""
        return all(thread.is_alive() for thread in self._threads)

    def call(self, service: str, call: Call) -> Reply:
        """Asks one door of one service. Raises Unavailable when the service is not here."""
        runtime = self.runtimes.get(service)
        if runtime is None:
            raise Unavailable()
        return runtime.call(call)

    def stop(self, seconds: float = 10.0) -> None:
        """Stops all loops, waiting for what they are at."""
        self._stop.set()
        for runtime in self.runtimes.values():
            runtime.said.set()
            runtime.heard.set()
        for thread in self._threads:
            thread.join(seconds)
        for runtime in self.runtimes.values():
            runtime.database.close()
