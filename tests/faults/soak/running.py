"""A whole soak: servers of its own, the house filled and started, clients and faults side by side, then the verdict."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import make_url

from kit.ids import new_id
from tests.faults.soak.business import Business, Clients
from tests.faults.soak.clients import Desk
from tests.faults.soak.evidence import Evidence
from tests.faults.soak.faults import Fault, Nemesis
from tests.faults.soak.history import History
from tests.faults.soak.house import SoakHouse
from tests.faults.soak.outsider import Outsider
from tests.journeys.running import RunningHouse
from tests.journeys.spread import monday_morning, started
from tests.servers import NotAvailable, programs
from tests.servers.server import Server

# A quorum queue whose broker is killed within seconds of its declaration stays without a leader on RabbitMQ 3.10.
SETTLED_AFTER = 20.0
OUTCOMES = ("ok", "fail", "info")


@dataclass
class Soak:
    """One soak of a business. `plan` makes the faults of a nemesis; `copies` of every service run.

    As many `clients` work side by side, at no more than `most` pieces together. `quiet_within` is how many seconds they
    may take to their end after the last fault, and the house after them.
    """

    folder: Path
    seed: int
    business: Business
    copies: int
    clients: int
    most: int
    share: float
    lasting: float
    plan: Callable[[Nemesis, random.Random], Iterable[Fault]]
    quiet_within: float = 900.0
    figures: dict[str, str] = field(default_factory=dict)
    recoveries: dict[str, list[float]] = field(default_factory=dict)

    def run(self) -> dict[str, list]:
        """Everything; gives the findings."""
        with (
            local("rabbitmq") as broker,
            local("postgres") as database,
            self._house(broker, database) as house,
        ):
            history = History(self.folder / "history.jsonl")
            settled = time.monotonic() + SETTLED_AFTER
            self.business.fill(Desk(house.gateways, self.tokens, history, "seeding"), self.most)
            time.sleep(max(settled - time.monotonic(), 0))
            nemesis = Nemesis(house, broker, database, history, self.lasting, self.business.write)
            findings = self._under_faults(nemesis)
        return findings | {"ended": house.ended}

    @contextmanager
    def _house(self, broker: Server, database: Server) -> Iterator[SoakHouse]:
        """Fills in the demo estate and starts all processes; people log in before anything goes wrong."""
        url = make_url(database.addresses["postgres"]).set(database=f"h{new_id().replace('-', '')}")
        self.database = url.render_as_string(hide_password=False)
        amqp = broker.addresses["amqp"]
        clock = monday_morning()
        both = {"ATRIUM_AMQP_URL": amqp, "ATRIUM_DATABASE_URL": self.database}
        demo = started(self.folder, ("demo",), both | clock)
        assert demo.process.wait(900) == 0, demo.log.read_text("utf-8")[-3000:]
        house = SoakHouse(self.folder, amqp, self.database, self.copies, **clock)
        try:
            house.wait_until_well(time.monotonic())
            front = RunningHouse(house.gateways[0], demo.process, demo.log)
            self.tokens = {name: front.as_(name).token for name in self.business.people}
            yield house
        finally:
            house.stop()

    def _under_faults(self, nemesis: Nemesis) -> dict[str, list]:
        history, evidence = nemesis.history, Evidence(self.dsn_of, self.business)
        desks = [Desk(nemesis.house.gateways, self.tokens, history, number) for number in range(self.clients)]
        clients = Clients(desks, self.business, self.seed, self.most)
        outsider = Outsider(
            nemesis.broker.addresses["amqp"], self.dsn_of, history, random.Random(self.seed), self.share
        )
        nemesis.is_loaded = clients.are_at_work
        stopped = []
        try:
            for fault in self.plan(nemesis, random.Random(self.seed)):
                fault()
        except AssertionError as error:
            stopped.append(str(error))
        ended_in_time = clients.finish(self.quiet_within)
        outsider.stop()
        quiet = time.monotonic() + self.quiet_within
        while (evidence.lying() or evidence.under_way(outsider.confirmed)) and time.monotonic() < quiet:
            time.sleep(0.5)
        findings = evidence.findings(history.said, outsider.confirmed, outsider.perhaps)
        self._note(history, clients, nemesis)
        history.close()
        unfinished = clients.failures + ([] if ended_in_time else ["clients were still waiting"])
        return findings | {"unfinished": unfinished, "broken answers": history.broken, "not well again": stopped}

    def dsn_of(self, service: str) -> str:
        url = make_url(self.database)
        return url.set(drivername="postgresql", database=f"{url.database}_{service}").render_as_string(
            hide_password=False
        )

    def _note(self, history: History, clients: Clients, nemesis: Nemesis) -> None:
        self.recoveries = dict(nemesis.recoveries)
        self.figures = {
            "seed": str(self.seed),
            f"{self.business.name} begun / finished": f"{clients.begun} / {clients.finished}",
            "requests done / refused / asked again": " / ".join(
                str(history.outcomes[it]) for it in ("ok", "fail", "info")
            ),
        }
        self.figures |= {kind: str(times) for kind, times in sorted(history.faults.items())}

    def summary(self, findings: dict[str, list]) -> str:
        """The table at the end of a run."""
        lines = [f"{what:<42}{told}" for what, told in self.figures.items()]
        lines += [
            f"{f'seconds: {kind}':<42}median {median(seconds):5.1f} s   longest {max(seconds):5.1f} s"
            for kind, seconds in sorted(self.recoveries.items())
        ]
        lines += [f"FINDING {what}: {one}" for what, ones in findings.items() for one in ones]
        return "\n".join([*lines, f"findings: {sum(map(len, findings.values()))}"])


@contextmanager
def local(kind: str) -> Iterator[Server]:
    """A server that may be killed: a program of this machine, or from apt-get where it is missing.

    Raises NotAvailable.
    """
    try:
        server = programs.start(kind)
    except NotAvailable:
        server = programs.install_and_start(kind)
    try:
        yield server
    finally:
        server.stop()
