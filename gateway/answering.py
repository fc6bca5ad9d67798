"""Turns what came of a call into an HTTP answer, and gives every answer the headers that keep browsers careful."""

import json
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

from gateway.options import Options
from gateway.routes import API, Route
from gateway.schemas import SessionOpened
from kit.doors import Download, Reply
from kit.errors import Problem, TooMany

PROBLEM = "application/problem+json"
_PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def answer(route: Route, reply: Reply, correlation_id: str) -> Response:
    """The HTTP answer to a call: a file, JSON with its version as ETag, or a problem document."""
    if reply.status >= 400:
        return problem(reply.status, reply.body, correlation_id)
    if reply.file is not None:
        return _file(reply.status, reply.file)
    if reply.status == 204:
        return Response(status=204)
    response = json_response(reply.body, reply.status)
    if reply.version is not None:
        response.headers["ETag"] = f'"{reply.version}"'
    if reply.status == 201 and isinstance(reply.body, dict) and "id" in reply.body:
        response.headers["Location"] = f"{API}{route.door.path}/{reply.body['id']}"
    return response


def json_response(body: Any, status: int = 200) -> Response:
    return Response(_as_json(body), status, content_type="application/json")


def refusal(refused: Problem, language: str, correlation_id: str) -> Response:
    """A problem that the gateway itself has with the request."""
    return problem(refused.status, refused.as_json(language), correlation_id)


def problem(status: int, document: dict[str, Any], correlation_id: str) -> Response:
    """A problem document (RFC 9457) with the correlation id by which the logs know it (GATE-3)."""
    told = document | {"correlation_id": correlation_id}
    response = Response(_as_json(told), status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="atrium"'
    if status == TooMany.status:
        response.headers["Retry-After"] = str(document.get("retry_after", 60))
    return response


def _as_json(told: Any) -> bytes:
    """JSON in UTF-8; half of a surrogate pair, which UTF-8 cannot say, is escaped as JSON itself would."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _file(status: int, file: Download) -> Response:
    """A file to be saved under its own name, whatever its letters."""
    response = Response(file.data, status, content_type=file.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return response


def set_cookie(response: Response, token: str, options: Options) -> None:
    """Hands the browser the session, out of reach of scripts and of other sites."""
    response.set_cookie(options.cookie, token, path="/", secure=options.https, httponly=True, samesite="Strict")


def forget_cookie(response: Response, options: Options) -> None:
    response.delete_cookie(options.cookie, path="/", secure=options.https, httponly=True, samesite="Strict")


def opens_a_session(route: Route) -> bool:
    return route.door.answer is SessionOpened


def make_careful(response: Response, is_api: bool, options: Options) -> None:
    """What browsers are told not to do with what we send."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _API_POLICY if is_api else _PAGE_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_api:
        headers.setdefault("Cache-Control", "no-store")
    if options.https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
