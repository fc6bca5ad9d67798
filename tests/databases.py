"""Databases for tests, made once and used again: making forty tables takes fifty times as long as emptying them.

On SQLite each test gets a copy of a file with a service's tables. On PostgreSQL it gets a database of a pool, which is
emptied again afterwards; the sequences begin anew.
"""

import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy import URL

from kit.database import Database
from kit.ids import new_id
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


class SqliteCopies:
    """Files with the tables of a service, each a copy of the first one made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[type[Service], Path] = {}

    def take(self, service: type[Service], folder: Path) -> str:
        """A new file in `folder`."""
        if service not in self._made:
            first = self._folder / f"{new_id()}.db"
            with_tables(f"sqlite:///{first}", service)
            self._made[service] = first
        copy = folder / f"{new_id()}.db"
        shutil.copy(self._made[service], copy)
        return f"sqlite:///{copy}"


class PostgresPool:
    """Databases with the tables of a service, emptied for the next test."""

    def __init__(self, server: URL, on_server: Callable[[URL, str], object]) -> None:
        self._server, self._on_server = server, on_server
        self._free: dict[type[Service], list[str]] = defaultdict(list)
        self._made: list[str] = []

    def take(self, service: type[Service]) -> str:
        """The URL of a database that nobody else has until it is given back."""
        if self._free[service]:
            return self._url(self._free[service].pop())
        name = f"t{new_id().replace('-', '')}"
        self._on_server(self._server, f"CREATE DATABASE {name}")
        self._made.append(name)
        return with_tables(self._url(name), service)

    def give_back(self, service: type[Service], url: str) -> None:
        name = url.rpartition("/")[2]
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(_EMPTY)
        self._free[service].append(name)

    def drop(self) -> None:
        for name in self._made:
            self._on_server(self._server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)
