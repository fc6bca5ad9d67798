"""What every way of getting a server gives back, and how a server of ours is started and ended."""

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

READY_WITHIN = 90.0


class NotAvailable(Exception):
    """This way gives no server here; the message says why."""


@dataclass
class Server:
    """A running server; `stop` ends it and removes what it left.

    One that is a program of this machine may be ended by `kill`, with a signal to everything it started, and begin
    `again` on its data; `folder` is where these lie.
    """

    addresses: dict[str, str]
    stop: Callable[[], None]
    kill: Callable[[int], None] | None = None
    again: Callable[[], None] | None = None
    environment: dict[str, str] | None = None


EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_given: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on, below those that the system lends to outgoing connections.

    One of those could be lent to anybody before the program it was meant for has started, or while it is started anew.
    """
    lent_from = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32768
    while True:
        port = lent_from - 1 - secrets.randbelow(lent_from // 2)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                return port


def _die_with_parent() -> None:
    """The kernel ends the server when the tests' process is gone, however it went."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def launch(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, its output in `folder/output.log`."""
    with (folder / "output.log").open("ab") as output:
        return subprocess.Popen(
            command,
            env=os.environ | (environment or {}),
            cwd=folder,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program and everything it started: politely, then not."""
    for sign, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
            process.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def wait_until(ready: Callable[[], bool], what: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Waits for a condition with a deadline. Raises NotAvailable when it passes or the program ends first."""
    deadline = time.monotonic() + READY_WITHIN
    while not ready():
        if process is not None and process.poll() is not None:
            raise NotAvailable(f"{what} ended at its start with status {process.returncode}")
        if time.monotonic() > deadline:
            raise NotAvailable(f"{what} was not ready within {READY_WITHIN:.0f} s")
        time.sleep(0.1)
