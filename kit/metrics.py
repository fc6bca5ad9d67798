"""What Prometheus is told about a service."""

from contextlib import AbstractContextManager
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

doors = Histogram("atrium_door_seconds", "Time a door took to answer.", ["service", "door"], buckets=BUCKETS)
handlers = Histogram(
    "atrium_handler_seconds", "Time a listener took to handle an event.", ["service", "event"], buckets=BUCKETS
)
events_sent = Counter("atrium_events_sent_total", "Events handed from the outbox to the bus.", ["service"])
events_received = Counter("atrium_events_received_total", "Events stored in the inbox.", ["service"])
events_handled = Counter("atrium_events_handled_total", "Events whose handling was committed.", ["service", "event"])
events_retried = Counter(
    "atrium_events_retried_total", "Attempts at an event that failed and will be repeated.", ["service", "event"]
)
events_parked = Counter("atrium_events_parked_total", "Events set aside for an operator.", ["service", "event"])
events_unheard = Counter(
    "atrium_events_unheard_total",
    "Events that no queue was bound for, kept in the queue `unheard`.",
    ["service", "event"],
)
requests_direct = Counter(
    "atrium_requests_direct_total", "Requests that went straight to the service's process, past the bus.", ["service"]
)
bus_connected = Gauge(
    "atrium_bus_connected", "Whether events and requests come in over the bus (1) or not (0).", ["service"]
)


def door_seconds(service: str, door: str) -> AbstractContextManager[Any]:
    """Measures the block as one answer of a door."""
    return doors.labels(service, door).time()
