"""The relay: ships what a service said from its outbox to whoever listens, over whichever carrier the host gives it.

One relay is active per database: an advisory lock on PostgreSQL, the only process on SQLite.
"""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kit import logs, metrics
from kit.bus import outbox
from kit.bus.outbox import Said
from kit.crash import crash_here
from kit.runtime import Runtime, backoff

log = logs.get(__name__)
BATCH = 500
SWEEP = 2.0
_LOCK = text("SELECT pg_try_advisory_lock(hashtext('atrium.relay'))")


class CarrierAway(Exception):
    """The carrier cannot take events now; they stay in the outbox."""


class Carrier(Protocol):
    """Takes events to their listeners."""

    def carry(self, events: Sequence[Said]) -> Sequence[Said]:
        """Hands over events, no two of one subject; returns those that are safe with the listeners. Raises CarrierAway."""

    def close(self) -> None: ...


class Relay:
    """One loop over one service's outbox."""

    def __init__(self, runtime: Runtime, carrier: Carrier, stop: threading.Event, sweep: float = SWEEP) -> None:
        self.runtime = runtime
        self.carrier = carrier
        self.stop = stop
        self.sweep = sweep

    def run(self) -> None:
        """Relays until told to stop; a carrier or database that is away is waited for, with growing pauses."""
        failures = 0
        while not self.stop.is_set():
            try:
                with ExitStack() as held:
                    if self._is_active(held):
                        failures = 0
                        self._relay_while_active(held)
                if not self.stop.is_set():
                    self.stop.wait(self.sweep)
            except (CarrierAway, DBAPIError) as error:
                failures += 1
                log.warning("the relay waits", service=self.runtime.name, error=str(error).partition("\n")[0])
                self.stop.wait(backoff(failures, timedelta(seconds=3)).total_seconds())
        self.carrier.close()

    def _is_active(self, held: ExitStack) -> bool:
        """Takes the lock that makes this the only relay; it is held as long as the connection lives."""
        if self.runtime.database.is_sqlite:
            return True
        self._lock: Connection = held.enter_context(self.runtime.database.engine.connect())
        held.callback(self._lock.invalidate)
        taken = bool(self._lock.execute(_LOCK).scalar())
        self._lock.commit()
        return taken

    def _relay_while_active(self, held: ExitStack) -> None:
        while not self.stop.is_set():
            if not self.relay_once():
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
        crash_here("relay.after_mark")
        if len(safe) < len(wave):
            raise CarrierAway(f"{len(wave) - len(safe)} of {len(wave)} events were not taken")
