"""The house of a soak: a process per service and copy behind proxies of its own, each looked after and started anew."""

import signal
import threading
import time
import urllib.error
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from kit.crash import EXIT_STATUS
from tests.faults.proxy import Proxy, before
from tests.journeys.running import RunningHouse, fetch, wait_for
from tests.journeys.spread import SERVICES, started
from tests.servers.server import free_port

# Long enough for a machine on which nothing else is let through; how long it took is told, and judged elsewhere.
WELL_WITHIN = 900.0
SECRET = "only the processes of this house know it"


class Copy:
    """One process of one service. `expected` says that its end, should it come, is our doing."""

    def __init__(self, name: str, port: int, amqp: str, database: str, start: Callable[..., RunningHouse]) -> None:
        self.name, self.port = name, port
        self.broker, self.amqp = before(amqp)
        self.store, self.database = before(database)
        self._changing = threading.Lock()
        self._start = start
        self.start()

    def start(self, **settings: str) -> None:
        own = {"ATRIUM_PORT": str(self.port), "ATRIUM_AMQP_URL": self.amqp, "ATRIUM_DATABASE_URL": self.database}
        with self._changing:
            self.process = self._start(("run", self.name), own | settings)
            self.expected = "ATRIUM_CRASH" in settings
            self.started = time.monotonic()

    def kill(self) -> None:
        with self._changing:
            self.expected = True
            self.process.kill()

    def ended_by_itself(self) -> int | None:
        """The status of a process that has ended without our doing."""
        with self._changing:
            return None if self.expected else self.process.process.poll()

    def is_well(self) -> bool:
        """Whether it can serve and the bus is reached."""
        try:
            ready = fetch(f"{self.process.base}/health/ready").status == 200
            figures = fetch(f"{self.process.base}/metrics").body.decode() if ready else ""
        except (urllib.error.URLError, OSError, HTTPException):
            return False
        return "\natrium_broker_up 1.0\n" in figures

    def __str__(self) -> str:
        return f"{self.name}, whose log ends with {self.process.log.read_text('utf-8')[-1500:]}"

    @property
    def proxies(self) -> dict[str, Proxy]:
        return {"broker": self.broker, "database": self.store}


class SoakHouse:
    """All processes; one that ends without our doing is noted, and started anew as a supervisor would."""

    def __init__(self, folder: Path, amqp: str, database: str, copies: int, **settings: str) -> None:
        self.folder = folder
        self.ended: list[str] = []
        places = [(name, free_port()) for name in (*SERVICES, "gateway") for _ in range(copies)]
        direct = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in places if name != "gateway")
        self.settings = settings | {"ATRIUM_DIRECT": direct, "ATRIUM_DIRECT_SECRET": SECRET}
        self.copies = [Copy(name, port, amqp, database, self._start) for name, port in places]
        self._stop = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _start(self, arguments: tuple[str, ...], settings: dict[str, str]) -> RunningHouse:
        return started(self.folder, arguments, self.settings | settings)

    @property
    def gateways(self) -> list[str]:
        return [copy.process.base for copy in self.copies if copy.name == "gateway"]

    def of(self, name: str) -> list[Copy]:
        return [copy for copy in self.copies if copy.name == name]

    def wait_until_well(self, since: float, seconds: float = WELL_WITHIN) -> float:
        """Waits until every process has been found serving on the bus; gives how long that was from `since`."""
        ill = list(self.copies)

        def are_well() -> bool:
            ill[:] = [copy for copy in ill if not copy.is_well()]
            return not ill

        wait_for(are_well, lambda: "\n".join(map(str, ill)), seconds=seconds)
        return time.monotonic() - since

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            for copy in self.copies:
                if (status := copy.ended_by_itself()) is not None:
                    self.ended.append(f"ended with {status}: {copy}")
                    copy.start()

    def stop(self) -> None:
        """Ends all as an operator would; one that does not end well is noted."""
        self._stop.set()
        self._watching.join()
        for copy in self.copies:
            if copy.process.process.poll() is None:
                copy.process.process.send_signal(signal.SIGTERM)
        for copy in self.copies:
            status = copy.process.process.wait(60)
            if status != 0 and not (copy.expected and status in (-signal.SIGKILL, EXIT_STATUS)):
                self.ended.append(f"did not stop well, but with {status}: {copy}")
        for copy in self.copies:
            for proxy in copy.proxies.values():
                proxy.close()
