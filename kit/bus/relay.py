"""The relay: ships what a service said from its outbox to whoever listens, over whichever carrier the host gives it.

One relay is active per database: an advisory lock on PostgreSQL, the only process on SQLite.
"""

import threading
from contextlib import ExitStack
from datetime import timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kit import logs, metrics
from kit.bus import outbox, replayer
from kit.bus.carrier import Carrier, CarrierAway
from kit.bus.outbox import Said
from kit.crash import crash_here
from kit.runtime import Runtime, backoff

log = logs.get(__name__)
BATCH = 500
SWEEP = 2.0
_LOCK = text("SELECT pg_try_advisory_lock(hashtext('atrium.relay'))")


class Relay:
    """One loop over one service's outbox."""

    def __init__(self, runtime: Runtime, carrier: Carrier, stop: threading.Event, sweep: float = SWEEP) -> None:
        self.runtime = runtime
        self.carrier = carrier
        self.stop = stop
        self.sweep = sweep

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
        self._lock: Connection = held.enter_context(self.runtime.database.engine.connect())
        taken = bool(self._lock.execute(_LOCK).scalar())
        self._lock.commit()
        if taken:
            held.callback(self._lock.invalidate)
        return taken

    def _relay_while_active(self) -> None:
        """Relays until told to stop; a carrier that is away is waited for without giving up the lock."""
        failures = 0
        while not self.stop.is_set():
            try:
                busy = self.relay_once() or replayer.step(self.runtime, self.carrier)
                failures = 0
            except CarrierAway as error:
                busy, failures = 0, failures + 1
                self._wait_out(error, failures)
            if not busy:
                self.carrier.rest()
                if not failures:
                    self.runtime.said.wait(self.sweep)
                self._confirm_still_active()

    def _confirm_still_active(self) -> None:
        if not self.runtime.database.is_sqlite:
            self._lock.execute(text("SELECT 1"))
            self._lock.commit()

    def relay_once(self) -> int:
        """Ships one batch; says how many events it saw."""
        with self.runtime.look() as work:
            events = outbox.pending(work.session, BATCH)
        for wave in outbox.waves(events):
            self._ship(wave)
        return len(events)

    def _ship(self, wave: list[Said]) -> None:
        crash_here("relay.before_publish")
        safe = self.carrier.carry(wave)
        crash_here("relay.after_confirm_before_mark")
        if safe:
            with self.runtime.work() as work:
                outbox.mark_sent(work.session, safe, work.now)
            metrics.events_sent.labels(self.runtime.name).inc(len(safe))
            logs.follow(log, "events were sent", [event.correlation_id for event in safe], service=self.runtime.name)
        crash_here("relay.after_mark")
        if len(safe) < len(wave):
            raise CarrierAway(f"{len(wave) - len(safe)} of {len(wave)} events were not taken")
