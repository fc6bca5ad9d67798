"""An SQLite file copied out and in by SQLite's own back-up."""

import sqlite3
from pathlib import Path

from kit.backup.copier import Busy
from kit.database import Database

PATIENCE = 2.0


class SqliteCopier:
    """Holds back every writer of the file; readers go on."""

    ending = "db"

    def __init__(self, database: Database) -> None:
        self.path = Path(str(database.url.database))
        self._open: list[sqlite3.Connection] = []

    def _connect(self) -> sqlite3.Connection:
        self._open.append(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None))
        return self._open[-1]

    def hold(self) -> None:
        self._holding = self._connect()
        try:
            self._holding.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise Busy(str(error)) from error

    def look(self) -> None:
        self._looking = self._connect()
        self._looking.execute("BEGIN")
        self._looking.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def let_go(self) -> None:
        self._holding.rollback()

    def write(self, path: Path) -> None:
        _copy(self._looking, path)

    def is_empty(self) -> bool:
        return not self.path.exists() or not self._connect().execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def read(self, path: Path) -> None:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as source:
            _copy(source, self.path)
        source.close()

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


def _copy(source: sqlite3.Connection, path: Path) -> None:
    target = sqlite3.connect(path)
    source.backup(target)
    target.close()
