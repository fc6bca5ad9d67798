"""Doors on nameko: each door of a service becomes an RPC method, which any nameko client may call.

nameko accepts requests, spawns workers and answers unknown methods; what it does with acks, replies and dead sockets is
replaced here. A request is acked before it is done, so that a cut connection never makes it be done twice; one whose
deadline has passed is not done at all. Nothing here ends the process.
"""

import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from nameko.containers import ServiceContainer
from nameko.exceptions import MalformedRequest, serialize
from nameko.messaging import QueueConsumer, QueueConsumerStopped
from nameko.rpc import Rpc, RpcConsumer

from kit import logs
from kit.bus.calls import CONTENT_TYPE, DEADLINE, call_from_json, encode, reply_as_json
from kit.bus.line import Line
from kit.bus.link import HEARTBEAT, NON_PERSISTENT, SOCKET_SETTINGS, message
from kit.bus.rpc import EXCHANGE, is_past
from kit.errors import Problem
from kit.runtime import Runtime

log = logs.get(__name__)
_LINE = "atrium_line"


class SturdyQueueConsumer(QueueConsumer):  # type: ignore[misc]
    """nameko's consumer, which neither a dead socket nor anything else ends."""

    def run(self) -> None:
        while not self.should_stop:
            try:
                super().run()
            except QueueConsumerStopped:
                raise
            except Exception as error:
                log.warning("the doors wait for the broker", service=self.container.service_name, error=str(error))
                time.sleep(1)

    def establish_connection(self) -> Any:
        """Tries again and again at a pace that a short absence of the broker deserves."""
        return _Established(self.create_connection(), self.on_connection_error)

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        log.warning("the doors wait for the broker", service=self.container.service_name, error=str(exc))

    def ack_message(self, message: Any) -> bool:
        """Acks; says whether the connection took it. Where it did not, the broker gives the message out anew."""
        try:
            if not message.acknowledged:
                message.ack()
        except Exception as error:
            log.warning("an ack was lost with its connection", error=str(error))
            return False
        return True


class _Established:
    """A kombu connection as a context, opened with short pauses between the attempts."""

    def __init__(self, connection: Any, on_error: Callable[[Exception, float], None]) -> None:
        self.connection = connection
        self.on_error = on_error

    def __enter__(self) -> Any:
        self.connection.ensure_connection(self.on_error, interval_start=0.2, interval_step=0.3, interval_max=2)
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


class DoorConsumer(RpcConsumer):  # type: ignore[misc]
    """Takes requests from the service's queue, which goes with its last consumer: then requests come back at once."""

    queue: Any
    queue_consumer = SturdyQueueConsumer()

    def setup(self) -> None:
        super().setup()
        self.queue.auto_delete = True
        self.slots = threading.Semaphore(self.container.max_workers)

    def handle_message(self, body: Any, message: Any) -> None:
        try:
            provider = self.get_provider_for_method(message.delivery_info["routing_key"])
            provider.handle_message(body, message)
        except Exception:
            self.queue_consumer.ack_message(message)
            self.handle_result(message, None, sys.exc_info())

    def handle_result(self, request: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Sends the reply, without waiting whether it arrives; the caller's deadline looks after that."""
        error = serialize(exc_info[1]) if exc_info else None
        reply_to = request.properties.get("reply_to")
        if reply_to:
            told = message(
                encode({"result": result, "error": error}),
                NON_PERSISTENT,
                content_type="application/json",
                correlation_id=request.properties.get("correlation_id"),
            )
            try:
                self.container.config[_LINE].publish(told, EXCHANGE, reply_to)
            except Problem as problem:
                log.warning("a reply could not be sent", error=str(problem), **_cause_of(request.payload))
        return result, exc_info


class DoorEntrypoint(Rpc):  # type: ignore[misc]
    """One door as an RPC method."""

    rpc_consumer = DoorConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Waits for a free worker, acks, and has the request done unless its deadline has passed meanwhile."""
        try:
            args, kwargs = body["args"], body["kwargs"]
            self.check_signature(args, kwargs)
        except (KeyError, TypeError) as error:
            raise MalformedRequest("Message missing `args` or `kwargs`") from error
        consumer = self.rpc_consumer
        consumer.slots.acquire()
        if is_past((message.headers or {}).get(DEADLINE)):
            log.warning("a request came too late and was not done", door=self.method_name, **_cause_of(body))
            consumer.queue_consumer.ack_message(message)
            consumer.slots.release()
        elif not consumer.queue_consumer.ack_message(message):
            consumer.slots.release()
        else:
            self.container.spawn_worker(self, args, kwargs, handle_result=partial(self.handle_result, message))

    def handle_result(self, message: Any, worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        self.rpc_consumer.slots.release()
        answer: tuple[Any, Any] = self.rpc_consumer.handle_result(message, result, exc_info)
        return answer


def _cause_of(body: Any) -> dict[str, Any]:
    """The correlation id of a request, for a log line; an outsider's may have none."""
    try:
        return {"correlation_id": body["kwargs"]["cause"]["correlation_id"]}
    except (KeyError, TypeError):
        return {}


def nameko_service(runtime: Runtime) -> type:
    """A nameko service class with an RPC method for each of the service's doors."""
    methods = {door: DoorEntrypoint.decorator(_method(runtime, door)) for door in runtime.service.doors}
    return type(runtime.name.title(), (), {"name": runtime.name, **methods})


def _method(runtime: Runtime, door: str) -> Callable[..., dict[str, Any]]:
    def method(
        self: object,
        caller: dict[str, Any],
        cause: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
        idempotency_key: str | None = None,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        call = call_from_json(door, caller, cause, params, body, files, idempotency_key, expected_version)
        return reply_as_json(runtime.call(call))

    method.__name__ = door
    return method


class Doors:
    """Hosts the doors of one service, and hosts them anew should nameko's container ever end."""

    def __init__(self, runtime: Runtime, url: str, line: Line, stop: threading.Event, workers: int) -> None:
        self.name = runtime.name
        self.service = nameko_service(runtime)
        self.stop = stop
        self.container: Any = None
        self.config = {
            "AMQP_URI": url,
            "HEARTBEAT": HEARTBEAT,
            "TRANSPORT_OPTIONS": {"socket_settings": SOCKET_SETTINGS, "connect_timeout": 5},
            "max_workers": workers,
            "SERIALIZERS": {
                "atrium": {
                    "encoder": "kit.bus.calls.encode",
                    "decoder": "kit.bus.calls.decode",
                    "content_type": CONTENT_TYPE,
                    "content_encoding": "utf-8",
                }
            },
            "ACCEPT": ["json", "atrium"],
            _LINE: line,
        }

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.container = ServiceContainer(self.service, self.config)
                self.container.start()
                self.container.wait()
            except Exception:
                log.exception("the doors are opened anew", service=self.name)
                self.stop.wait(1)

    @property
    def is_open(self) -> bool:
        """Whether requests come in."""
        return self.container is not None and any(
            isinstance(part, QueueConsumer) and part._consumers_ready.ready() for part in self.container.extensions
        )

    def close(self, seconds: float) -> None:
        """Takes no more requests and waits for those under way, but not for ever."""
        if self.container is None:
            return
        closing = threading.Thread(target=self.container.stop, daemon=True)
        closing.start()
        closing.join(seconds)
        if closing.is_alive():
            killing = threading.Thread(target=self.container.kill, daemon=True)
            killing.start()
            killing.join(1)
