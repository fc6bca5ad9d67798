"""Connections to the broker: opened with settings that outlive a cut cable, and never waited on without a deadline."""

import contextlib
import socket
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
from amqp.exceptions import AMQPError

PERSISTENT, NON_PERSISTENT = 2, 1
HEARTBEAT = 10
# What a connection that is gone, or going, raises; the only answer to any of them is a new connection.
BROKEN: tuple[type[Exception], ...] = (AMQPError, OSError)

SOCKET_SETTINGS = {
    socket.TCP_NODELAY: 1,
    # py-amqp's own 1000 ms would end a connection at every hiccup of the network.
    socket.TCP_USER_TIMEOUT: 20_000,
    socket.TCP_KEEPIDLE: 20,
    socket.TCP_KEEPINTVL: 5,
    socket.TCP_KEEPCNT: 3,
}


def open_link(url: str, name: str, patience: float = 5.0) -> Any:
    """A new connection, on which no read or write waits longer than `patience` seconds. Raises one of BROKEN.

    It does not ask to be told when the broker blocks publishers: py-amqp would then read from the connection before
    each publish, also where another thread reads. A blocked publish runs into its deadline instead.
    """
    parts = urlsplit(url)
    link = amqp.Connection(
        host=f"{parts.hostname}:{parts.port or (5671 if parts.scheme == 'amqps' else 5672)}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        ssl={"server_hostname": parts.hostname} if parts.scheme == "amqps" else False,
        connect_timeout=5,
        heartbeat=HEARTBEAT,
        socket_settings=SOCKET_SETTINGS,
        client_properties={"connection_name": name},
    )
    link.negotiate_capabilities = {"consumer_cancel_notify": True, "authentication_failure_close": True}
    try:
        link.connect()
    except BROKEN:
        abandon(link)
        raise
    link.sock.settimeout(patience)
    return link


def drain(link: Any, seconds: float | None = None) -> bool:
    """Takes in one thing that the broker sends within `seconds`, or the link's patience; says whether it came."""
    try:
        link.drain_events(timeout=seconds)
    except TimeoutError as error:
        if error.errno is not None:
            raise  # The operating system gave the connection up, which looks almost like nothing having come.
        return False
    return True


def drop(link: Any) -> None:
    """Closes a connection politely, but waits no longer than a second for the broker's answer."""
    if link is not None and link.connected:
        with contextlib.suppress(*BROKEN):
            link.sock.settimeout(1.0)
            link.close()
    abandon(link)


def abandon(link: Any) -> None:
    """Closes the socket of a connection that failed."""
    if link is not None:
        with contextlib.suppress(*BROKEN):
            link.collect()


def cut(link: Any) -> None:
    """Ends the conversation on a connection that another thread reads from, which finds it closed."""
    if link is not None and link.connected:
        with contextlib.suppress(OSError):
            link.sock.shutdown(socket.SHUT_RDWR)


def message(body: bytes | str, delivery_mode: int = PERSISTENT, **properties: Any) -> Any:
    """A message of ours, its text in UTF-8."""
    data = body.encode() if isinstance(body, str) else body
    return amqp.Message(data, content_encoding="utf-8", delivery_mode=delivery_mode, **properties)
