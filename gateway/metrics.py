"""What Prometheus is told about the gateway."""

from prometheus_client import Counter, Gauge, Histogram

from kit.metrics import BUCKETS

requests = Counter("atrium_http_requests_total", "Requests answered.", ["method", "route", "status"])
seconds = Histogram("atrium_http_seconds", "Time until an answer began.", ["route"], buckets=BUCKETS)
streams = Gauge("atrium_live_streams", "Live inbox streams that are open.")


def note_request(method: str, route: str, status: int, taken: float) -> None:
    """Counts one answer; unknown methods and addresses share one label each, so that nobody can invent labels."""
    known = method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other"
    requests.labels(known, route, str(status)).inc()
    seconds.labels(route).observe(taken)
