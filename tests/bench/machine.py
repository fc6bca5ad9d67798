"""The machine and the versions that figures belong to."""

import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import psycopg

from kit.bus.link import drop, open_link
from tests.bench.place import PEERS_PYTHON
from tests.servers import Servers

OURS = ("nameko", "kombu", "amqp", "eventlet", "SQLAlchemy", "psycopg", "marshmallow")
THEIRS = ("nameko", "amqp", "psycopg2-binary", "faststream", "aio-pika", "asyncpg", "django-helpdesk")
_VERSIONS = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"


def machine(servers: Servers) -> dict[str, str]:
    """What the page says above its tables."""
    peers = subprocess.run([PEERS_PYTHON, "-c", _VERSIONS, *THEIRS], check=True, capture_output=True, text=True)
    return {
        "Processor": f"{_first('/proc/cpuinfo', 'model name')}, {_cores()} cores",
        "Memory": f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "RabbitMQ": _rabbitmq(servers.address("amqp")),
        "PostgreSQL": _postgres(servers.address("postgres")),
        "Python": platform.python_version(),
        "The house": _named(OURS, map(version, OURS)),
        "Its peers": _named(THEIRS, peers.stdout.split()),
    }


def _named(names: Iterable[str], versions: Iterable[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in zip(names, versions, strict=True))


def _first(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), platform.machine())


def _cores() -> int:
    return sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())


def _rabbitmq(url: str) -> str:
    link = open_link(url, "bench")
    try:
        return str(link.server_properties["version"])
    finally:
        drop(link)


def _postgres(url: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        told = {name: connection.execute(f"SHOW {name}").fetchone() for name in ("server_version", "fsync")}
    number, fsync = (row[0] for row in told.values() if row)
    return f"{number.split()[0]}, fsync {fsync}"
