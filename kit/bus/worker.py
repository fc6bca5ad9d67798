"""Workers: they take heard events from the inbox and run the listener, effect and done mark in one transaction."""

import heapq
import threading
import traceback
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from kit import logs, metrics
from kit.bus import inbox
from kit.bus.inbox import Heard
from kit.caller import Caller, Cause
from kit.crash import crash_here
from kit.database import may_pass
from kit.errors import Problem
from kit.events import Envelope, Malformed
from kit.runtime import Runtime, backoff
from kit.work import Work

log = logs.get(__name__)
ATTEMPTS = 8
SWEEP = 5.0


class Worker:
    """One loop over one service's inbox. On PostgreSQL any number may run, in any process; on SQLite one."""

    def __init__(self, runtime: Runtime, stop: threading.Event, attempts: int = ATTEMPTS) -> None:
        self.runtime = runtime
        self.stop = stop
        self.attempts = attempts
        self._retries: list[datetime] = []

    def run(self) -> None:
        """Works until told to stop; a database that is away is waited for."""
        failures = 0
        while not self.stop.is_set():
            try:
                if not self.handle_one():
                    self.runtime.heard.wait(self._until_next())
                failures = 0
            except Exception as error:
                failures += 1
                expected = isinstance(error, DBAPIError | TimeoutError)
                log.warning(
                    "the inbox waits",
                    service=self.runtime.name,
                    error=str(error).partition("\n")[0],
                    exc_info=None if expected else error,
                )
                self.stop.wait(backoff(failures, timedelta(seconds=5)).total_seconds())

    def _until_next(self) -> float:
        """How long to rest: until the next retry of an event this worker failed at, or the next sweep.

        What comes in wakes a worker, what is behind an event follows it in the same worker, and what another process
        left is found by the sweep.
        """
        if not self._retries:
            return SWEEP
        seconds = (self._retries[0] - self.runtime.clock.now()).total_seconds()
        if seconds <= 0:
            heapq.heappop(self._retries)
        return min(max(seconds, 0.0), SWEEP)

    def handle_one(self) -> bool:
        """Handles the next event that may be handled; says whether there was one."""
        heard: Heard | None = None
        try:
            with self.runtime.work() as work:
                heard = inbox.take(work.session, work.now)
                if heard is None:
                    return False
                self._run_listener(work, heard)
        except Exception as error:
            if heard is None:
                raise
            self._failed(heard, error)
            return True
        crash_here("worker.after_commit")
        log.info("an event was handled", **self._about(heard))
        return True

    def _run_listener(self, work: Work, heard: Heard) -> None:
        envelope = heard.envelope()
        event = envelope.event(self.runtime.service.listeners)
        work.cause = Cause(envelope.correlation_id, envelope.id)
        work.caller = Caller.service(self.runtime.name)
        name = self.runtime.service.listeners.get(type(event))
        if name is None:
            raise Malformed(f"{self.runtime.name} does not listen to {envelope.type}")
        with logs.bound(**self._about(heard)):
            crash_here("worker.before_handler")
            with metrics.handlers.labels(self.runtime.name, envelope.type).time():
                self.listen(work, name, event, envelope)
            work.after_commit.append(metrics.events_handled.labels(self.runtime.name, envelope.type).inc)
            crash_here("worker.after_handler_before_commit")

    def listen(self, work: Work, name: str, event: object, envelope: Envelope) -> None:
        """Calls the listener; it may read what surrounds the event as `work.heard`."""
        work.heard = envelope
        getattr(self.runtime.service, name)(work, event)

    def _failed(self, heard: Heard, error: Exception) -> None:
        """Records the failure: tried again later with growing pauses, or set aside where trying again cannot help."""
        refused = isinstance(error, Malformed | Problem)
        hopeless = refused or (heard.attempts + 1 >= self.attempts and not may_pass(error))
        told = "".join(traceback.format_exception_only(error)).strip() if refused else traceback_of(error)
        with self.runtime.work() as work:
            if hopeless:
                inbox.park(work.session, heard, told)
                metrics.events_parked.labels(self.runtime.name, heard.type).inc()
                log.error("an event was parked", **self._about(heard), error=str(error))
            else:
                due = due_after(work.now, heard.attempts + 1)
                inbox.retry(work.session, heard, told, due)
                heapq.heappush(self._retries, due)
                metrics.events_retried.labels(self.runtime.name, heard.type).inc()
                log.warning("an event will be tried again", **self._about(heard), error=str(error))

    def _about(self, heard: Heard) -> dict[str, str]:
        """What every log line about an event says of it."""
        return {
            "service": self.runtime.name,
            "event_type": heard.type,
            "event_id": heard.event_id,
            "correlation_id": heard.correlation_id,
        }


def due_after(now: datetime, attempt: int) -> datetime:
    return now + backoff(attempt, inbox.LONGEST_PAUSE)


def traceback_of(error: Exception) -> str:
    return "".join(traceback.format_exception(error))[-4000:]
