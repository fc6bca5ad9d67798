"""How a service is asked: over the bus, and directly where the bus surely has not done it or keeps silent.

What the bus surely did not deliver is asked directly whatever it is. Where the bus is silent the request may have been
done, and only what does no harm twice is asked again: a query, or a command whose answer is kept under its key.
"""

import time

from kit import idempotency, logs
from kit.bus.direct import DirectWay
from kit.bus.rpc import DEADLINE, RpcClient, Silence
from kit.doors import Call, Door, Reply
from kit.errors import Unavailable

log = logs.get(__name__)
# A broker under its memory alarm, or behind a cable that swallows everything, stays connected and carries nothing.
PATIENCE = 1.0
DOUBT = 5.0


class Asking:
    """Chooses the way of each request. `direct` is None where there is only the bus."""

    def __init__(self, client: RpcClient, direct: DirectWay | None) -> None:
        self.client, self.direct = client, direct
        self._doubted: dict[str, float] = {}

    def ask(self, service: str, call: Call, door: Door | None) -> Reply:
        """Asks one door of one service. Raises Unavailable or TooSlow."""
        deadline = door.deadline if door else DEADLINE
        direct = self.direct
        if direct is None or door is None or not direct.leads_to(service):
            return self.client.call(service, call, deadline)
        ends = time.monotonic() + deadline
        if not self._carries(service):
            try:
                return direct.call(service, call, deadline)
            except Unavailable:
                return self.client.call(service, call, _left_until(ends))
        try:
            return self.client.call(service, call, deadline, PATIENCE if may_be_asked_twice(door, call) else None)
        except Silence:
            log.warning("the bus is silent; the service is asked directly", service=service)
            self._doubted[service] = time.monotonic()
        except Unavailable:
            log.warning("the bus does not lead to the service; it is asked directly", service=service)
        return direct.call(service, call, _left_until(ends))

    def _carries(self, service: str) -> bool:
        """Whether the bus is up and has not been silent about this service a moment ago."""
        return self.client.line.is_up and time.monotonic() - self._doubted.get(service, -DOUBT) >= DOUBT


def _left_until(ends: float) -> float:
    """Seconds, and none where it is over: the broker takes a request that expired before it came for a fault."""
    return max(ends - time.monotonic(), 0.0)


def may_be_asked_twice(door: Door, call: Call) -> bool:
    return not door.writes or idempotency.keeps(door, call)
