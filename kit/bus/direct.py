"""Requests straight from process to process over HTTP, for when the bus does not carry them; signed, with a deadline.

The question is the same JSON as on the bus. Its signature, made with a secret that only the house's processes know,
stands for all that is in it: which service and door, on whose behalf, and until when it may be done.
"""

import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Semaphore
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from kit import logs, metrics
from kit.bus.calls import call_as_json, call_from_json, decode, encode, reply_as_json, reply_from_json
from kit.bus.rpc import is_past, moment_in, seconds_until
from kit.doors import Call, Reply
from kit.errors import TooSlow, Unavailable
from kit.runtime import Runtime

log = logs.get(__name__)
PATH = "/calls"
SIGNATURE = "Atrium-Signature"
LARGEST = 64 * 1024 * 1024
CONNECT_WITHIN = 2.0
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def sign(secret: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), body, "sha256").hex()


class DirectWay:
    """Asks services where they run: in this very process, or at the addresses of their processes, one after another."""

    def __init__(self, runtimes: Mapping[str, Runtime], addresses: Mapping[str, Sequence[str]], secret: str) -> None:
        self.runtimes, self.addresses, self.secret = runtimes, addresses, secret

    def leads_to(self, service: str) -> bool:
        return service in self.runtimes or service in self.addresses

    def call(self, service: str, call: Call, seconds: float) -> Reply:
        """Asks one door of one service.

        Raises Unavailable where surely nothing was done, and TooSlow where no answer came within `seconds`.
        """
        if service in self.runtimes:
            return self.runtimes[service].call(call)
        metrics.requests_direct.labels(service).inc()
        ends = time.monotonic() + seconds
        told = {"service": service, "door": call.door, "deadline": moment_in(seconds), "call": call_as_json(call)}
        body = encode(told).encode()
        for address in self.addresses[service]:
            connection = _connected(address, min(ends - time.monotonic(), CONNECT_WITHIN))
            if connection is not None:
                return self._ask(connection, body, ends)
        raise Unavailable()

    def _ask(self, connection: HTTPConnection, body: bytes, ends: float) -> Reply:
        """From the first byte that went out the request may have been done, whatever comes of the connection."""
        try:
            connection.sock.settimeout(max(ends - time.monotonic(), 0.1))
            connection.request("POST", PATH, body, {SIGNATURE: sign(self.secret, body)})
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, HTTPException) as error:
            log.warning("no answer came directly", error=str(error))
            raise TooSlow() from error
        finally:
            connection.close()
        if answer.status == 504:
            raise TooSlow()
        if answer.status != 200:
            log.error("a direct request was turned away", status=answer.status)
            raise Unavailable()
        return reply_from_json(json.loads(told))


def _connected(address: str, seconds: float) -> HTTPConnection | None:
    """A connection to a process, or None where it is not there."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=max(seconds, 0.1))
    try:
        connection.connect()
    except OSError as error:
        log.warning("a process cannot be asked directly", address=address, error=str(error))
        return None
    return connection


def knock(address: str, service: str, secret: str) -> str | None:
    """Why a process cannot be asked directly for a service, or None where it can be.

    What is asked is late before it goes out: whoever takes our signature says so, and nothing is done.
    """
    body = encode({"service": service, "door": "", "deadline": moment_in(-1), "call": {}}).encode()
    connection = _connected(address, CONNECT_WITHIN)
    if connection is None:
        return "does not answer"
    try:
        connection.request("POST", PATH, body, {SIGNATURE: sign(secret, body)})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return f"breaks off: {error or type(error).__name__}"
    finally:
        connection.close()
    refusals = {401: "has another secret", 404: f"does not run {service}"}
    return None if status == 504 else refusals.get(status, f"answers {status}")


class DirectDoors:
    """A WSGI application that answers signed requests for the services of this process, and leaves the rest to another.

    `requests` of them are done at a time; who waits for a turn beyond the deadline is not served any more. The port
    of the gateway, which is for everybody, has no such doors.
    """

    def __init__(self, runtimes: Mapping[str, Runtime], secret: str, beside: WsgiApp, requests: int = 10) -> None:
        self.runtimes, self.secret, self.beside = runtimes, secret, beside
        self._slots = Semaphore(requests)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        if request.path != PATH:
            return self.beside(environ, start_response)
        return self._respond(request)(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.method != "POST":
            return Response(status=405, headers={"Allow": "POST"})
        if (request.content_length or 0) > LARGEST:
            return Response(status=413)
        body = request.get_data()
        if not hmac.compare_digest(sign(self.secret, body).encode(), request.headers.get(SIGNATURE, "").encode()):
            log.warning("a direct request was not signed by one of us", address=request.remote_addr)
            return Response(status=401)
        return self._answer(decode(body))

    def _answer(self, told: dict[str, Any]) -> Response:
        runtime = self.runtimes.get(told["service"])
        if runtime is None:
            return Response(status=404)
        if not self._slots.acquire(timeout=max(seconds_until(told["deadline"]), 0)):
            return Response(status=504)
        try:
            if is_past(told["deadline"]):
                return Response(status=504)
            reply = runtime.call(call_from_json(told["door"], **told["call"]))
        finally:
            self._slots.release()
        return Response(encode(reply_as_json(reply)), content_type="application/json")
