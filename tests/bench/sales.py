"""Sales control's board and lists as they grow, and the daily report from a million visits.

The board is a page of fifteen units as the service answers it, at 100 thousand units against 10 thousand: of one estate
of a thousand units for a clerk, of all estates for a director. The export is the owners' list as Excel; what it takes
of memory beside the file itself is the peak that Python traces, at 100 thousand rows against 10 thousand. The daily
report counts a million visits of a year by day, channel and medium, against the bare aggregate of the same rows.
"""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import text

from kit.caller import EVERY_ESTATE, Caller
from kit.clock import FixedClock, parse_moment
from kit.database import Database
from kit.doors import Call
from kit.runtime import Runtime
from kit.service import Service
from services.contracts.lists.deals import OWNERS
from services.contracts.service import Contracts
from services.leads.queries.dynamics import dynamics
from services.leads.rules.dynamics import By
from services.leads.service import Leads
from tests.bench.clones import connected
from tests.bench.growing import ESTATE, PER_ESTATE, id_of
from tests.bench.growth import timed
from tests.bench.paired import Comparison, Effort, compare, estimate
from tests.bench.place import Broken, Place
from tests.bench.rows import Row, times

TITLE = "Sales control: the board, the export, the daily report"
FEW, MANY, VISITS = 10_000, 100_000, 1_000_000
NOW = parse_moment("2026-12-07T09:00")
MEBIBYTE = 1024 * 1024
_PERMISSIONS = frozenset({"board.read", "sales_list.read"})
SOLD = f"""
INSERT INTO estates (id, name, timezone)
SELECT {ESTATE}, 'Estate ' || n, 'Asia/Shanghai' FROM generate_series(1, %(rows)s, {PER_ESTATE}) AS n;
INSERT INTO units (id, estate_id, estate_name, number, building, floor, area_built, area_usable, layout, state, deal_id,
  sale_price)
SELECT {id_of("unit", "n")}, {ESTATE}, 'Estate', chr(65 + n %% 4) || lpad(n::text, 7, '0'), chr(65 + n %% 4),
  n / 40 %% 25 + 1, 60 + n %% 90, 45 + n %% 90, '两室一厅', CASE WHEN n %% 5 = 0 THEN 'available' ELSE 'sold' END,
  CASE WHEN n %% 5 > 0 THEN {id_of("deal", "n")} END, 1000000 + n %% 1000 FROM generate_series(1, %(rows)s) AS n;
INSERT INTO deals (id, version, number, estate_id, unit_id, kind, state, has_unit, customer_id, customer_name,
  consultant_id, consultant, held_at, list_price, price, deposit, terms, is_on_site, discount_reason, closed_on)
SELECT {id_of("deal", "n")}, 1, 'RG-' || n, {ESTATE}, {id_of("unit", "n")}, 'sale', 'closed', n %% 5 > 0,
  {id_of("customer", "n")}, '客户 ' || n, {id_of("consultant", "n %% 30")}, '顾问', '2026-12-01', 1000000, 1000000,
  50000, '', true, '', '2026-12-01' FROM generate_series(1, %(rows)s) AS n;
"""
VISITED = f"""
INSERT INTO known_estates (id, name, zone) VALUES ({id_of("estate", "0")}, 'Estate', 'Asia/Shanghai');
INSERT INTO happenings (id, estate_id, kind, source_id, day, week, month, channel, medium, viewed, paid, dealt)
SELECT {id_of("happening", "n")}, {id_of("estate", "0")}, 'visit', {id_of("source", "n")}, day,
  date_trunc('week', day)::date, date_trunc('month', day)::date, (ARRAY['walk_in', 'phone', 'exhibition'])[1 + n %% 3],
  (ARRAY['网络', '报纸广告', '地铁广告', '路过', '朋友介绍'])[1 + n %% 5], n %% 2, 0, 0
FROM (SELECT n, '2026-01-01'::date + (n %% 365)::int AS day FROM generate_series(1, %(rows)s) AS n) AS visits;
"""


def filled(place: Place, service: type[Service], statements: str, rows: int) -> Runtime:
    """The service on a database with so many rows."""
    url = place.database(service)
    with connected(url) as connection:
        for statement in filter(str.strip, statements.split(";\n")):
            connection.execute(statement, {"rows": rows})
        connection.execute("VACUUM ANALYZE")
    database = Database(url)
    place.callback(database.close)
    return Runtime(service, database, FixedClock(NOW), {})


