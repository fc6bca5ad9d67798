"""Servers from containers, where an engine answers."""

import contextlib
import os
import socket
import urllib.parse

from tests.servers.answering import answers
from tests.servers.server import NotAvailable, Server, free_port, wait_until

IMAGES = {"rabbitmq": "rabbitmq:3-management", "postgres": "postgres:15"}


def start(kind: str) -> Server:
    """Runs the server's image on free ports. Raises NotAvailable when no engine answers or it cannot run."""
    import docker
    from docker.errors import DockerException

    if not _engine_listens():
        raise NotAvailable("no container engine answers")
    engine = docker.from_env(timeout=60)
    inner, environment = {
        "rabbitmq": ((5672, 15672), {}),
        "postgres": ((5432,), {"POSTGRES_USER": "atrium", "POSTGRES_PASSWORD": "atrium"}),
    }[kind]
    ports = {port: free_port() for port in inner}
    try:
        container = engine.containers.run(
            IMAGES[kind],
            detach=True,
            auto_remove=True,
            environment=environment,
            ports={f"{port}/tcp": ("127.0.0.1", outer) for port, outer in ports.items()},
            labels={"atrium.tests": str(os.getpid())},
        )
    except DockerException as error:
        raise NotAvailable(f"{IMAGES[kind]} cannot run: {error}") from error

    def stop() -> None:
        with contextlib.suppress(DockerException, OSError):  # The engine itself may be gone by now.
            container.kill()
        engine.close()

    addresses = _addresses(kind, ports)
    try:
        # Nothing is run inside: RabbitMQ's own tools, started before the server, leave it a cookie it cannot read.
        wait_until(lambda: answers(addresses), IMAGES[kind])
    except NotAvailable:
        stop()
        raise
    return Server(addresses, stop)


def _engine_listens() -> bool:
    """Asked on the bare socket: the client leaks one for every engine that is not there."""
    where = urllib.parse.urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    family, place = (
        (socket.AF_UNIX, where.path) if where.scheme == "unix" else (socket.AF_INET, (where.hostname, where.port))
    )
    with socket.socket(family) as probe:
        probe.settimeout(2)
        return probe.connect_ex(place) == 0


def _addresses(kind: str, ports: dict[int, int]) -> dict[str, str]:
    if kind == "postgres":
        return {"postgres": f"postgresql+psycopg://atrium:atrium@127.0.0.1:{ports[5432]}/postgres"}
    return {
        "amqp": f"amqp://guest:guest@127.0.0.1:{ports[5672]}//",
        "management": f"http://guest:guest@127.0.0.1:{ports[15672]}",
    }
