"""What Prometheus is told about a service: what is counted and timed while it happens.

What lies in the databases is asked of them instead, by `kit.gauges`.
"""

from collections.abc import Iterable, Sequence

from prometheus_client import Counter, Histogram, disable_created_metrics

# When each counter began is a series more for each, which Prometheus has no use for.
disable_created_metrics()  # type: ignore[no-untyped-call]

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

doors = Histogram("atrium_door_seconds", "Time a door took to answer.", ["service", "door"], buckets=BUCKETS)
door_answers = Counter("atrium_door_answers_total", "Answers of a door.", ["service", "door", "status"])
requests = Histogram(
    "atrium_request_seconds",
    "Time a request to a service over the bus took, by how it ended.",
    ["service", "outcome"],
    buckets=BUCKETS,
)
handlers = Histogram(
    "atrium_handler_seconds", "Time a listener took to handle an event.", ["service", "event"], buckets=BUCKETS
)
transactions = Histogram(
    "atrium_transaction_seconds",
    "Time from asking for a write transaction to its end, committed or not.",
    ["service"],
    buckets=BUCKETS,
)
events_announced = Counter("atrium_events_announced_total", "Events committed to the outbox.", ["service", "event"])
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
events_misrouted = Counter(
    "atrium_events_misrouted_total", "Unheard events that a service of the house listens to.", ["service"]
)
requests_direct = Counter(
    "atrium_requests_direct_total", "Requests that went straight to the service's process, past the bus.", ["service"]
)
regular_failures = Counter(
    "atrium_regular_work_failures_total", "Things that work by the clock failed for and left.", ["service", "work"]
)


def begin_at_zero(service: str, works: Iterable[str]) -> None:
    """Shows the counters of a service before anything was counted: Prometheus takes no first value for a rise.

    `works` are the names of its regular work.
    """
    for counter in (events_sent, events_received, events_misrouted):
        counter.labels(service)
    for work in works:
        regular_failures.labels(service, work)


def note_answer(service: str, door: str, status: int, seconds: float) -> None:
    """Counts one answer of a door."""
    doors.labels(service, door).observe(seconds)
    door_answers.labels(service, door, str(status)).inc()


def note_received(service: str, states: Sequence[str]) -> None:
    """Counts what is new in the inbox, by the states it came into; what is no event of ours is parked at once."""
    events_received.labels(service).inc(len(states))
    if parked := states.count("parked"):
        events_parked.labels(service, "malformed").inc(parked)


def note_announced(service: str, events: Iterable[str]) -> None:
    """Counts what a commit has put into the outbox, by wire type."""
    for event in events:
        events_announced.labels(service, event).inc()
