"""A line to the broker that many threads publish on, without confirms, and one loop reads from; it mends itself."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kit import logs
from kit.bus.link import BROKEN, abandon, cut, drain, drop, open_link
from kit.errors import Unavailable
from kit.runtime import backoff

log = logs.get(__name__)
TICK = 1.0
# A cut that is mended within this time is only noticed as a delay.
GRACE = 2.0


class Line:
    """One connection and channel. `prepare` is called with every new channel, to declare and consume on it."""

    def __init__(self, url: str, name: str, prepare: Callable[[Any], None] = lambda channel: None) -> None:
        self.url = url
        self.name = name
        self.prepare = prepare
        self._stop = threading.Event()
        self._up = threading.Event()
        self._writing = threading.Lock()
        self._channel: Any = None
        self._down_since = time.monotonic()
        self._reader = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    def start(self) -> None:
        self._down_since = time.monotonic()
        self._reader.start()

    def stop(self, seconds: float = 5.0) -> None:
        self._stop.set()
        self._reader.join(seconds)

    def publish(self, message: Any, exchange: str, routing_key: str, mandatory: bool = False) -> None:
        """Sends a message; whether it arrives is for the caller's deadline to tell. Raises Unavailable."""
        if not self._up.wait(max(GRACE - (time.monotonic() - self._down_since), 0)):
            raise Unavailable()
        with self._writing:
            if self._channel is None:
                raise Unavailable()
            try:
                self._channel.basic_publish(message, exchange, routing_key, mandatory=mandatory)
            except BROKEN as error:
                # Half a message may be out: nothing more can be said on this connection, and its reader has to notice.
                cut(self._channel.connection)
                self._channel = None
                raise Unavailable() from error

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            link = None
            try:
                link = open_link(self.url, self.name, TICK)
                channel = link.channel()
                self.prepare(channel)
                self._put_up(channel)
                failures = 0
                self._read(link)
                self._take_down()
                drop(link)
            except Exception as error:
                failures += 1
                self._take_down()
                abandon(link)
                log.warning(
                    "the line to the broker is down",
                    line=self.name,
                    error=str(error).partition("\n")[0],
                    exc_info=None if isinstance(error, BROKEN) else error,
                )
                self._stop.wait(backoff(failures, timedelta(seconds=2)).total_seconds())

    def _put_up(self, channel: Any) -> None:
        with self._writing:
            self._channel = channel
        self._up.set()

    def _take_down(self) -> None:
        if self._up.is_set():
            self._down_since = time.monotonic()
        self._up.clear()
        with self._writing:
            self._channel = None

    def _read(self, link: Any) -> None:
        ticked = time.monotonic()
        while not self._stop.is_set():
            drain(link)
            if time.monotonic() - ticked >= TICK:
                link.heartbeat_tick()
                ticked = time.monotonic()
