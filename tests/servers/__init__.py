"""A RabbitMQ and a PostgreSQL for the tests: addresses in the environment, containers, local programs or apt-get.

The first of these that works is taken. `python -m tests.servers COMMAND…` starts both, runs the command with their
addresses in the environment, and stops them whatever happens. A bare `pytest` starts what its tests ask for by itself.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers import containers, programs
from tests.servers.server import NotAvailable, Server

__all__ = ["NotAvailable", "Servers"]
ADDRESSES = {
    "amqp": "ATRIUM_TEST_AMQP",
    "management": "ATRIUM_TEST_AMQP_MANAGEMENT",
    "postgres": "ATRIUM_TEST_POSTGRES",
}


@dataclass
class Servers:
    """The servers started so far; each is started at the first question for its address."""

    started: list[Server] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """The URL of `amqp`, `management` (RabbitMQ's HTTP API) or `postgres`. Raises NotAvailable."""
        if variable := os.environ.get(ADDRESSES[name]):
            return variable
        if name not in self.addresses:
            self._start("postgres" if name == "postgres" else "rabbitmq")
        return self.addresses[name]

    def _start(self, kind: str) -> None:
        ways: list[Callable[[str], Server]] = [containers.start, programs.start, programs.install_and_start]
        refusals = []
        for way in ways:
            try:
                server = way(kind)
            except NotAvailable as error:
                refusals.append(str(error))
                continue
            self.started.append(server)
            self.addresses |= server.addresses
            return
        raise NotAvailable(f"no {kind}: " + "; ".join(refusals))

    def environment(self) -> dict[str, str]:
        """The addresses as environment variables for a command that is to use these servers."""
        return {variable: self.address(name) for name, variable in ADDRESSES.items()}

    def stop(self) -> None:
        for server in reversed(self.started):
            server.stop()
        self.started.clear()
        self.addresses.clear()
