"""Databases for tests, made once and used again: making forty tables takes fifty times as long as emptying them.

On SQLite each test gets a copy of a file with a service's tables. On PostgreSQL it gets a database of a pool, which is
emptied again afterwards; the sequences begin anew. A database whose tables a test has changed is not used again.
"""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
from alembic import command
from sqlalchemy import URL

from kit import migrate
from kit.clock import FixedClock
from kit.database import Database
from kit.ids import new_id
from kit.runtime import Runtime
from kit.service import Service
from kit.tables import kit_metadata

# Append-only tables refuse to be emptied, except to a session that only repeats what happened elsewhere.
_EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE one record;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', one.name);
    END LOOP;
    FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
    END LOOP;
END $$;
"""

# What a test may change beside the rows: columns, constraints, indexes, sequences, triggers and whether they fire.
_SHAPE = """
SELECT md5(string_agg(part, E'\\n' ORDER BY part)) FROM (
    SELECT format('%s %s', relname, relkind) AS part FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s %s %s', attrelid, attname, atttypid, attnotnull) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s', pg_get_triggerdef(pg_trigger.oid), tgenabled) FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts
"""


def create_tables(database: Database, service: type[Service]) -> None:
    """All tables that the models of a service say, and the kit's."""
    kit_metadata.create_all(database.engine)
    if service.metadata is not None:
        service.metadata.create_all(database.engine)


def with_tables(url: str, service: type[Service]) -> str:
    database = Database(url)
    create_tables(database, service)
    database.close()
    return url


def migrated(url: str, service: type[Service]) -> Database:
    """The database with the kit's tables as its migrations make them, and the service's as its models say."""
    database = Database(url)
    migrate.upgrade(service, database)
    create_tables(database, service)
    return database


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(_SHAPE).fetchone()
    assert row is not None
    return str(row[0])


class Opened:
    """Databases by their place: the next test at the same place meets an engine that has compiled our statements."""

    def __init__(self) -> None:
        self._known: dict[str, Database] = {}

    def at(self, url: str) -> Database:
        """The database, with an engine of its own to whoever listens in on it."""
        if url not in self._known:
            self._known[url] = Database(url)
        return Database(url, engine=self._known[url].engine.execution_options())


class SqliteCopies:
    """Files with the tables of a service, each a copy of the first one made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[type[Service], Path] = {}
        self._free: dict[type[Service], list[str]] = defaultdict(list)

    def take(self, service: type[Service]) -> str:
        """The URL of a file that nobody else has until it is given back."""
        if service not in self._made:
            first = self._folder / f"{new_id()}.db"
            with_tables(f"sqlite:///{first}", service)
            self._made[service] = first
        url = self._free[service].pop() if self._free[service] else f"sqlite:///{self._folder}/{new_id()}.db"
        shutil.copy(self._made[service], url.removeprefix("sqlite:///"))
        return url

    def give_back(self, service: type[Service], url: str) -> None:
        for part in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + part).unlink(missing_ok=True)
        self._free[service].append(url)


class PostgresPool:
    """Databases with the tables of a service, emptied for the next test."""

    def __init__(self, server: URL, on_server: Callable[[URL, str], object]) -> None:
        self._server, self._on_server = server, on_server
        self._free: dict[type[Service], list[str]] = defaultdict(list)
        self._made: list[str] = []
        self._shapes: dict[str, str] = {}

    def take(self, service: type[Service]) -> str:
        """The URL of a database that nobody else has until it is given back."""
        if self._free[service]:
            return self._url(self._free[service].pop())
        name = f"t{new_id().replace('-', '')}"
        self._on_server(self._server, f"CREATE DATABASE {name}")
        self._made.append(name)
        url = with_tables(self._url(name), service)
        with _connected(url) as connection:
            self._shapes[name] = _shape(connection)
        return url

    def give_back(self, service: type[Service], url: str) -> None:
        name = url.rpartition("/")[2]
        with _connected(url) as connection:
            connection.execute(_EMPTY)
            as_made = _shape(connection) == self._shapes[name]
        if as_made:
            self._free[service].append(name)

    def drop(self) -> None:
        for name in self._made:
            self._on_server(self._server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)


def back_and_up_again(service: type[Service], revision: str, database: Database) -> None:
    """Takes a service's own tables back to a revision and up again; tests make them without a history."""
    _, own = migrate.table_sets(service)
    with migrate._alone(database) as connection:
        config = migrate._config(own, connection)
        command.stamp(config, "head")
        command.downgrade(config, revision)
        command.upgrade(config, "head")


def taking(pool: SqliteCopies | PostgresPool) -> Iterator[Callable[[type[Service]], str]]:
    """Gives databases of a pool, which has them back after the test."""
    taken: list[tuple[type[Service], str]] = []

    def take(service: type[Service]) -> str:
        taken.append((service, pool.take(service)))
        return taken[-1][1]

    yield take
    for service, url in taken:
        pool.give_back(service, url)


def at_work(
    database_with: Callable[[type[Service]], str], opened: Opened, clock: FixedClock
) -> Iterator[Callable[[type[Service]], Runtime]]:
    """Puts services to work on databases of their own."""
    with ExitStack() as held:

        def make(service: type[Service], settings: object = None) -> Runtime:
            database = opened.at(database_with(service))
            held.callback(database.close)
            return Runtime(service, database, clock, settings)

        yield make
