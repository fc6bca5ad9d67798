"""The relay: ships what a service said from its outbox to whoever listens, over whichever carrier the host gives it.

One relay is active per database: an advisory lock on PostgreSQL, the only process on SQLite. The relay reads and marks
on the connection that holds the lock, each statement a transaction of its own: who has lost the lock marks nothing.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kit import logs, metrics, pace
from kit.bus import outbox, replayer
from kit.bus.carrier import Carrier, CarrierAway
from kit.bus.outbox import Said
from kit.crash import crash_here
from kit.runtime import Runtime, backoff
from kit.work import Work

log = logs.get(__name__)
BATCH = 500
SWEEP = 2.0
# A trip begins no sooner after the one before: what is said meanwhile goes along, and everyone on the way, down to the
# listener's workers, is asked once for many. Whoever speaks less often than this is never kept waiting.
PACE = 0.005
_LOCK = text("SELECT pg_try_advisory_lock(hashtext('atrium.relay'))")


class Relay:
    """One loop over one service's outbox."""

    def __init__(self, runtime: Runtime, carrier: Carrier, stop: threading.Event, sweep: float = SWEEP) -> None:
        self.runtime = runtime
        self.carrier = carrier
        self.stop = stop
        self.sweep = sweep
        self._lock: Connection | None = None
        self._replays_at = 0.0

    def run(self) -> None:
        """Relays until told to stop; a database that is away is waited for, with growing pauses."""
        failures = 0
        while not self.stop.is_set():
            try:
                with ExitStack() as held:
                    if self._is_active(held):
                        failures = 0
                        self._relay_while_active()
                self.stop.wait(self.sweep)
            except Exception as error:
                failures += 1
                self._wait_out(error, failures)
        self.carrier.close()

    def _wait_out(self, error: Exception, failures: int) -> None:
        expected = isinstance(error, CarrierAway | DBAPIError | TimeoutError)
        log.warning(
            "the relay waits",
            service=self.runtime.name,
            error=str(error).partition("\n")[0],
            exc_info=None if expected else error,
        )
        self.stop.wait(backoff(failures, timedelta(seconds=3)).total_seconds())

    def _is_active(self, held: ExitStack) -> bool:
        """Takes the lock that makes this the only relay; it is held as long as the connection lives."""
        if self.runtime.database.is_sqlite:
            return True
        lock = held.enter_context(self.runtime.database.engine.connect())
        lock.execution_options(isolation_level="AUTOCOMMIT")
        taken = bool(lock.execute(_LOCK).scalar())
        if taken:
            held.callback(self._give_the_lock_up, lock)
            self._lock, self.runtime.is_relaying = lock, True
        return taken

    def _give_the_lock_up(self, lock: Connection) -> None:
        self._lock, self.runtime.is_relaying = None, False
        lock.invalidate()

    def _relay_while_active(self) -> None:
        """Relays until told to stop; a carrier that is away is waited for without giving up the lock."""
        failures = 0
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                busy = self.relay_once() or self._replay()
                failures = 0
            except CarrierAway as error:
                busy, failures = 0, failures + 1
                self._wait_out(error, failures)
            if not busy:
                self.carrier.rest()
                if not failures:
                    self.runtime.said.wait(self.sweep)
            elif busy < BATCH:
                self.stop.wait(pace.rest(time.monotonic() - began, busy, PACE))

    def _replay(self) -> int:
        """Does a part of a replay; says how many events it carried. None to do: it looks again after a sweep."""
        if time.monotonic() < self._replays_at:
            return 0
        carried = replayer.step(self.runtime, self.carrier)
        if not carried:
            self._replays_at = time.monotonic() + self.sweep
        return carried

    @contextmanager
    def _outbox(self, otherwise: Callable[[], AbstractContextManager[Work]]) -> Iterator[Connection | Session]:
        """Where the outbox is read and marked: the connection that holds the lock, or a transaction without one."""
        if self._lock is not None:
            yield self._lock
            return
        with otherwise() as work:
            yield work.session

    def relay_once(self) -> int:
        """Ships one batch; says how many events it saw."""
        with self._outbox(self.runtime.look) as rows:
            events = outbox.pending(rows, BATCH)
        for wave in outbox.waves(events):
            self._ship(wave)
        return len(events)

    def _ship(self, wave: list[Said]) -> None:
        crash_here("relay.before_publish")
        safe = self.carrier.carry(wave)
        crash_here("relay.after_confirm_before_mark")
        if safe:
            with self._outbox(self.runtime.work) as rows:
                outbox.mark_sent(rows, safe, self.runtime.clock.now())
            metrics.events_sent.labels(self.runtime.name).inc(len(safe))
            logs.follow(log, "events were sent", [event.correlation_id for event in safe], service=self.runtime.name)
        crash_here("relay.after_mark")
        if len(safe) < len(wave):
            raise CarrierAway(f"{len(wave) - len(safe)} of {len(wave)} events were not taken")
