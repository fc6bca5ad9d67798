"""The containers of the full system, as `docker compose` starts, kills and tells of them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kit.clock import parse_moment
from tests.journeys.running import NOW, ROOT
from tests.servers.server import free_port

SERVERS = ("rabbitmq", "postgres")
# Asked from inside, since nothing but the gateway can be reached from outside.
ARE_READY = """
import sys, time, urllib.request
waiting, deadline = sys.argv[1:], time.monotonic() + 240
while waiting and time.monotonic() < deadline:
    try:
        urllib.request.urlopen(f"http://{waiting[0]}:8000/health/ready", timeout=5).close()
        waiting.pop(0)
    except OSError:
        time.sleep(0.1)
sys.exit(f"not ready: {waiting}" if waiting else 0)
"""


class Missing(Exception):
    """What the containers need is not here; the message says what."""


def refuse_without_engine() -> None:
    """Raises Missing, in a sentence, where there is nothing to run containers with."""
    if not shutil.which("docker"):
        raise Missing("Docker is not installed: the package docker.io, or docker-ce, has it.")
    for command, sentence in (
        (("version",), "No Docker engine answers: start it, or name one in DOCKER_HOST."),
        (("compose", "version"), "Docker lacks its compose plug-in: the package docker-compose-plugin has it."),
    ):
        if subprocess.run(["docker", *command], capture_output=True, check=False).returncode:
            raise Missing(sentence)


@dataclass
class Containers:
    """One run of the compose file under a name of its own, on free ports, with secrets of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    project: str = field(default_factory=lambda: f"atrium-test-{os.getpid()}")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        ahead = parse_moment(NOW["ATRIUM_NOW"]) - datetime.now(UTC)
        return os.environ | {
            "PORT": str(self.port),
            "RABBITMQ_PORT": str(free_port()),
            "COMPOSE_PROFILES": "",
            "ATRIUM_SECRETS": str(self.folder / "secrets"),
            "ATRIUM_TEST_AHEAD": str(round(ahead.total_seconds())),
        }

    def start(self) -> None:
        """Builds the image and starts everything; returns when all are healthy."""
        self.kept = self.environment()
        subprocess.run(["deploy/secrets.sh", str(self.folder / "secrets")], cwd=ROOT, check=True)
        self.compose("build", "migrate", "operator")
        self.compose("up", "--detach", "--wait")

    def compose(self, *arguments: str, output: int | None = subprocess.PIPE, check: bool = True) -> str:
        """One compose command; what it wrote is in the error when it fails."""
        files = ("-f", "deploy/compose.yaml", "-f", "tests/compose/override.yaml")
        done = subprocess.run(
            ["docker", "compose", "-p", self.project, *files, *arguments],
            cwd=ROOT,
            env=self.kept,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"docker compose {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr[-3000:]}")
        return done.stdout

    def names(self) -> list[str]:
        """What is running, by the names in the compose file."""
        return sorted(self.compose("ps", "--services", "--status", "running").split())

    def kill(self, name: str) -> None:
        """`docker kill`, which no restart policy undoes."""
        self.compose("kill", name)

    def restart(self, name: str) -> None:
        self.compose("start", name)

    def wait_until_ready(self, *names: str) -> None:
        self.compose("exec", "-T", "gateway", "python", "-c", ARE_READY, *names)

    def operator(self, *arguments: str, check: bool = True) -> str:
        return self.compose("run", "--rm", "-T", "operator", *arguments, check=check)

    def remove(self) -> None:
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "20")


@contextmanager
def running_containers() -> Iterator[Containers]:
    """Everything from nothing; nothing is left of it afterwards but the image."""
    with tempfile.TemporaryDirectory(prefix="atrium-compose-") as folder:
        containers = Containers(Path(folder))
        try:
            containers.start()
            yield containers
        finally:
            containers.remove()
