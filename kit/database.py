"""One service's database: how it is opened, and how a transaction on it begins.

On SQLite a write transaction holds one lock per file, so that no other greenlet of the process waits for the file
inside SQLite, where waiting would stop everybody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session, sessionmaker

READS_ONLY = "reads only"


class Database:
    """An engine and its sessions. `url` is an SQLAlchemy URL of SQLite or PostgreSQL."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._write_lock = threading.Lock()
        self.engine = self._open(pool_size)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, autoflush=True)

    def _open(self, pool_size: int) -> Engine:
        if self.is_sqlite:
            engine = create_engine(
                self.url, pool_size=pool_size, connect_args={"check_same_thread": False, "timeout": 10}
            )
            event.listen(engine, "connect", _prepare_sqlite)
            return engine
        return create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            connect_args={"application_name": "atrium"},
        )

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in a write transaction; commits are the caller's, an exception rolls back."""
        if not self.is_sqlite:
            with self._sessions() as session:
                yield session
            return
        with self._write_lock, self._sessions() as session:
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries only; it sees one snapshot and never commits."""
        with self._sessions(info={READS_ONLY: True}, autoflush=False) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            else:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
            session.rollback()

    def close(self) -> None:
        self.engine.dispose()


def lock(session: Session, name: str) -> None:
    """From here to the end of the transaction nobody else is past this name; on SQLite a writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Leaves transactions to us, turns on write-ahead logging, foreign keys and full durability of commits."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
