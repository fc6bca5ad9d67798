"""Requests over the bus: one client per process asks any service, with a deadline that the request itself carries."""

import json
import math
import threading
import time
from typing import Any

from kit import logs, metrics
from kit.bus import calls
from kit.bus.calls import call_as_json, encode, reply_from_json
from kit.bus.line import Line
from kit.bus.link import NON_PERSISTENT, message
from kit.caller import Cause
from kit.clock import RealClock
from kit.doors import Call, Reply
from kit.errors import NotFound, Problem, TooSlow, Unavailable
from kit.ids import new_id

log = logs.get(__name__)
EXCHANGE = "nameko-rpc"
DEADLINE = 5.0
REPLIES_KEPT = 60_000
# Deadlines are told between machines, so they follow the machines' clocks and not a starting moment of ours.
_clock = RealClock()


class Silence(TooSlow):
    """The service has answered nobody since it was asked: perhaps the bus carries nothing."""


class _Waiting:
    """One caller waiting for its answer."""

    def __init__(self, service: str, cause: Cause) -> None:
        self.service = service
        self.cause = cause
        self.answered = threading.Event()
        self.reply: dict[str, Any] | None = None
        self.problem: Problem | None = None

    def answer(self, reply: dict[str, Any] | None = None, problem: Problem | None = None) -> None:
        self.reply, self.problem = reply, problem
        self.answered.set()


class RpcClient:
    """Asks services at their doors; any number of threads may call at once.

    The queue for replies outlives a cut connection, so that an answer that comes meanwhile is still heard.
    """

    def __init__(self, url: str) -> None:
        self.replies = f"rpc.reply-atrium-{new_id()}"
        self.line = Line(url, "atrium requests", self._prepare)
        self._waiting: dict[str, _Waiting] = {}
        self._answered_at: dict[str, float] = {}

    def start(self) -> None:
        self.line.start()

    def stop(self) -> None:
        self.line.stop()

    def call(self, service: str, call: Call, deadline: float = DEADLINE, patience: float | None = None) -> Reply:
        """Asks one door of one service.

        Raises Unavailable when the service or the broker is away and TooSlow when `deadline` seconds have passed; the
        request is then dropped unheard unless the service is at it already. Raises Silence after `patience` seconds
        already, where one has been given, if the service has answered nobody meanwhile.
        """
        began, outcome = time.monotonic(), "answered"
        correlation_id = new_id()
        waiting = self._waiting[correlation_id] = _Waiting(service, call.cause)
        try:
            self.line.publish(
                self._request(call, correlation_id, deadline), EXCHANGE, f"{service}.{call.door}", mandatory=True
            )
            if patience is not None and not waiting.answered.wait(began + patience - time.monotonic()):
                self._break_silence(service, began)
            if not waiting.answered.wait(began + deadline - time.monotonic()):
                raise TooSlow()
            if waiting.problem is not None:
                raise waiting.problem
        except Problem as problem:
            outcome = problem.type
            raise
        finally:
            del self._waiting[correlation_id]
            metrics.requests.labels(service, outcome).observe(time.monotonic() - began)
        return _reply_in(waiting.reply or {})

    def _break_silence(self, service: str, since: float) -> None:
        """A service that answers others is busy, and who asks it once more only keeps it busier."""
        if self._answered_at.get(service, -1.0) < since:
            raise Silence()

    def _request(self, call: Call, correlation_id: str, deadline: float) -> Any:
        return message(
            encode({"args": [], "kwargs": call_as_json(call)}),
            NON_PERSISTENT,
            content_type=calls.CONTENT_TYPE,
            reply_to=self.replies,
            correlation_id=correlation_id,
            expiration=str(int(deadline * 1000)),
            application_headers={calls.DEADLINE: moment_in(deadline)},
        )

    def _prepare(self, channel: Any) -> None:
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(self.replies, durable=True, auto_delete=False, arguments={"x-expires": REPLIES_KEPT})
        channel.queue_bind(self.replies, EXCHANGE, self.replies)
        channel.basic_consume(self.replies, no_ack=True, callback=self._replied)
        channel.events["basic_return"].add(self._returned)

    def _replied(self, told: Any) -> None:
        waiting = self._waiting.get(told.properties.get("correlation_id", ""))
        if waiting is not None:
            self._answered_at[waiting.service] = time.monotonic()
            waiting.answer(reply=json.loads(told.body))

    def _returned(self, _error: Any, _exchange: str, routing_key: str, returned: Any) -> None:
        """No queue took the request: no copy of the service is there."""
        waiting = self._waiting.get(returned.properties.get("correlation_id", ""))
        if waiting is not None:
            log.warning("nobody is there to answer", request=routing_key, correlation_id=waiting.cause.correlation_id)
            waiting.answer(problem=Unavailable())


def moment_in(seconds: float) -> str:
    """The moment that many seconds from now, as a request carries it: in milliseconds since 1970."""
    return str(int((_clock.now().timestamp() + seconds) * 1000))


def seconds_until(deadline: Any) -> float:
    """How long until the moment that a request carries as its deadline; for ever where it carries none."""
    try:
        return int(deadline) / 1000 - _clock.now().timestamp()
    except (TypeError, ValueError):
        return math.inf


def is_past(deadline: Any) -> bool:
    return seconds_until(deadline) < 0


def _reply_in(told: dict[str, Any]) -> Reply:
    """The reply inside nameko's answer. Raises NotFound where there is no such door, and Problem where all failed."""
    error = told.get("error")
    if error:
        log.error("a request failed at the service", error=error)
        raise NotFound() if error.get("exc_type") == "MethodNotFound" else Problem()
    return reply_from_json(told["result"])
