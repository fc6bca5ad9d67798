"""One service's database: how it is opened, and how a transaction on it begins.

On SQLite a write transaction holds one lock per file, so that no other greenlet of the process waits for the file
inside SQLite, where waiting would stop everybody.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.orm import Session, sessionmaker

READS_ONLY = "reads only"
# Whoever asks at a door waits no longer than this for the whole answer.
PATIENCE = 5.0
# Connection lost, transaction rolled back for another's sake, no room, lock not to be had, shutting down, a standby.
_PASSING_STATES = ("08", "40", "53", "55P03", "57P", "25006")
_PASSING_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class Database:
    """An engine and its sessions. `url` is an SQLAlchemy URL of SQLite or PostgreSQL.

    An `engine` that is given was opened by another of these at the same URL.
    """

    def __init__(self, url: str, pool_size: int = 10, engine: Engine | None = None) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._write_lock = threading.Lock()
        self.engine = self._open(pool_size) if engine is None else engine
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, autoflush=True)

    def _open(self, pool_size: int) -> Engine:
        """The engine. Its errors go to logs and parked events, and name no values: those may be somebody's phone."""
        if self.is_sqlite:
            engine = create_engine(
                self.url,
                pool_size=pool_size,
                pool_timeout=PATIENCE,
                hide_parameters=True,
                connect_args={"check_same_thread": False, "timeout": 10},
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "reset", _leave_nothing_open)
            return engine
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=PATIENCE,
            pool_use_lifo=True,  # The one used last knows our statements already, and the server has it at hand.
            hide_parameters=True,
            connect_args={"application_name": "atrium"},
        )
        event.listen(engine, "checkout", _refuse_a_closed_one)
        event.listen(engine, "handle_error", _name_no_values)
        event.listen(engine, "reset", _leave_nothing_open)
        return engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in a write transaction; commits are the caller's, an exception rolls back.

        Raises TimeoutError when no connection comes free.
        """
        if not self.is_sqlite:
            with self._sessions() as session:
                _connect(session)
                yield session
            return
        with self._write_lock, self._sessions() as session:
            _connect(session).exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries only; it sees one snapshot and changes nothing. Raises TimeoutError as `writing` does.

        On PostgreSQL it ends with a commit, of nothing: at a rollback psycopg forgets what it had prepared, and every
        query would be planned anew.
        """
        with self._sessions(info={READS_ONLY: True}, autoflush=False) as session:
            if self.is_sqlite:
                _connect(session).exec_driver_sql("BEGIN")
                yield session
                session.rollback()
            else:
                _connect(session, isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield session
                session.expunge_all()
                session.commit()

    @contextmanager
    def glancing(self) -> Iterator[Session]:
        """A session for one query, which is a snapshot by itself: neither begun nor ended, it asks the server once."""
        with self._sessions(info={READS_ONLY: True}, autoflush=False) as session:
            _connect(session, **({} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}))
            yield session

    def close(self) -> None:
        self.engine.dispose()


_LOCK = text("SELECT pg_advisory_xact_lock(hashtext(:name))")


def lock(session: Session, name: str) -> None:
    """From here to the end of the transaction nobody else is past this name; on SQLite a writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_LOCK, {"name": name})


_WAIT_BRIEFLY = text("SET LOCAL lock_timeout = '200ms'")


def wait_briefly(session: Session) -> None:
    """From here to the end of the transaction a row that another one holds is waited for only briefly.

    For who can begin again with less: two that wait for each other would otherwise stand until the server looks for
    such circles, which it does after a second.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_WAIT_BRIEFLY)


def may_pass(error: BaseException) -> bool:
    """Whether an error is the database's trouble, which passes, and not that of what it was asked to do."""
    if isinstance(error, TimeoutError):
        return True
    if not isinstance(error, exc.DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING_CODES
    if state is not None:
        return bool(state.startswith(_PASSING_STATES))
    return error.connection_invalidated or isinstance(error, exc.OperationalError)


def _connect(session: Session, **options: Any) -> Connection:
    """The session's connection. Raises TimeoutError, as everything else does that is waited for in vain."""
    try:
        return session.connection(execution_options=options)
    except exc.TimeoutError as error:
        raise TimeoutError(str(error)) from error


def _name_no_values(context: Any) -> None:
    """PostgreSQL says below its first line which row or key was at fault, with all its values."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and "\nDETAIL:" in str(error.args[0]):
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _refuse_a_closed_one(connection: Any, record: Any, _fairy: Any) -> None:
    """Has the pool open new connections where the server has ended this one, and with it probably the others.

    What the server has said meanwhile has come in here: taking that in needs no question and no answer, which a ping
    at each transaction would. Its last words come in first, and the end after them.
    """
    import psycopg  # Only now: a process has to be made green before its driver is imported.

    try:
        for _ in range(2):
            connection.pgconn.consume_input()
    except psycopg.Error as error:
        raise exc.InvalidatePoolError() from error


def _leave_nothing_open(connection: Any, record: Any, _state: Any) -> None:
    """Ends a transaction that a failed commit has left open, which SQLAlchemy takes for over.

    Whoever gets the connection next would be inside of it.
    """
    if connection is None:
        return
    try:
        connection.rollback()  # Costs nothing where no transaction is open.
    except Exception as error:  # Whatever the driver says: a connection that cannot even do that is of no use.
        record.invalidate(error)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Leaves transactions to us, turns on write-ahead logging, foreign keys and full durability of commits."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
