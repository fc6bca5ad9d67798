"""A whole house as its users meet it: a process of its own, spoken to over HTTP only."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.server import free_port

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "walk-through-2026"
READY_WITHIN = 180.0
NOW = {"ATRIUM_NOW": "2026-12-07T09:00"}
# Filled in a minute before: a clock that is set begins anew at each start.
FILLED = {"ATRIUM_NOW": "2026-12-07T08:59", "ATRIUM_DEMO_PASSWORD": PASSWORD}


@dataclass
class Answer:
    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Person:
    """One logged-in user and their requests."""

    base: str
    token: str
    language: str = "zh"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request below /api/v1; whatever the status, an answer."""
        data, kind = (body, headers.pop("content_type")) if isinstance(body, bytes) else (None, "application/json")
        if body is not None and data is None:
            data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/api/v1{path}", method=method, data=data)
        given = {"Content-Type": kind, "Accept-Language": self.language, "Authorization": f"Bearer {self.token}"}
        for name, value in (given | headers).items():
            request.add_header(name.replace("_", "-"), value)
        return _send(request)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer
        return answer.body

    def do(self, path: str, body: Any = None, method: str = "POST", **headers: str) -> Any:
        """A write that must be accepted; carries an idempotency key of its own."""
        answer = self.ask(method, path, {} if body is None else body, Idempotency_Key=str(uuid.uuid4()), **headers)
        assert answer.status < 300, answer
        return answer.body

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes, kind: str) -> Any:
        body, content_type = multipart(fields, name, content, kind)
        answer = self.ask("POST", path, body, content_type=content_type)
        assert answer.status < 300, answer
        return answer.body


def multipart(fields: dict[str, str], name: str, content: bytes, kind: str) -> tuple[bytes, str]:
    """A form with a file, and the content type that says where its parts end."""
    boundary = uuid.uuid4().hex
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    parts.append(head.encode() + content + b"\r\n")
    mark = f"--{boundary}\r\n".encode()
    return mark + mark.join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def fetch(address: str, method: str = "GET") -> Answer:
    """One request by nobody in particular; whatever the status, an answer."""
    return _send(urllib.request.Request(address, method=method))


def _send(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return _read(response)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error)


def _read(response: Any) -> Answer:
    content = response.read()
    is_json = "json" in response.headers.get("Content-Type", "")
    return Answer(response.status, json.loads(content) if is_json and content else content, dict(response.headers))


@dataclass
class RunningHouse:
    """A started house; `log` is what it wrote."""

    base: str
    process: subprocess.Popen[bytes]
    log: Path
    people: dict[str, Person] = field(default_factory=dict)

    def as_(self, username: str) -> Person:
        """The user, logged in at the first call; one with a one-time password chooses `PASSWORD` in its place."""
        if username not in self.people:
            printed = self.printed_password(username)
            if printed != PASSWORD:
                beginner = self.log_in(username, printed)
                chosen = {"password": printed, "new_password": PASSWORD}
                beginner.do("/session/password", chosen, method="PUT")
            self.people[username] = self.log_in(username, PASSWORD)
        return self.people[username]

    def log_in(self, username: str, password: str) -> Person:
        request = urllib.request.Request(f"{self.base}/api/v1/session", method="POST")
        request.data = json.dumps({"username": username, "password": password}).encode()
        request.add_header("Content-Type", "application/json")
        answer = _send(request)
        assert answer.status in (200, 201), answer
        return Person(self.base, answer.body["token"])

    def printed_password(self, username: str) -> str:
        """What the house printed at its first start."""
        for line in self.log.read_text("utf-8").splitlines():
            words = line.split()
            if words[:1] == [username]:
                return words[1]
        raise AssertionError(f"no password was printed for {username}")

    def stop(self) -> None:
        """Stops the house as Ctrl-C does; one that is gone already is left alone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(120)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise

    def kill(self) -> None:
        """Ends the process at once, as a power cut would."""
        self.process.kill()
        self.process.wait(30)

    def is_ready(self) -> bool:
        try:
            return fetch(f"{self.base}/health/ready").status == 200
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running_house(folder: Path, **environment: str) -> Iterator[RunningHouse]:
    """Starts the house with its demo estate in `folder`, and stops it afterwards."""
    port = free_port()
    settings = {
        "ATRIUM_PORT": str(port),
        "ATRIUM_VAR": str(folder / "var"),
        "ATRIUM_LOG_LEVEL": "WARNING",
    } | environment
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
    folder.mkdir(exist_ok=True)
    log = folder / "house.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.cli", "run", "--demo"],
            cwd=ROOT,
            env=inherited | settings,
            stdout=output,
            stderr=output,
        )
    house = RunningHouse(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_for(house.is_ready, lambda: f"the house did not start:\n{log.read_text()[-3000:]}", process)
        yield house
    finally:
        house.stop()


def a_filled_folder(once: Path, folder: Path) -> Path:
    """A folder of an embedded house with its demo estate, one password for all its users.

    The first who asks fills it in, below `once`; everybody gets a copy, which takes a quarter of the time.
    """
    once.mkdir(exist_ok=True)
    filled = once / "filled"
    with (once / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            with running_house(once / "being filled", **FILLED):
                pass
            (once / "being filled").rename(filled)
    return Path(shutil.copytree(filled, folder))


def wait_for(
    condition: Callable[[], Any],
    told: Callable[[], str] = lambda: "",
    process: subprocess.Popen[bytes] | None = None,
    seconds: float = READY_WITHIN,
) -> Any:
    """Waits for a condition with a deadline and gives what it gave."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            raise AssertionError(told() or "the condition did not come true in time")
        time.sleep(0.05)
    return value
