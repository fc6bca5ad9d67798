"""How much longer an answer takes with a million rows than with a thousand: the ratio of the two, in turns.

Rows of units, leases, inbox items, steps, registrations, outbox, inbox and audit trail lie in PostgreSQL; a thousand
units make an estate. A clerk works for one estate, a director for all. What is timed is the service's own answer,
without the way there and back: a page of fifteen units, of the inbox or of the register, all that is known of one
cause, one sweep for what is due. Of a verdict it is the time for each registration weighed, of many against ten.
"""

import time
from collections.abc import Callable
from statistics import median

from kit.bus import trace
from kit.caller import EVERY_ESTATE, Caller
from kit.clock import FixedClock, parse_moment
from kit.database import Database
from kit.doors import Call
from kit.procedure import mark_overdue
from kit.runtime import Runtime
from kit.service import Service
from services.leads.rules.attribution import Deal, attribute
from services.leads.rules.register import Registration
from services.leads.rules.words import Relation
from services.leads.service import Leads
from services.notify.service import Notify
from services.property.service import Property
from tests.bench.clones import connected
from tests.bench.growing import ESTATE, fill
from tests.bench.paired import Effort, compare
from tests.bench.place import Broken, Place
from tests.bench.rows import Row, times

TITLE = "Growth: a million rows against a thousand"
FEW, MANY = 1_000, 1_000_000
TURN = 40
NOW = parse_moment("2026-12-07T09:00")
PHONE = "13800000003"


class Size:
    """The services with so many rows, and who asks them."""

    def __init__(self, place: Place, rows: int) -> None:
        self.runtimes = {service.name: self._filled(place, service, rows) for service in (Property, Notify, Leads)}
        with connected(self.runtimes["property"].database.url.render_as_string(hide_password=False)) as connection:
            found = connection.execute(f"SELECT {ESTATE}::text FROM (SELECT 1 AS n) AS one").fetchone()
            assert found is not None
            self.estate = found[0]

    def _filled(self, place: Place, service: type[Service], rows: int) -> Runtime:
        url = place.database(service)
        fill(service.name, url, rows)
        database = Database(url)
        place.callback(database.close)
        return Runtime(service, database, FixedClock(NOW), {})

    def caller(self, rank: str) -> Caller:
        estates = {self.estate} if rank == "clerk" else {EVERY_ESTATE}
        permissions = frozenset({"unit.list", "inbox.read", "registration.read"})
        return Caller("somebody", "somebody", "王芳", "property", rank, (), permissions, frozenset(estates))

    def page(self, service: str, door: str, rank: str, **body: str) -> Callable[[], None]:
        """A page of fifteen, which even a thousand rows fill, as one of that rank sees it."""

        def ask() -> None:
            reply = self.runtimes[service].call(Call(door, self.caller(rank), body={"limit": 15} | body))
            if reply.status != 200 or len(reply.body["items"]) != 15:
                raise Broken(f"{door}: {reply}")

        return ask

    def trace(self) -> None:
        with self.runtimes["property"].look() as work:
            if sum(map(len, trace.of(work.session, "cause 50").values())) != 30:
                raise Broken("the trace is not whole")

    def sweep(self) -> None:
        with self.runtimes["property"].work() as work:
            mark_overdue(work)


def run(place: Place, effort: Effort) -> list[Row]:
    few, many = Size(place, FEW), Size(place, max(effort.of(MANY), 10 * FEW))
    questions: dict[str, Callable[[Size], Callable[[], None]]] = {
        "inbox list, a clerk": lambda size: size.page("notify", "list_inbox", "clerk"),
        "inbox list, a director": lambda size: size.page("notify", "list_inbox", "director"),
        "unit list, a clerk": lambda size: size.page("property", "list_units", "clerk"),
        "unit list, a director": lambda size: size.page("property", "list_units", "director"),
        "register by phone, a clerk": lambda size: size.page("leads", "list_registrations", "clerk", phone=PHONE),
        "register by phone, a director": lambda size: size.page("leads", "list_registrations", "director", phone=PHONE),
        "register, the newest, a director": lambda size: size.page("leads", "list_registrations", "director"),
        "what has lapsed, a clerk": lambda size: size.page("leads", "list_registrations", "clerk", state="expired"),
        "due-task sweep": lambda size: size.sweep,
        "trace": lambda size: size.trace,
    }
    told = [
        times(
            what,
            compare(timed(question(many), effort), timed(question(few), effort), effort),
            "µs",
            at_most=1.5,
        )
        for what, question in questions.items()
    ]
    ten = weighed(10, effort)
    verdicts = {most: compare(weighed(most, effort), ten, effort) for most in (100, 1000)}
    return told + [
        times(f"a verdict, each of {most:,} registrations against each of 10", verdict, "µs", at_most=1.5)
        for most, verdict in verdicts.items()
    ]


def weighed(most: int, effort: Effort) -> Callable[[], float]:
    """The median microseconds for each registration of a verdict that weighs so many, all valid on the deal's day."""
    on = NOW.date()
    customers = [f"customer {number}" for number in range(4)]
    relatives = [(), *(((customers[0], Relation.SON),) for _ in customers[1:])]
    register = [
        Registration(
            str(number),
            number,
            on,
            customers[number % 4],
            f"consultant {number % 30}",
            valid_from=on,
            relatives=relatives[number % 4],
        )
        for number in range(most)
    ]
    deal = Deal("deal", customers[0], "somebody else", on)
    turn = timed(lambda: attribute(deal, register), effort)
    return lambda: turn() / most


def timed(ask: Callable[[], None], effort: Effort) -> Callable[[], float]:
    """The median microseconds of some answers."""

    def turn() -> float:
        took = []
        for _ in range(effort.of(TURN)):
            began = time.perf_counter()
            ask()
            took.append(time.perf_counter() - began)
        return 1e6 * median(took)

    return turn
