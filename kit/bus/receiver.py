"""The receiver: takes what the broker has for a service into its inbox, many messages in a commit, and only then acks.

The queue lets one receiver of a service be active at a time; the others stand by.
"""

import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from kit import logs, metrics, pace
from kit.bus import inbox
from kit.bus.amqp import REPLAYED
from kit.bus.link import BROKEN, abandon, drain, drop, open_link
from kit.bus.topology import declare_service, inbox_of
from kit.crash import crash_here
from kit.events import Envelope, Malformed
from kit.runtime import Runtime, backoff
from kit.signal import HEARD, notify

log = logs.get(__name__)
PREFETCH = 500
TICK = 1.0


class Receiver:
    """One loop over one service's queue."""

    def __init__(self, runtime: Runtime, url: str, stop: threading.Event, speaking: Sequence[str] = ()) -> None:
        self.runtime = runtime
        self.url = url
        self.stop = stop
        self.speaking = speaking
        self.connected = False
        self._came: list[Any] = []

    def run(self) -> None:
        """Receives until told to stop; a broker that is away is waited for, with growing pauses."""
        failures = 0
        while not self.stop.is_set():
            link = None
            try:
                link = open_link(self.url, f"atrium {self.runtime.name} receiver")
                channel = self._consume(link)
                failures, self.connected = 0, True
                self._receive(link, channel)
                drop(link)
            except Exception as error:
                failures += 1
                abandon(link)
                log.warning(
                    "the receiver waits for the broker",
                    service=self.runtime.name,
                    error=str(error).partition("\n")[0],
                    exc_info=None if isinstance(error, BROKEN) else error,
                )
                self.connected = False
                self.stop.wait(backoff(failures, timedelta(seconds=3)).total_seconds())
        self.connected = False

    def _consume(self, link: Any) -> Any:
        """Declares what this service needs, should the broker have lost it, and asks for its messages."""
        declare_service(link, type(self.runtime.service), self.speaking)
        self._came.clear()
        channel = link.channel()
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(inbox_of(self.runtime.name), callback=self._came.append)
        return channel

    def _receive(self, link: Any, channel: Any) -> None:
        while not self.stop.is_set():
            self._gather(link)
            if self._came:
                began = time.monotonic()
                crash_here("receiver.before_store")
                self._store_however_long(link)
                crash_here("receiver.after_store_before_ack")
                channel.basic_ack(self._came[-1].delivery_tag, multiple=True)
                crash_here("receiver.after_ack")
                if len(self._came) < PREFETCH:
                    self.stop.wait(pace.rest(time.monotonic() - began, len(self._came)))
                self._came.clear()
            link.heartbeat_tick()

    def _gather(self, link: Any) -> None:
        """Waits a moment for the first message and takes with it what else has come by then."""
        if drain(link, TICK):
            while len(self._came) < PREFETCH and drain(link, 0):
                pass

    def _store_however_long(self, link: Any) -> None:
        """Stores what came; a database that is away is waited for, the messages unacked and the broker kept calm."""
        failures = 0
        while True:
            try:
                return self._store(self._came)
            except (OperationalError, InterfaceError, TimeoutError) as error:
                failures += 1
                log.warning(
                    "the receiver waits for the database",
                    service=self.runtime.name,
                    error=str(error).partition("\n")[0],
                )
                self.stop.wait(backoff(failures, timedelta(seconds=3)).total_seconds())
                if self.stop.is_set():
                    raise
                link.send_heartbeat()
            except DBAPIError:
                log.exception("a message cannot be stored as it is", service=self.runtime.name)
                return self._store_one_by_one()

    def _store(self, messages: Sequence[Any]) -> None:
        wanted = [message for message in messages if not self._is_not_for_us(message)]
        again = [told.properties["message_id"] for told in wanted if replayed(told) == "again"]
        with self.runtime.work() as work:
            new = inbox.store(work.session, [message.body for message in wanted], work.now)
            if again:
                inbox.handle_again(work.session, again, work.now)
            if not self.runtime.heard.is_waited_for:
                notify(work.session, HEARD)  # Nobody here is free, but in another copy somebody may be.
        metrics.note_received(self.runtime.name, new)
        ids = [told for message in wanted if (told := message.properties.get("correlation_id"))]
        logs.follow(log, "events were received", ids, service=self.runtime.name)
        self.runtime.heard.set()

    def _store_one_by_one(self) -> None:
        """Stores what can be stored, and parks the rest with its body in a form that any database takes."""
        for message in self._came:
            try:
                self._store([message])
            except (OperationalError, InterfaceError):
                raise
            except DBAPIError as error:
                with self.runtime.work() as work:
                    inbox.park_unstorable(work.session, message.body, str(error), work.now)
                metrics.note_received(self.runtime.name, [inbox.State.PARKED])

    def _is_not_for_us(self, message: Any) -> bool:
        """A replay is of all that was said in a time; only what the service listens to concerns it."""
        if not replayed(message):
            return False
        try:
            return not self.runtime.service.hears(Envelope.from_json(message.body).type)
        except Malformed:
            return False


def replayed(message: Any) -> str | None:
    """How a message was replayed, `once` or `again`; None for what comes for the first time."""
    how: str | None = (message.properties.get("application_headers") or {}).get(REPLAYED)
    return how
