"""Fixtures every test may ask for: a clock that stands still, databases of both kinds, a broker, services at work."""

import gc
import logging
import os
import re
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import NoReturn

import psycopg
import pytest
import structlog
from sqlalchemy import URL, make_url

from kit.clock import FixedClock
from kit.ids import new_id
from kit.runtime import Runtime
from kit.service import Service
from tests.databases import Opened, PostgresPool, SqliteCopies, at_work, taking
from tests.journeys.running import a_filled_folder
from tests.servers import NotAvailable, Servers

# What goes well is told at length where the house runs, and to nobody in a test.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

MONDAY_MORNING = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    started = Servers()
    yield started
    started.stop()


def address(servers: Servers, name: str) -> str:
    """The server's address; a test that cannot have one is reported as not run, which in CI is a failure."""
    try:
        return servers.address(name)
    except NotAvailable as error:
        not_run(error)


def not_run(
    error: object, instead: str = "install rabbitmq-server and postgresql, or give addresses (see README)"
) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(f"not run: {error}; {instead}")


@pytest.fixture(scope="session")
def pg_dump(servers: Servers) -> None:
    """PostgreSQL's client programs on this machine, of the server's version or a later one: no other can copy it."""
    ((version,),) = on_server(make_url(address(servers, "postgres")), "SHOW server_version_num")
    needed = int(str(version)) // 10_000
    told = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True).stdout if which("pg_dump") else ""
    found = re.search(r" (\d+)", told)
    if not found or int(found[1]) < needed:
        not_run(f"pg_dump {needed} is needed here, and there is {told.strip() or 'none'}", "install postgresql-client")


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[], Path]:
    """Makes folders of embedded houses with their demo estate; the estate is filled in once for all workers."""
    own = tmp_path_factory.getbasetemp()
    everybodys = (own if worker_id == "master" else own.parent) / "demo"
    return lambda: a_filled_folder(everybodys, tmp_path_factory.mktemp("filled") / "house")


@pytest.fixture
def clock() -> FixedClock:
    """Monday 7 December 2026, nine in the morning in Shanghai."""
    return FixedClock(MONDAY_MORNING)


def on_server(server: URL, statement: str) -> list[tuple[object, ...]]:
    """Runs one statement on the tests' PostgreSQL itself."""
    dsn = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def free_databases(servers: Servers) -> Iterator[list[str]]:
    """Databases that tests are done with, emptied for the next: creating one takes ten times as long as emptying it."""
    free: list[str] = []
    yield free
    for name in free:
        on_server(make_url(address(servers, "postgres")), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(servers: Servers, free_databases: list[str]) -> Iterator[Callable[[], str]]:
    """Makes empty databases on the tests' PostgreSQL; they are emptied after the test."""
    made: list[str] = []
    server = make_url(address(servers, "postgres"))

    def make() -> str:
        if free_databases:
            made.append(free_databases.pop())
        else:
            made.append(f"t{new_id().replace('-', '')}")
            on_server(server, f"CREATE DATABASE {made[-1]}")
        return server.set(database=made[-1]).render_as_string(hide_password=False)

    yield make
    for name in made:
        empty(server.set(database=name))
    free_databases += made


def empty(database: URL) -> None:
    """Ends whatever is still connected to a database, and drops everything in it."""
    ours = "datname = current_database() AND pid <> pg_backend_pid()"
    on_server(database, f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {ours}")
    on_server(database, "DROP SCHEMA public CASCADE")
    on_server(database, "CREATE SCHEMA public")


@contextmanager
def house_databases(servers: Servers) -> Iterator[Callable[[str], str]]:
    """Gives URLs for houses that create their databases themselves, `<prefix>_<service>`; dropped after the block."""
    server = make_url(address(servers, "postgres"))
    prefixes: list[str] = []

    def url(prefix: str) -> str:
        prefixes.append(prefix)
        return server.set(database=prefix).render_as_string(hide_password=False)

    yield url
    for prefix in prefixes:
        for (name,) in on_server(server, f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%'"):
            on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def postgres_server(servers: Servers) -> Iterator[Callable[[str], str]]:
    with house_databases(servers) as url:
        yield url


@contextmanager
def vhost(servers: Servers) -> Iterator[str]:
    """The URL of a new virtual host on the tests' RabbitMQ, for as long as the block lasts."""
    broker, management = address(servers, "amqp"), address(servers, "management")
    name = f"t{new_id().replace('-', '')}"
    ask_management(management, "PUT", f"/api/vhosts/{name}")
    ask_management(management, "PUT", f"/api/permissions/{name}/guest", b'{"configure":".*","write":".*","read":".*"}')
    yield urllib.parse.urlsplit(broker)._replace(path=f"/{name}").geturl()
    ask_management(management, "DELETE", f"/api/vhosts/{name}")


@pytest.fixture
def amqp_url(servers: Servers) -> Iterator[str]:
    """A virtual host of its own on the tests' RabbitMQ."""
    with vhost(servers) as url:
        yield url


def ask_management(management: str, method: str, path: str, body: bytes | None = None) -> bytes:
    """One request to RabbitMQ's HTTP API."""
    parts = urllib.parse.urlsplit(management)
    request = urllib.request.Request(f"http://{parts.hostname}:{parts.port}{path}", method=method, data=body)
    manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    manager.add_password(None, request.full_url, parts.username or "", parts.password or "")
    request.add_header("Content-Type", "application/json")
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(manager))
    with opener.open(request, timeout=20) as answer:
        content: bytes = answer.read()
        return content


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request) -> str:
    """A test that asks for a database runs once on each engine."""
    kind: str = request.param
    return kind


@pytest.fixture
def one_engine() -> str:
    """In place of `engine` in a module whose tests are about what people do, and ask nothing of a database."""
    return "sqlite"


@pytest.fixture
def database_url(engine, request, tmp_path) -> Callable[[], str]:
    """Makes new empty databases, without any table."""
    if engine == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/{new_id()}.db"
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory) -> SqliteCopies:
    return SqliteCopies(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgres_pool(servers) -> Iterator[PostgresPool]:
    pool = PostgresPool(make_url(address(servers, "postgres")), on_server)
    yield pool
    pool.drop()


@pytest.fixture
def database_with(engine, request) -> Iterator[Callable[[type[Service]], str]]:
    """Gives databases that have a service's tables and nothing in them: `database_with(Property)`."""
    yield from taking(request.getfixturevalue("sqlite_copies" if engine == "sqlite" else "postgres_pool"))


@pytest.fixture(scope="session")
def opened() -> Opened:
    return Opened()


@pytest.fixture
def runtime_of(database_with, opened, clock) -> Iterator[Callable[[type[Service]], Runtime]]:
    """Puts a service to work on a database of its own with all its tables: `runtime_of(Property)`."""
    yield from at_work(database_with, opened, clock)


@pytest.fixture
def runtime_on_sqlite(sqlite_copies, opened, clock) -> Iterator[Callable[[type[Service]], Runtime]]:
    """The same on SQLite alone, for what no database decides."""
    with contextmanager(taking)(sqlite_copies) as database_with:
        yield from at_work(database_with, opened, clock)


def pytest_collection_finish() -> None:
    """All that was imported and collected stays to the end: the collector of garbage need not look there again."""
    gc.collect()
    gc.freeze()
