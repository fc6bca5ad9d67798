"""For those who look after a process: is it alive, can it serve, and its figures for Prometheus.

The gateway has these addresses beside its own; a process that runs services without the gateway has nothing else to be
asked over HTTP.
"""

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as Nowhere
from werkzeug.wrappers import Request, Response

from kit import metrics
from kit.gauges import Gauges
from kit.runtime import Runtime


class Host(Protocol):
    """Whoever runs this process's services."""

    def is_ready(self) -> bool: ...

    def broker_is_up(self) -> bool | None:
        """Whether the way to the broker is open; None where the house has no broker."""


class Health:
    """`/health/live` and `/health/ready` for whoever restarts or routes, `/metrics` for Prometheus."""

    def __init__(self, runtimes: Collection[Runtime], host: Host) -> None:
        self.runtimes, self.host = runtimes, host
        # What is asked of the databases is this house's own; what is counted belongs to the process.
        self._asked = CollectorRegistry()
        self._asked.register(Gauges(runtimes, host))
        for runtime in runtimes:
            metrics.begin_at_zero(runtime.name, runtime.service.regulars)

    def addresses(self) -> dict[str, Callable[[Request], Response]]:
        return {"/health/live": self.live, "/health/ready": self.ready, "/metrics": self.metrics}

    def live(self, _request: Request) -> Response:
        return _told({"status": "live"})

    def ready(self, _request: Request) -> Response:
        """Ready when the databases and the ways to the other services are there; says what is not."""
        checks = {f"{runtime.name} database": _answers(runtime) for runtime in self.runtimes}
        checks["services"] = self.host.is_ready()
        ready = all(checks.values())
        return _told({"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503)

    def metrics(self, _request: Request) -> Response:
        return Response(generate_latest() + generate_latest(self._asked), content_type=CONTENT_TYPE_LATEST)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serves these addresses alone, as a WSGI application."""
        return self._respond(Request(environ))(environ, start_response)

    def _respond(self, request: Request) -> Response | HTTPException:
        address = self.addresses().get(request.path)
        if address is None:
            return Nowhere()
        if request.method not in ("GET", "HEAD"):
            return MethodNotAllowed(["GET", "HEAD"])
        return address(request)


def _answers(runtime: Runtime) -> bool:
    try:
        with runtime.look() as work:
            work.session.execute(text("SELECT 1"))
    except (DBAPIError, TimeoutError):
        return False
    return True


def _told(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
