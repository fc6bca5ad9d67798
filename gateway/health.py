"""For those who look after the house: is the process alive, can it serve, and its figures."""

from collections.abc import Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Request, Response

from gateway.answering import json_response
from kit.runtime import Runtime


class Health:
    """`/health/live` and `/health/ready` for whoever restarts or routes, `/metrics` for Prometheus."""

    def __init__(self, runtime: Runtime, host: Any) -> None:
        self.runtime, self.host = runtime, host

    def addresses(self) -> dict[str, Callable[[Request], Response]]:
        return {"/health/live": self.live, "/health/ready": self.ready, "/metrics": self.metrics}

    def live(self, _request: Request) -> Response:
        return json_response({"status": "live"})

    def ready(self, _request: Request) -> Response:
        """Ready when the own database and the way to the services are there; says what is not."""
        checks = {"database": self._database_answers(), "services": self._host_is_up()}
        ready = all(checks.values())
        return json_response({"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503)

    def metrics(self, _request: Request) -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    def _database_answers(self) -> bool:
        try:
            with self.runtime.look() as work:
                work.session.execute(text("SELECT 1"))
        except (DBAPIError, TimeoutError):
            return False
        return True

    def _host_is_up(self) -> bool:
        """A host that cannot tell runs the services in this very process."""
        is_ready = getattr(self.host, "is_ready", None)
        return bool(is_ready()) if is_ready else True
