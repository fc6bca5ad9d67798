"""Brings a service's database to the tables that the code expects, and says whether it is there.

Every database holds two sets of tables with a history each: the kit's and the service's own.
"""

import importlib
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import URL, Connection, MetaData, make_url, text
from sqlalchemy.exc import DBAPIError

import kit.audit
import kit.procedure.models
import kit.regular
import kit.sheets.importing  # noqa: F401
from kit import logs
from kit.append_only import guard, is_guarded
from kit.database import Database
from kit.runtime import lost_a_race
from kit.service import Service
from kit.tables import kit_metadata

log = logs.get(__name__)
HERE = Path(__file__).parent / "migrations"
ATTEMPTS = 5


@dataclass(frozen=True)
class TableSet:
    """One set of tables, the folder of its migrations, and the table that remembers how far it is."""

    name: str
    metadata: MetaData
    versions: Path
    version_table: str


def table_sets(service: type[Service]) -> list[TableSet]:
    """The kit's tables, and the service's own where it has any."""
    sets = [TableSet("kit", kit_metadata, HERE / "versions", "alembic_version_kit")]
    if service.metadata is not None:
        package = importlib.import_module(service.__module__.rpartition(".")[0])
        versions = Path(str(package.__file__)).parent / "migrations" / "versions"
        sets.append(TableSet(service.name, service.metadata, versions, "alembic_version"))
    return sets


def _config(tables: TableSet, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(tables.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(connection=connection, metadata=tables.metadata, version_table=tables.version_table)
    return config


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A connection in a transaction that no other process migrates beside."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('atrium.migrate'))"))
        yield connection
        connection.commit()
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def upgrade(service: type[Service], database: Database) -> None:
    """Brings both sets of tables up to date; nothing happens when they are, or when they are of a later version.

    A service that was rolled back runs on the later tables, which its successor only added to. People may be at work
    meanwhile: an upgrade that loses a deadlock with them is begun anew.
    """
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            return _upgrade(service, database)
        except DBAPIError as error:
            if not attempts_left or not lost_a_race(error):
                raise
            log.warning("the upgrade is begun anew", service=service.name, error=str(error).partition("\n")[0])


def _upgrade(service: type[Service], database: Database) -> None:
    with _alone(database) as connection:
        for tables in table_sets(service):
            if _is_ahead(tables, connection):
                log.warning("the tables are of a later version and stay so", service=service.name, tables=tables.name)
                continue
            before = _heads(tables, connection)
            command.upgrade(_config(tables, connection), "heads")
            if before != _heads(tables, connection) or not is_guarded(connection, tables.metadata):
                guard(connection, tables.metadata)


def downgrade(service: type[Service], database: Database, target: str = "base") -> None:
    """Takes the service's own tables, then the kit's, back to `target`."""
    with _alone(database) as connection:
        for tables in reversed(table_sets(service)):
            command.downgrade(_config(tables, connection), target)


def differences(service: type[Service], database: Database) -> list[object]:
    """What the database's tables differ in from the models; empty when they are the same."""
    found: list[object] = []
    with database.engine.connect() as connection:
        for tables in table_sets(service):

            def is_ours(_thing, name, kind, _reflected, _compared, tables=tables):  # type: ignore[no-untyped-def]
                return kind != "table" or name in tables.metadata.tables

            options = {"compare_type": True, "version_table": tables.version_table, "include_object": is_ours}
            with warnings.catch_warnings():  # What SQLite cannot have it is not looked for in.
                warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
                found += compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata)
    return found


def _is_ahead(tables: TableSet, connection: Connection) -> bool:
    """Whether a later version has migrated these tables: their last migration is one that nobody here knows."""
    there = {script.revision for script in ScriptDirectory.from_config(_config(tables)).walk_revisions()}
    return not there.issuperset(_heads(tables, connection))


def _heads(tables: TableSet, connection: Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"version_table": tables.version_table})
    return context.get_current_heads()


def is_current(service: type[Service], database: Database) -> bool:
    """Whether every migration has been applied; a later version may have applied more."""
    with database.engine.connect() as connection:
        return all(
            _is_ahead(tables, connection) or sorted(_heads(tables, connection)) == known(service)[tables.name]
            for tables in table_sets(service)
        )


def applied(service: type[Service], database: Database) -> dict[str, list[str]]:
    """The last migrations that a database has, by set of tables."""
    with database.engine.connect() as connection:
        return {tables.name: sorted(_heads(tables, connection)) for tables in table_sets(service)}


def known(service: type[Service]) -> dict[str, list[str]]:
    """The last migrations that there are, by set of tables."""
    return {
        tables.name: sorted(ScriptDirectory.from_config(_config(tables)).get_heads()) for tables in table_sets(service)
    }


def write_migration(service: type[Service], database: Database, set_name: str, message: str) -> None:
    """Writes a new migration from what the models have and `database`, which is up to date, has not."""
    with database.engine.connect() as connection:
        (tables,) = [tables for tables in table_sets(service) if tables.name == set_name]
        tables.versions.mkdir(parents=True, exist_ok=True)
        number = f"{len(list(tables.versions.glob('*.py'))) + 1:04d}"
        command.revision(
            _config(tables, connection), message, autogenerate=True, rev_id=number, version_path=str(tables.versions)
        )


def create_database(database: Database, admin_url: str | None = None, patience: float = 60.0) -> bool:
    """Creates the PostgreSQL database itself where it is missing and the role may; says whether it had to.

    A server that lets nobody in, or not this role, is waited for until `patience` seconds have passed: it may be
    starting, or the role be made at this moment. Then what went wrong is raised.

    With `admin_url`, of a role that may create roles and databases, the database's own role is made too, or given the
    password that `database` says: nobody else may then connect to the database.
    """
    if database.is_sqlite:
        Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
        return False
    url = make_url(admin_url) if admin_url else database.url.set(database="postgres")
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with _let_in(server, patience) as connection:
        if admin_url:
            _make_role(connection, database.url)
        created = _make_database(connection, str(database.url.database))
        if admin_url:
            _give_to(connection, database.url)
            _allow_in(connection, database.url)
    return created


def _let_in(server: str, patience: float) -> psycopg.Connection[Any]:
    deadline = time.monotonic() + patience
    while True:
        try:
            return psycopg.connect(server, autocommit=True, connect_timeout=5)
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise
            log.warning("the database server does not let us in yet", error=str(error).strip().partition("\n")[0])
            time.sleep(0.5)


def _make_database(connection: psycopg.Connection[Any], name: str) -> bool:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return True


def _make_role(connection: psycopg.Connection[Any], url: URL) -> None:
    """Makes the role, which is let in only once the database is its own."""
    name = str(url.username)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))


def _allow_in(connection: psycopg.Connection[Any], url: URL) -> None:
    """Gives the role its password. The server is sent, and may log, only what it keeps of it."""
    name = str(url.username)
    verifier = connection.pgconn.encrypt_password(str(url.password).encode(), name.encode(), b"scram-sha-256")
    password = sql.Literal(verifier.decode())
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), password))


def _give_to(connection: psycopg.Connection[Any], url: URL) -> None:
    """The database is the role's own, and closed to all others."""
    database, role = sql.Identifier(str(url.database)), sql.Identifier(str(url.username))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))  # Only so may it be given away.
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, role))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
