"""What Prometheus is told of what lies in the databases, asked of them when it asks.

Every copy of a service tells the same of its one database: who adds up over copies counts double, so take the maximum.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from kit import logs
from kit.bus import depths
from kit.procedure import counts
from kit.regular import regular_work
from kit.runtime import Runtime
from kit.work import Work

log = logs.get(__name__)
# Name, meaning and labels beside the service.
GAUGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "atrium_events_waiting": ("Events not yet sent, or not yet handled.", ("box",)),
    "atrium_events_oldest_seconds": ("How long the oldest of them has waited.", ("box",)),
    "atrium_parked_events": ("Events that are set aside for an operator now.", ()),
    "atrium_replays_waiting": ("Replays that were asked for and are not finished.", ()),
    "atrium_cases_open": ("Cases of a procedure that are under way.", ("procedure",)),
    "atrium_case_steps_open": ("Cases in which this step waits to be done or signed.", ("procedure", "step")),
    "atrium_tasks_open": ("Tasks that wait for a department.", ("procedure", "department")),
    "atrium_tasks_overdue": ("Tasks whose time is over.", ("procedure", "department")),
    "atrium_regular_work_age_seconds": ("Time since work by the clock was last done.", ("work",)),
    "atrium_regular_work_interval_seconds": ("How often work by the clock is to be done.", ("work",)),
}
Told = tuple[str, tuple[str, ...], float]


class Host(Protocol):
    """Whoever runs this process's services."""

    def is_ready(self) -> bool: ...

    def broker_is_up(self) -> bool | None: ...


class Gauges(Collector):
    """Asks each service's database when Prometheus asks; of one that is away, that is all there is to tell."""

    def __init__(self, runtimes: Iterable[Runtime], host: Host) -> None:
        self.runtimes, self.host = list(runtimes), host

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families = {
            name: GaugeMetricFamily(name, told, labels=["service", *labels]) for name, (told, labels) in GAUGES.items()
        }
        up = GaugeMetricFamily("atrium_database_up", "Whether the database answers.", labels=["service"])
        for runtime in self.runtimes:
            told = _asked(runtime)
            up.add_metric([runtime.name], told is not None)
            for name, labels, value in told or ():
                families[name].add_metric([runtime.name, *labels], value)
        yield from (up, *families.values(), *self._of_the_process())

    def _of_the_process(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("atrium_ready", "Whether all loops and doors here are at work.", self.host.is_ready())
        broker = self.host.broker_is_up()
        if broker is not None:
            yield GaugeMetricFamily("atrium_broker_up", "Whether the way to the broker is open.", broker)


def _asked(runtime: Runtime) -> list[Told] | None:
    """Everything one database tells; None where it does not answer."""
    try:
        with runtime.look() as work:
            return [*_of_the_bus(work), *_of_procedures(work), *_of_regular_work(work, runtime)]
    except (DBAPIError, TimeoutError) as error:
        told = str(error).partition("\n")[0]
        log.warning("a database does not tell its figures", service=runtime.name, error=told)
        return None


def _of_the_bus(work: Work) -> Iterator[Told]:
    told = depths.of(work.session)
    for box, waiting in (("outbox", "unsent"), ("inbox", "unhandled")):
        yield "atrium_events_waiting", (box,), told[waiting]
        yield "atrium_events_oldest_seconds", (box,), _seconds(told[f"oldest_{waiting}"], work.now)
    yield "atrium_parked_events", (), told["parked"]
    yield "atrium_replays_waiting", (), told["replays"]


def _of_procedures(work: Work) -> Iterator[Told]:
    for procedure, count in counts.cases(work.session):
        yield "atrium_cases_open", (procedure,), count
    waiting = counts.steps(work.session, work.now)
    for place, count in waiting.steps.items():
        yield "atrium_case_steps_open", place, count
    for desk, count in waiting.tasks.items():
        yield "atrium_tasks_open", desk, count
        yield "atrium_tasks_overdue", desk, waiting.overdue[desk]


def _of_regular_work(work: Work, runtime: Runtime) -> Iterator[Told]:
    begun = {row.name: row.begun_at for row in work.session.execute(select(regular_work))}
    for name, regular in runtime.service.regulars.items():
        if name in begun:
            yield "atrium_regular_work_age_seconds", (name,), _seconds(begun[name], work.now)
            yield "atrium_regular_work_interval_seconds", (name,), regular.interval.total_seconds()


def _seconds(since: datetime | None, now: datetime) -> float:
    """How long ago; a moment to come, as after a start at the same ATRIUM_NOW, is now."""
    return max((now - since).total_seconds(), 0.0) if since else 0.0
