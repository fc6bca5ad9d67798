"""The faults that a soak throws, one after another, and the plan that a seed makes of them."""

import random
import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kit.crash import EXIT_STATUS, POINTS
from tests.faults.soak.history import History
from tests.faults.soak.house import SoakHouse
from tests.journeys.running import wait_for
from tests.journeys.spread import SERVICES
from tests.servers.server import Server

LINES = ("broker", "database")
RELAY_POINTS = [point for point in POINTS if point.startswith("relay.")]
# Where there is one: that on the path is Debian's, which runs as another user.
RABBITMQCTL = next((path for path in ("/usr/lib/rabbitmq/bin/rabbitmqctl",) if Path(path).exists()), "rabbitmqctl")
Fault = Callable[[], None]


@dataclass
class Nemesis:
    """Throws faults at a house; `lasting` is how long a hole or an alarm lasts, in seconds, a slow line half of that.

    `write` writes something through the gateway, and comes back when it is done; `is_loaded` says whether clients work.
    """

    house: SoakHouse
    broker: Server
    database: Server
    history: History
    lasting: float
    write: Callable[[], None]
    is_loaded: Callable[[], bool] = lambda: True
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def _thrown(self, kind: str, since: float, **about: object) -> None:
        """Waits until everybody is well again; what follows is another fault."""
        seconds = self.house.wait_until_well(since)
        self.recoveries[kind].append(seconds)
        self.history.write("nemesis", "ok", kind, {**about, "well again after": round(seconds, 2)})

    def kill_service(self, name: str, number: int) -> None:
        self.history.fault("service killed", name=name, copy=number)
        copy = self.house.of(name)[number]
        copy.kill()
        copy.start()
        self._thrown("service killed", copy.started, name=name)

    def crash_relay(self, name: str, point: str, hit: int) -> None:
        """Starts the service so that its relay dies at the point; the load brings it there, as long as there is any."""
        self.history.fault("relay crashed", name=name, point=point, hit=hit)
        first, *others = self.house.of(name)
        for copy in (first, *others):
            copy.kill()
        first.start(ATRIUM_CRASH=f"{point}:{hit}")
        process = first.process.process
        wait_for(
            lambda: process.poll() is not None or not self.is_loaded(),
            lambda: f"{name} did not come to {point}",
            seconds=900,
        )
        if process.poll() is None:
            first.kill()
        else:
            assert process.returncode == EXIT_STATUS, str(first)
        for copy in (first, *others):
            copy.start()
        self._thrown("relay crashed", first.started, name=name, point=point)

    def kill_broker(self, away: float) -> None:
        self.history.fault("broker killed", away=away)
        kill(self.broker, signal.SIGKILL)
        self._write_without_the_bus()
        self._begin_again(self.broker, away)
        self._thrown("broker killed", time.monotonic())

    def kill_database(self, away: float) -> None:
        self.history.fault("database killed", away=away)
        kill(self.database, signal.SIGQUIT)  # PostgreSQL's immediate shutdown.
        self._begin_again(self.database, away)
        self._thrown("database killed", time.monotonic())

    def _begin_again(self, server: Server, away: float) -> None:
        time.sleep(away)  # The fault itself: for so long nobody is there.
        assert server.again
        server.again()

    def _write_without_the_bus(self) -> None:
        began = time.monotonic()
        self.write()
        self.recoveries["a write while the broker is away"].append(time.monotonic() - began)

    def reset(self, name: str, what: str) -> None:
        self.history.fault(f"{what} connections reset", name=name)
        for copy in self.house.of(name):
            copy.proxies[what].cut()
        self._thrown(f"{what} connections reset", time.monotonic(), name=name)

    def swallow(self, name: str, what: str) -> None:
        self.history.fault(f"{what} connections swallowed", name=name, seconds=self.lasting)
        self._for_a_while(name, what, self.lasting, lambda proxy: proxy.swallow())
        self._thrown(f"{what} connections swallowed", time.monotonic(), name=name)

    def slow(self, name: str, what: str) -> None:
        self.history.fault(f"{what} connections slowed", name=name, seconds=self.lasting / 2)
        self._for_a_while(name, what, self.lasting / 2, lambda proxy: proxy.slow(0.05))
        self._thrown(f"{what} connections slowed", time.monotonic(), name=name)

    def _for_a_while(self, name: str, what: str, seconds: float, spoil: Callable) -> None:
        proxies = [copy.proxies[what] for copy in self.house.of(name)]
        for proxy in proxies:
            spoil(proxy)
        time.sleep(seconds)
        for proxy in proxies:
            proxy.mend()

    def alarm(self) -> None:
        """The broker takes nothing more, and keeps its connections."""
        self.history.fault("memory alarm", seconds=self.lasting)
        self._watermark("absolute", "1MB")
        self._write_without_the_bus()
        time.sleep(self.lasting)
        self._watermark("0.4")
        self._thrown("memory alarm", time.monotonic())

    def _watermark(self, *mark: str) -> None:
        asked = [RABBITMQCTL, "set_vm_memory_high_watermark", *mark]
        subprocess.run(asked, env=self.broker.environment, check=True, capture_output=True, timeout=600)


def kill(server: Server, sign: int) -> None:
    assert server.kill
    server.kill(sign)


def every_kind(nemesis: Nemesis, rng: random.Random, copies: int) -> list[Fault]:
    """Each kind of fault at each service, relay point and line, once, in an order of its own."""
    everybody = (*SERVICES, "gateway")
    faults: list[Fault] = [partial(nemesis.kill_broker, rng.uniform(0, 8)), nemesis.alarm]
    faults += [partial(nemesis.kill_database, rng.uniform(0, 5)) for _ in range(10)]
    for name in everybody:
        faults.append(partial(nemesis.kill_service, name, rng.randrange(copies)))
        faults += [partial(how, name, rng.choice(LINES)) for how in (nemesis.reset, nemesis.slow)]
    faults += [partial(nemesis.swallow, rng.choice(everybody), what) for what in LINES]
    for point in RELAY_POINTS:
        name = rng.choice(("property", "contracts", "finance", "notify"))
        faults.append(partial(nemesis.crash_relay, name, point, rng.choice([1, 5])))
    rng.shuffle(faults)
    return faults


def for_minutes(nemesis: Nemesis, rng: random.Random, copies: int, minutes: float) -> Iterator[Fault]:
    """Every kind of fault over and over, anew in another order, until the time is up."""
    ends = time.monotonic() + minutes * 60
    while True:
        for fault in every_kind(nemesis, rng, copies):
            if time.monotonic() > ends:
                return
            yield fault
            time.sleep(rng.uniform(0.5, 3))
