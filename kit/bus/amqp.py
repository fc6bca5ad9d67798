"""The carrier of the full system: puts a service's events on its exchange and waits until the broker has them safe."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from amqp.exceptions import NotFound

from kit import logs, metrics
from kit.bus.carrier import CarrierAway
from kit.bus.link import BROKEN, abandon, drain, drop, message, open_link
from kit.bus.outbox import Said
from kit.bus.topology import UNHEARD, exchange_of, inbox_of
from kit.crash import crash_here
from kit.events import CONTENT_TYPE

log = logs.get(__name__)
DEADLINE = 10.0
REPLAYED = "atrium-replayed"


class Window:
    """What was published and not yet confirmed, by delivery tag."""

    def __init__(self) -> None:
        self.published = 0
        self.waiting: dict[int, Said] = {}
        self.safe: list[Said] = []
        self.returned: set[str] = set()

    def acked(self, tag: int, multiple: bool) -> None:
        self.safe.extend(self._take(tag, multiple))

    def nacked(self, tag: int, multiple: bool) -> None:
        """The broker could not keep these; a quorum queue says so while it looks for a leader."""
        self._take(tag, multiple)

    def came_back(self, _error: Any, _exchange: str, _routing_key: str, returned: Any) -> None:
        self.returned.add(returned.properties["message_id"])

    def _take(self, tag: int, multiple: bool) -> list[Said]:
        tags = [waiting for waiting in self.waiting if waiting <= tag] if multiple else [tag]
        return [self.waiting.pop(tag) for tag in tags if tag in self.waiting]


class AmqpCarrier:
    """Publishes a window of events at a time on one connection, with confirms; used by one relay.

    An event that reaches no queue is returned by the broker; it is counted and kept in the queue of the unheard. An
    alternate exchange would do it without us, but then a plain nameko handler, which declares the exchange its own way,
    would be refused.
    """

    def __init__(
        self, url: str, deadline: float = DEADLINE, is_listened_to: Callable[[str], bool] = lambda event: False
    ) -> None:
        self.url = url
        self.is_listened_to = is_listened_to
        self.deadline = deadline
        self._link: Any = None
        self._channel: Any = None
        self._window = Window()

    def carry(self, events: Sequence[Said]) -> Sequence[Said]:
        """Publishes events on their services' exchanges; returns those that the broker has. Raises CarrierAway."""
        try:
            self._open()
            for event in events:
                self._publish(event, exchange_of(event.service), event.routing_key)
            crash_here("relay.after_publish_before_confirm")
            self._await_confirms()
            self._keep_unheard([event for event in events if event.event_id in self._window.returned])
        except BROKEN as error:
            return self._safe_so_far(error)
        return self._window.safe

    def post(self, events: Sequence[Said], listener: str, again: bool) -> bool:
        """Publishes events straight into one listener's inbox; says whether it has one. Raises CarrierAway."""
        try:
            self._open()
            for event in events:
                self._publish(event, "", inbox_of(listener), {REPLAYED: "again" if again else "once"})
            self._await_confirms()
        except BROKEN as error:
            self._give_up()
            raise CarrierAway(str(error)) from error
        if len(self._window.safe) < len(events):
            raise CarrierAway("the broker could not keep every event")
        return not self._window.returned

    def rest(self) -> None:
        """Keeps the connection alive while there is nothing to carry."""
        if self._link is None:
            return
        try:
            while drain(self._link, 0):
                pass
            self._link.heartbeat_tick()
        except BROKEN:
            self._give_up()

    def close(self) -> None:
        link, self._link = self._link, None
        drop(link)

    def _give_up(self) -> None:
        link, self._link = self._link, None
        abandon(link)

    def _open(self) -> None:
        """A channel with confirms; the window counts from one on a new connection, and goes on on an old one."""
        if self._link is None:
            self._link = open_link(self.url, "atrium relay", self.deadline)
            self._channel = self._link.channel()
            self._channel.confirm_select()
            self._window = Window()
            self._channel.events["basic_ack"].add(self._window.acked)
            self._channel.events["basic_nack"].add(self._window.nacked)
            self._channel.events["basic_return"].add(self._window.came_back)
        self._window.safe, self._window.waiting = [], {}
        self._window.returned.clear()

    def _publish(self, event: Said, exchange: str, routing_key: str, headers: dict[str, str] | None = None) -> None:
        self._window.published += 1
        self._window.waiting[self._window.published] = event
        told = message(
            event.body,
            content_type=CONTENT_TYPE,
            message_id=event.event_id,
            correlation_id=event.correlation_id,
            application_headers=headers or {},
        )
        self._channel.basic_publish(told, exchange, routing_key, mandatory=True)

    def _await_confirms(self) -> None:
        until = time.monotonic() + self.deadline
        while self._window.waiting:
            if not drain(self._link, max(until - time.monotonic(), 0.001)):
                raise TimeoutError(f"the broker confirmed nothing within {self.deadline:.0f} s")

    def _keep_unheard(self, events: Sequence[Said]) -> None:
        for event in events:
            metrics.events_unheard.labels(event.service, event.type).inc()
            if self.is_listened_to(event.type):
                metrics.events_misrouted.labels(event.service).inc()
                log.error(
                    "an event found no queue of those who listen",
                    event_type=event.type,
                    event_id=event.event_id,
                    correlation_id=event.correlation_id,
                )
            self._window.published += 1
            told = message(event.body, content_type=CONTENT_TYPE, message_id=event.event_id)
            self._channel.basic_publish(told, "", UNHEARD)

    def _safe_so_far(self, error: Exception) -> Sequence[Said]:
        """What was confirmed before the connection failed is safe; the rest is published anew on another one."""
        safe = list(self._window.safe)
        self._give_up()
        if not safe:
            missing = "; the exchange is missing: run the migration" if isinstance(error, NotFound) else ""
            raise CarrierAway(f"{error or type(error).__name__}{missing}") from error
        return safe