def somebody(*estates: str) -> Caller:
    return Caller("somebody", "somebody", "王芳", "sales_control", "clerk", (), _PERMISSIONS, frozenset(estates))


def run(place: Place, effort: Effort) -> list[Row]:
    many = max(effort.of(MANY), 2 * PER_ESTATE)
    few = max(many // (MANY // FEW), PER_ESTATE)
    small, large = (filled(place, Contracts, SOLD, rows) for rows in (few, many))
    with connected(large.database.url.render_as_string(hide_password=False)) as connection:
        ((estate,),) = connection.execute(f"SELECT {id_of('estate', '0')}::text")
    asked: dict[str, dict[str, object]] = {"the board, all of it": {}, "what is available": {"state": ["available"]}}
    askers = {"a clerk": somebody(estate), "a director": somebody(EVERY_ESTATE)}

    def grown(caller: Caller, body: dict[str, object]) -> Comparison:
        return compare(board(large, caller, body, effort), board(small, caller, body, effort), effort)

    rows = [
        times(f"{what}, {who}", grown(caller, body), "µs", at_most=1.5)
        for what, body in asked.items()
        for who, caller in askers.items()
    ]
    rows += exported(small, large, few, many, effort)
    leads = filled(place, Leads, VISITED, effort.of(VISITS))
    reported = compare(report(leads, estate), bare(leads, estate), effort)
    return [*rows, times("the daily report against the bare aggregate", reported, "µs", at_most=2.0)]


def board(runtime: Runtime, caller: Caller, asked: dict[str, object], effort: Effort) -> Callable[[], float]:
    def ask() -> None:
        reply = runtime.call(Call("list_board", caller, body={"limit": 15} | asked))
        if reply.status != 200 or len(reply.body["items"]) != 15:
            raise Broken(f"list_board: {reply}")

    return timed(ask, effort)


def exported(small: Runtime, large: Runtime, few: int, many: int, effort: Effort) -> list[Row]:
    twice = replace(effort, pairs=min(effort.pairs, 2))  # Memory is not another one where the machine is busy.
    memory = compare(lambda: taken(large, many), lambda: taken(small, few), twice)
    began = time.perf_counter()
    export(large, many)
    took = estimate([time.perf_counter() - began])
    return [
        times("memory of an export, beside the file", memory, "KiB", at_most=1.5),
        Row(f"an export of {many:,} rows", took, "s"),
    ]


def taken(runtime: Runtime, rows: int) -> float:
    """The most that an export holds of Python's memory at once, in KiB, less the file."""
    tracemalloc.start()
    try:
        size = export(runtime, rows)
        return (tracemalloc.get_traced_memory()[1] - size) / 1024
    finally:
        tracemalloc.stop()


def export(runtime: Runtime, rows: int) -> int:
    """Writes the owners' list; gives the size of the file."""
    with runtime.look(somebody(EVERY_ESTATE)) as work:
        file = OWNERS.export(work, {})
    if len(file) < 20 * rows:
        raise Broken(f"an export of {rows} rows has {len(file)} bytes")
    return len(file)


def report(runtime: Runtime, estate: str) -> Callable[[], float]:
    def ask() -> None:
        with runtime.look(somebody(estate)) as work:
            told = dynamics(work, date(2026, 1, 1), date(2026, 12, 31), By.DAY, estate)
        if not told["total"]["visits"]:
            raise Broken("the report counts no visits")

    return once(ask)


def bare(runtime: Runtime, estate: str) -> Callable[[], float]:
    """What the database takes for the same count, its rows fetched and nothing made of them."""
    asked = text(
        "SELECT day, channel, medium, kind, count(*), sum(viewed), sum(paid), sum(dealt) FROM happenings "
        "WHERE estate_id = :estate AND day BETWEEN '2026-01-01' AND '2026-12-31' GROUP BY day, channel, medium, kind"
    )

    def ask() -> None:
        with runtime.look() as work:
            work.session.execute(asked, {"estate": estate}).all()

    return once(ask)


def once(ask: Callable[[], None]) -> Callable[[], float]:
    """The microseconds of one answer, each of which takes seconds."""

    def turn() -> float:
        began = time.perf_counter()
        ask()
        return 1e6 * (time.perf_counter() - began)

    return turn
