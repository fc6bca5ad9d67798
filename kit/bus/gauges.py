"""What Prometheus is told of outboxes and inboxes, asked of the databases when it asks."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from kit import logs
from kit.bus import depths
from kit.runtime import Runtime

log = logs.get(__name__)
_WHERE = ["service", "box"]


class Gauges(Collector):
    """Asks each service's database when Prometheus asks; a database that is away is left out."""

    def __init__(self, runtimes: Iterable[Runtime]) -> None:
        self.runtimes = list(runtimes)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("atrium_events_waiting", "Events not yet sent, or not yet handled.", labels=_WHERE)
        oldest = GaugeMetricFamily("atrium_events_oldest_seconds", "How long the oldest has waited.", labels=_WHERE)
        parked = GaugeMetricFamily("atrium_events_parked", "Events set aside for an operator.", labels=["service"])
        for runtime in self.runtimes:
            try:
                with runtime.look() as work:
                    told, now = depths.of(work.session), work.now
            except (DBAPIError, TimeoutError) as error:
                log.warning("a database does not tell its depths", service=runtime.name, error=str(error))
                continue
            for box, since in (("outbox", "unsent"), ("inbox", "unhandled")):
                waiting.add_metric([runtime.name, box], told[since])
                oldest.add_metric([runtime.name, box], _seconds(told[f"oldest_{since}"], now))
            parked.add_metric([runtime.name], told["parked"])
        yield from (waiting, oldest, parked)


def _seconds(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0
