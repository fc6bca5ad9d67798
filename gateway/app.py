"""The gateway's WSGI application: finds the door for a request, and answers everything that goes wrong in one form."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongMethod
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request, Response

from gateway import answering, metrics
from gateway.desk import Desk, Host
from gateway.documents import Documents
from gateway.errors import MethodNotAllowed
from gateway.live import Live
from gateway.options import Options
from gateway.page import Page
from gateway.reading import Asked, correlation_id_of
from gateway.routes import Route, address_map, routes_of
from kit import logs
from kit.errors import BadRequest, NotFound, Problem
from kit.health import Health
from kit.runtime import Runtime, as_problem
from kit.service import Service
from kit.settings import Settings

log = logs.get(__name__)
Start = Callable[..., Any]


class Application:
    """Answers every request that reaches the house (GATE-1). `stop` ends the live streams, which a server waits for."""

    def __init__(self, runtime: Runtime, host: Host, services: Sequence[type[Service]], options: Options) -> None:
        self.options = options
        self.live = Live(runtime, runtime.service.inbox_moved, options.heartbeat)  # type: ignore[attr-defined]
        self.routes = list(routes_of(services))
        self.desk = Desk(runtime, host, services, options, self.live)
        self._addresses = address_map(self.routes)
        self._beside = {
            **Documents(self.routes, services).addresses(),
            **Health(host.runtimes.values(), host).addresses(),
        }
        self._page = Page(options.web)
        self._wsgi = ProxyFix(self._serve) if options.public_host else self._serve

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        return self._wsgi(environ, start_response)

    def stop(self) -> None:
        self.live.stop()

    def _serve(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        # The server undoes chunked transfer and ends the input where the body ends, but does not say so.
        environ.setdefault("wsgi.input_terminated", environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked")
        request, begun = Asked(environ), time.perf_counter()
        correlation_id = correlation_id_of(request)
        with logs.bound(correlation_id=correlation_id):
            response, route = self._respond(request, correlation_id)
            metrics.note_request(request.method, route, response.status_code, time.perf_counter() - begun)
            log.info("request", method=request.method, route=route, status=response.status_code)
        response.call_on_close(request.close)
        response.headers["X-Correlation-Id"] = correlation_id
        answering.make_careful(response, route != "page", self.options)
        return response(environ, start_response)

    def _respond(self, request: Request, correlation_id: str) -> tuple[Response, str]:
        """The answer, and the name under which it is counted."""
        name = "none"
        try:
            beside = self._beside.get(request.path)
            if beside is not None:
                name = request.path
                return beside(refuse_other_than_reading(request)), name
            if not is_api(request):
                name = "page"
                return self._page.answer(refuse_other_than_reading(request)), name
            route, params = self._find(request)
            name = route.name
            return self.desk.serve(request, route, params, correlation_id), name
        except Exception as error:
            return self._refuse(request, error, correlation_id), name

    def _find(self, request: Request) -> tuple[Route, dict[str, str]]:
        try:
            adapter = self._addresses.bind("", path_info=request.path)
            route, params = adapter.match(method=request.method)
        except WrongMethod as error:
            raise MethodNotAllowed(allow=sorted(error.valid_methods or ())) from None
        except HTTPException:
            raise NotFound() from None
        return route, {name: str(value) for name, value in params.items()}

    def _refuse(self, request: Request, error: Exception, correlation_id: str) -> Response:
        """Whatever went wrong, as a problem document without a word about our insides (GATE-3)."""
        language = request.accept_languages.best_match(["zh", "en"]) or "zh"
        if isinstance(error, DBAPIError | TimeoutError):
            error = as_problem(error)
        if isinstance(error, HTTPException):
            error = BadRequest()
        if not isinstance(error, Problem):
            log.exception("a request failed", exc_info=error)
            error = Problem()
        response = answering.refusal(error, language, correlation_id)
        if isinstance(error, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(error.extra["allow"])
        return response


def is_api(request: Request) -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def refuse_other_than_reading(request: Request) -> Request:
    """What lies beside the doors can only be read."""
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(allow=["GET", "HEAD"])
    return request


def make_app(host: Host, runtime: Runtime, settings: Settings) -> Application:
    """The application of a house: the gateway's runtime, and the host that carries calls to all other services."""
    from gateway.house import all_services

    return Application(runtime, host, all_services(), Options.from_settings(settings))
