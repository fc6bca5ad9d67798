"""Green threads: makes a process's threads, sockets and waits cooperative, and serves WSGI on them.

`patch()` comes first of all in a process, before anything else is imported; psycopg in particular chooses at its import
how it waits.
"""

import contextlib
import errno
import os
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

# Without this eventlet brings a resolver of its own, in Python: a tenth of the time in which a service starts.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"
with warnings.catch_warnings():
    # It warns of its own retirement; it is kept behind this module and the nameko host so that it can be replaced.
    warnings.simplefilter("ignore")
    import eventlet
    import eventlet.green.socket
    import eventlet.greenio
    import eventlet.patcher
    import eventlet.tpool
    import eventlet.wsgi
    from eventlet.hubs import trampoline
    from eventlet.support import greenlets

from kit import aside, logs

log = logs.get(__name__)
# Each keeps the memory of the largest thing it did (19 MiB for a password), and more than there are cores help nobody.
REAL_THREADS = max(2, min(os.cpu_count() or 2, 8))
Result = TypeVar("Result")
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST_DROPPED = 64 * 1024 * 1024
_HUNG_UP = ("BrokenPipeError", "ConnectionResetError")
_PROBLEM = b'{"type":"/problems/bad-request","title":"The request cannot be read.","status":400}'
_AMBIGUOUS = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_PROBLEM), _PROBLEM)
)


class PortTaken(Exception):
    """Another program listens there already; the message says so in one sentence."""


def patch() -> None:
    """Makes this process green. Raises RuntimeError where it comes too late for the database driver."""
    if "psycopg" in sys.modules and not is_patched():
        raise RuntimeError("kit.host.green.patch() must be called before psycopg is imported")
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"
    eventlet.monkey_patch()
    _wait_for_postgres_by_the_hub()
    _look_names_up_aside()
    eventlet.tpool.set_num_threads(REAL_THREADS)
    aside.use(in_thread)


def _wait_for_postgres_by_the_hub() -> None:
    """Has psycopg wait as green sockets do, for one direction of one descriptor: a third less than green select costs.

    What waits for both directions or for a limited time is left to `wait_select`.
    """
    from psycopg import OperationalError, waiting

    readable, writable = waiting.Ready.R, waiting.Ready.W

    def wait(generator: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
        if timeout is not None:
            return waiting.wait_select(generator, fileno, interval, timeout)
        try:
            wanted = next(generator)
            while wanted in (readable, writable):
                trampoline(fileno, read=wanted == readable, write=wanted == writable)
                wanted = generator.send(wanted)
        except StopIteration as ended:
            return ended.value
        except OSError as error:
            raise OperationalError("connection socket closed") from error
        return waiting.wait_select(_going_on(generator, wanted), fileno, interval)

    waiting.wait = wait  # type: ignore[assignment]  # A protocol with a type variable of its own.


def _look_names_up_aside() -> None:
    """Has the system look names up, as it is configured to, in a real thread: a name server may take its time."""
    at_once = socket.getaddrinfo

    def look_up(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
        try:
            return at_once(host, port, family, type, proto, flags | socket.AI_NUMERICHOST)
        except socket.gaierror:
            return eventlet.tpool.execute(at_once, host, port, family, type, proto, flags)

    for module in (socket, eventlet.green.socket):
        setattr(module, at_once.__name__, look_up)


def _going_on(generator: Any, wanted: Any) -> Any:
    """The generator from where it stands: it has said already what it waits for."""
    while True:
        try:
            wanted = generator.send((yield wanted))
        except StopIteration as ended:
            return ended.value


def is_patched() -> bool:
    return bool(eventlet.patcher.is_monkey_patched("thread"))


def in_thread(function: Callable[..., Result], *args: Any) -> Result:
    """Runs work of the processor (hashing, Excel, PDF) in a real thread, so that everybody else goes on meanwhile.

    The function may not log, use locks or touch the database: those belong to the green threads.
    """
    if not is_patched():
        return function(*args)
    result: Result = eventlet.tpool.execute(function, *args)
    return result


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that nobody shares. Raises PortTaken.

    Eventlet's own would set SO_REUSEPORT, and a process left over from before would silently take half of the requests.
    And an answer goes out in two pieces, of which Nagle's algorithm would hold the second back until the first is
    acknowledged, for 40 ms.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # Each connection has it from here on.
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} on {host} is taken by another program; choose another one.") from error
        raise
    return listening


def serve_wsgi(
    app: WsgiApp,
    host: str,
    port: int,
    stop: threading.Event,
    *,
    ready: Callable[[int], None] = lambda port: None,
    patience: float = 5.0,
) -> None:
    """Serves `app` until `stop` is set; requests under way then have `patience` seconds to end. Raises PortTaken.

    `ready` is told the port once requests can come in, which matters where `port` is 0.
    """
    listening = listen(host, port)
    pool = eventlet.GreenPool(1000)
    server = eventlet.spawn(
        eventlet.wsgi.server,
        listening,
        _hearing_out(app),
        custom_pool=pool,
        log=_Quiet(),
        protocol=_SternProtocol,
        debug=False,
        socket_timeout=60,
        keepalive=30,
        url_length_limit=8192,
        minimum_chunk_size=1,
    )
    ready(listening.getsockname()[1])
    stop.wait()
    # The server, when killed, closes idle connections at once and waits for the others.
    server.kill()
    with eventlet.Timeout(patience, False), contextlib.suppress(greenlets.GreenletExit):
        server.wait()
    for request in list(pool.coroutines_running):
        request.kill()
    listening.close()


def _hearing_out(app: WsgiApp) -> WsgiApp:
    """Takes in what is left of a request's body once it is answered.

    Closing a connection on which more is coming resets it, and whoever sends a body that is too large, or may not send
    it at all, would see the connection break where the answer should be.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["eventlet.posthooks"].append((_drop_the_rest, (), {}))
        return app(environ, start_response)

    return answer


def _drop_the_rest(environ: dict[str, Any]) -> None:
    body, left = environ["eventlet.input"], MOST_DROPPED
    if body.should_send_hundred_continue:
        return  # Who waits to be told to go on has sent nothing.
    with contextlib.suppress(OSError, ValueError):
        while left > 0 and (part := body.read(min(left, 64 * 1024))):
            left -= len(part)


class _SternProtocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Refuses a request of which two readers might see two different ends, and with it the whole connection.

    A proxy before us may read such a request otherwise than we do, and what it takes for a body we would take for the
    next request, of somebody else.
    """

    def handle_one_response(self) -> None:
        if not has_one_end(self.environ["headers_raw"]):
            self.wfile.write(_AMBIGUOUS)
            self.close_connection = 1
            return
        super().handle_one_response()


def has_one_end(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether all readers agree on where a body ends: by one length in digits, or by chunks and nothing else."""
    told = [(name.lower(), value) for name, value in headers]
    lengths = [value for name, value in told if name == "content-length"]
    codings = [value.lower() for name, value in told if name == "transfer-encoding"]
    if codings:
        return codings == ["chunked"] and not lengths
    return len(lengths) <= 1 and all(value.isascii() and value.isdigit() for value in lengths)


class _Quiet:
    """Where the server's own log lines go: the gateway writes a line for each request itself."""

    def write(self, text: str) -> None:
        if not text.startswith("Traceback "):
            return
        if text.rstrip().rpartition("\n")[2].startswith(_HUNG_UP):
            log.info("whoever asked did not wait for the answer")
        else:
            log.error("a request failed in the server", error=text)
