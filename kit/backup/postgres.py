"""A PostgreSQL database copied out and in by PostgreSQL's own programs."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from kit.backup.copier import Busy, NotPossible
from kit.database import Database, may_pass

# A worker has its event's row before it asks for anything else, and a command its audit line last: the same order here.
_HOLD = (text("SET LOCAL lock_timeout = '2s'"), text("LOCK TABLE inbox, audit_lines IN SHARE MODE"))
_LOOK = text("SELECT pg_export_snapshot()")
_MISSING = "{} is not installed here: install PostgreSQL's client programs (Debian: postgresql-client)."


class PostgresCopier:
    """Holds back whoever hears or acts by locks on the tables which each of them writes to; readers go on."""

    ending = "dump"

    def __init__(self, database: Database) -> None:
        self.database = database
        self._holding = database.engine.connect()
        self._looking = database.engine.connect().execution_options(isolation_level="REPEATABLE READ")
        self._snapshot = ""

    def hold(self) -> None:
        try:
            for statement in _HOLD:
                self._holding.execute(statement)
        except DBAPIError as error:
            if may_pass(error):
                raise Busy(str(error.orig).partition("\n")[0]) from error
            raise

    def look(self) -> None:
        self._snapshot = self._looking.execute(_LOOK).scalar_one()

    def let_go(self) -> None:
        self._holding.rollback()

    def write(self, path: Path) -> None:
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self._snapshot}"]
        self._run("pg_dump", *options, f"--file={path}")

    def is_empty(self) -> bool:
        return not inspect(self.database.engine).get_table_names()

    def read(self, path: Path) -> None:
        self._run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(path))

    def close(self) -> None:
        self._holding.close()
        self._looking.close()

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs on this database; its password is told where no list of processes shows."""
        found = shutil.which(program)
        if found is None:
            raise NotPossible(_MISSING.format(program))
        url = self.database.url.set(drivername="postgresql")
        secret = {"PGPASSWORD": url.password} if url.password else {}
        where = url._replace(password=None).render_as_string()
        ran = subprocess.run(  # noqa: S603 - a program of PostgreSQL's own, with no shell between.
            [found, f"--dbname={where}", *arguments],
            env=os.environ | secret,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise NotPossible(f"{program} on {url.database}: {ran.stderr.strip()}")
