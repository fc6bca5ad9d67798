"""Requests over HTTP as fast as they are answered, sent by wrk."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.ids import new_id
from tests.bench.place import ROOT, Broken, Place
from tests.journeys.running import wait_for
from tests.servers.programs import install

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass
class Requests:
    """Which requests are sent to `base`, a line each (method, path and body between tabs), under which log-ins.

    A run goes on where the run before has ended; after the last comes the first, unless what was done is done `once`.
    """

    base: str
    targets: Sequence[str]
    logins: Sequence[str]
    once: bool = False
    used: int = 0
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)

    def rate(self, clients: int, seconds: float) -> float:
        """Answers a second to so many clients, each of which asks anew once it is answered. Raises Broken."""
        told = self._sent(clients, seconds)
        answered = int(_found(r"(\d+) requests in", told))
        if wrong := re.findall(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", told):
            raise Broken(f"{self.base}: {'; '.join(wrong)}")
        if not answered:
            raise Broken(f"{self.base} answered nothing in {seconds} s")
        self.used += answered + clients
        return answered / float(_found(r"requests in ([\d.]+)s", told))

    def _sent(self, clients: int, seconds: float) -> str:
        folder = Path(self._folder.name)
        for name, lines in (("targets", self.targets), ("logins", self.logins)):
            if not (folder / name).exists():
                (folder / name).write_text("\n".join(lines) + "\n")
        told = {"LOAD_TARGETS": str(folder / "targets"), "LOAD_LOGINS": str(folder / "logins")}
        told |= {"LOAD_FROM": str(self.used), "LOAD_RUN": new_id(), "LOAD_ONCE": "yes" if self.once else "no"}
        asked = ["wrk", "-t1", f"-c{clients}", f"-d{max(round(seconds), 1)}s", "--timeout", "10s", "-s", str(SCRIPT)]
        done = subprocess.run([*asked, self.base], env=os.environ | told, capture_output=True, text=True, check=True)
        sys.stderr.write(done.stderr)
        return done.stdout


def _found(pattern: str, told: str) -> str:
    found = re.search(pattern, told)
    if found is None:
        raise Broken(f"wrk said nothing of {pattern}: {told}")
    return found[1]


def get_wrk() -> None:
    """Installs the driver where that may be done without asking."""
    if not shutil.which("wrk"):
        install("wrk")


def server(place: Place, python: Path | str, arguments: Sequence[str], answers: str, **environment: str) -> int:
    """Runs a program until the bench is over, once it answers at an address; gives its process id."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ATRIUM_", "PYTHONPATH"))}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    process = subprocess.Popen([str(python), *arguments], cwd=ROOT, env=inherited | environment, **quiet)
    place.callback(_end, process)
    wait_for(lambda: _listens(answers), lambda: f"{arguments} does not answer", process)
    return process.pid


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _listens(address: str) -> bool:
    asked = ["curl", "-s", "-o", "/dev/null", "--max-time", "5", address]
    return subprocess.run(asked, check=False).returncode == 0
