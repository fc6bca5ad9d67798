"""Work by the clock: each service's `@every` methods, once per interval however many copies run."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Column, Select, String, Table, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from kit import logs, metrics
from kit.columns import Moment
from kit.database import may_pass
from kit.inserts import insert_into
from kit.runtime import Runtime, backoff
from kit.service import Regular
from kit.tables import kit_metadata
from kit.work import Work

log = logs.get(__name__)
Thing = TypeVar("Thing")

# When each regular work was last begun; the row's lock is the lease that keeps a second copy from doing it too.
regular_work = Table(
    "regular_work",
    kit_metadata,
    Column("name", String(64), primary_key=True),
    Column("begun_at", Moment, nullable=False),
)
LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


class Regulars:
    """One loop over one service's regular work."""

    def __init__(self, runtime: Runtime, stop: threading.Event, tick: float = 1.0) -> None:
        self.runtime = runtime
        self.stop = stop
        self.tick = tick
        self._failures: dict[str, int] = {}
        self._rests_until: dict[str, datetime] = {}

    def run(self) -> None:
        while not self.stop.is_set():
            for regular in self.runtime.service.regulars.values():
                self.attempt(regular)
            self.stop.wait(self.tick)

    def attempt(self, regular: Regular) -> None:
        """Does the work if it is due; one that failed is tried again after growing pauses."""
        if self.runtime.clock.now() < self._rests_until.get(regular.name, LONG_AGO):
            return
        try:
            self.run_if_due(regular)
            self._failures.pop(regular.name, None)
        except Exception as error:
            self._failed(regular, error)

    def _failed(self, regular: Regular, error: Exception) -> None:
        failures = self._failures[regular.name] = self._failures.get(regular.name, 0) + 1
        away = may_pass(error)
        pause = backoff(failures, timedelta(seconds=5) if away else timedelta(minutes=1))
        self._rests_until[regular.name] = self.runtime.clock.now() + pause
        log.warning(
            "regular work waits for the database" if away else "regular work failed",
            service=self.runtime.name,
            work=regular.name,
            error=str(error).partition("\n")[0],
            exc_info=None if away else error,
        )

    def run_if_due(self, regular: Regular) -> bool:
        """Does the work if its interval has passed and no other copy is at it; says whether it was done."""
        with self.runtime.work() as work:
            self._enter(work.session, regular)
            due = select(regular_work.c.name).where(
                regular_work.c.name == regular.name,
                # Begun at a time to come: the clock was set back, as by another start at the same ATRIUM_NOW.
                (regular_work.c.begun_at <= work.now - regular.interval + timedelta(milliseconds=50))
                | (regular_work.c.begun_at > work.now),
            )
            if work.session.execute(due.with_for_update(skip_locked=True)).first() is None:
                return False
            work.session.execute(
                update(regular_work).where(regular_work.c.name == regular.name).values(begun_at=work.now)
            )
            getattr(self.runtime.service, regular.name)(work)
            return True

    def _enter(self, session: Session, regular: Regular) -> None:
        """Gives the work its row. Where there is one it is only looked for: to add it again would wait for its lock."""
        if session.execute(select(regular_work).where(regular_work.c.name == regular.name)).first() is None:
            first = insert_into(session, regular_work).values(name=regular.name, begun_at=LONG_AGO)
            session.execute(first.on_conflict_do_nothing())


def one_by_one(work: Work, name: str, things: Iterable[Thing], act: Callable[[Thing], object]) -> list[Thing]:
    """Does `act` to each thing by itself, in the regular work of that name; gives those for which it failed.

    These are as they were, logged and counted, and hold up none of the others. Trouble of the database, which passes,
    is raised: then all is tried again.
    """
    failed = []
    for thing in things:
        try:
            with work.apart():
                act(thing)
        except Exception as error:
            if may_pass(error):
                raise
            failed.append(thing)
            metrics.regular_failures.labels(work.service, name).inc()
            log.warning("regular work failed for one", service=work.service, work=name, exc_info=error)
    return failed


def each_that_waits(
    work: Work,
    name: str,
    waiting: Select[Thing],
    id: InstrumentedAttribute[Thing],
    act: Callable[[Thing], object],
) -> None:
    """Does `act` to each id that `waiting` finds, one by one, in the regular work of that name; copies share the work.

    For those that fail the next ones come in their place, as many as `waiting` has for its limit.
    """
    stuck: list[Thing] = []
    while True:
        chosen = waiting.where(id.not_in(stuck)).with_for_update(skip_locked=True)
        failed = one_by_one(work, name, work.session.scalars(chosen).all(), act)
        if not failed:
            return
        stuck += failed
