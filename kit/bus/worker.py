"""Workers: they take heard events from the inbox and run the listener, effect and done mark in one transaction."""

import heapq
import threading
import time
import traceback
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from kit import logs, metrics
from kit.bus import inbox
from kit.bus.inbox import Heard
from kit.caller import Caller, Cause
from kit.crash import crash_here
from kit.database import may_pass, wait_briefly
from kit.errors import Problem
from kit.events import Malformed
from kit.runtime import Runtime, backoff
from kit.work import Work

log = logs.get(__name__)
ATTEMPTS = 8
SWEEP = 5.0
# So many events share a transaction at most, and fewer where they take longer than this many seconds together.
MOST = 50
QUICK = 0.1


class Worker:
    """One loop over one service's inbox. On PostgreSQL any number may run, in any process; on SQLite one."""

    def __init__(self, runtime: Runtime, stop: threading.Event, attempts: int = ATTEMPTS) -> None:
        self.runtime = runtime
        self.stop = stop
        self.attempts = attempts
        self._retries: list[datetime] = []
        self._most = 1

    def run(self) -> None:
        """Works until told to stop; a database that is away is waited for."""
        failures = 0
        while not self.stop.is_set():
            try:
                if not self._handle_at_pace():
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

    def _handle_at_pace(self) -> int:
        """Handles twice as many as before as long as so many wait and are done quickly, fewer where they take long."""
        asked, began = self._most, time.monotonic()
        handled = self.handle(asked)
        if self._most == asked == handled and time.monotonic() - began < QUICK / 2:
            self._most = min(2 * asked, MOST)
        return handled

    def handle(self, most: int = 1) -> int:
        """Handles up to `most` of the events that may be handled, in one transaction; says how many it tried.

        An event is judged only by what it does alone. Where one of several fails, all of them stay as they were, and
        those before it are handled without it next; what the database refuses may be any one's before it, and half as
        many are tried.
        """
        taken: list[Heard] = []
        begun = 0
        try:
            with self.runtime.work() as work:
                taken = inbox.take(work.session, work.now, most)
                if len(taken) == most:
                    self.runtime.heard.set()  # There may be more, for another worker.
                if len(taken) > 1:
                    wait_briefly(work.session)
                until = time.monotonic() + QUICK
                while begun < len(taken) and (begun == 0 or time.monotonic() < until):
                    begun += 1
                    self._run_listener(work, taken[begun - 1])
                self._leave(work, taken, begun)
        except Exception as error:
            if not taken:
                raise
            if len(taken) == 1:
                self._failed(taken[0], error)
            self._most = max(begun // 2 if isinstance(error, DBAPIError) else begun - 1, 1)
            return begun
        crash_here("worker.after_commit")
        for heard in taken[:begun]:
            log.info("an event was handled", **self._about(heard))
        return begun

    def _leave(self, work: Work, taken: list[Heard], done: int) -> None:
        """Leaves to the next transaction what would keep this one open for too long, and takes fewer from then on."""
        if done < len(taken):
            inbox.put_back(work.session, taken[done:])
            work.after_commit.append(self.runtime.heard.set)
            self._most = done

    def _run_listener(self, batch: Work, heard: Heard) -> None:
        envelope = heard.envelope()
        event = envelope.event(self.runtime.service.listeners)
        cause = Cause(envelope.correlation_id, envelope.id)
        work = batch.beside(Caller.service(self.runtime.name), cause, envelope)
        name = self.runtime.service.listeners.get(type(event))
        if name is None:
            raise Malformed(f"{self.runtime.name} does not listen to {envelope.type}")
        with logs.bound(**self._about(heard)):
            crash_here("worker.before_handler")
            with metrics.handlers.labels(self.runtime.name, envelope.type).time():
                getattr(self.runtime.service, name)(work, event)
            work.after_commit.append(metrics.events_handled.labels(self.runtime.name, envelope.type).inc)
            crash_here("worker.after_handler_before_commit")

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
