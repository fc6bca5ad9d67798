"""Chains of rows: each carries the hash of the one before, so that one altered or removed with plain SQL is found.

A chained table has the columns `position`, `previous_hash` and `hash`; its rows are only ever added.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Table, insert, select
from sqlalchemy.orm import Session

from kit.database import lock


def add(session: Session, table: Table, values: Mapping[str, Any], alone: str) -> int:
    """Adds a row behind the last and gives its position.

    Whoever adds at the same time, under the same name `alone`, waits until this work is over.
    """
    lock(session, alone)
    connection = session.connection()
    last = connection.execute(_newest(table)).first()
    position = last.position + 1 if last else 1
    row = {**values, "position": position, "previous_hash": last.hash if last else ""}
    connection.execute(_adding(table), {**row, "hash": hash_of(table, row)})
    return position


# Put together once for each table: that takes longer than the database does for the answer.
@cache
def _newest(table: Table) -> Select[Any]:
    return select(table.c.position, table.c.hash).order_by(table.c.position.desc()).limit(1)


@cache
def _adding(table: Table) -> Insert:
    return insert(table)


def hash_of(table: Table, row: Mapping[str, Any]) -> str:
    """The hash of a row, over all its values and the hash of the row before."""
    told = {column.name: row.get(column.name) for column in table.c if column.name != "hash"}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def first_broken(session: Session, table: Table) -> int | None:
    """The position of the first row that was altered, or that follows one removed; None when the chain is whole."""
    previous, expected = "", 1
    every = select(table).order_by(table.c.position).execution_options(yield_per=500)
    with session.execute(every) as result:
        for row in result.mappings():
            if (
                row["position"] != expected
                or row["previous_hash"] != previous
                or hash_of(table, dict(row)) != row["hash"]
            ):
                return expected
            previous, expected = row["hash"], expected + 1
    return None
