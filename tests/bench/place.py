"""Where a bench runs: virtual hosts and databases of its own on the tests' servers, and the programs of both sides."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kit.service import Service
from tests.bus.conftest import database
from tests.conftest import house_databases, vhost
from tests.databases import with_tables
from tests.servers import Servers

ROOT = Path(__file__).parent.parent.parent
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


class Broken(Exception):
    """A side ended or answered with an error; the message is what it said last."""


class Side:
    """A program that does as it is told on its standard input, one JSON line an order, and answers in one line."""

    def __init__(self, python: Path | str, arguments: tuple[str, ...]) -> None:
        self.name = arguments[0]
        self.process = subprocess.Popen(
            [str(python), "-W", "ignore", "-m", *arguments],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.answer()

    def ask(self, do: str, **given: Any) -> Any:
        """Has it do something; gives the answer. Raises Broken."""
        self.send(do, **given)
        return self.answer()

    def send(self, do: str, **given: Any) -> None:
        """Has it begin something, whose answer is fetched with `answer` later."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """The answer to the oldest order not answered yet. Raises Broken."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Broken(f"{self.name} ended with status {self.process.wait(10)}")
        return json.loads(line)

    def close(self) -> None:
        """Ends it: politely by closing its input, and after ten seconds otherwise."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Place(ExitStack):
    """Everything a bench has had made goes with it."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers

    def broker(self) -> str:
        """The URL of a new virtual host."""
        return self.enter_context(vhost(self._servers))

    def database(self, service: type[Service] | None = None) -> str:
        """The URL of a new database, with the tables of a service where one is given."""
        url = self.enter_context(database(self._servers))
        return with_tables(url, service) if service else url

    def house(self, prefix: str) -> str:
        """The URL for a house that makes its databases itself."""
        return self.enter_context(house_databases(self._servers))(prefix)

    def ours(self, *arguments: str) -> Side:
        """A program of the house's own environment: a module and its arguments."""
        return self._side(sys.executable, arguments)

    def peer(self, *arguments: str) -> Side:
        """A program of the benches' environment."""
        return self._side(PEERS_PYTHON, arguments)

    def _side(self, python: Path | str, arguments: tuple[str, ...]) -> Side:
        side = Side(python, arguments)
        self.callback(side.close)
        return side
