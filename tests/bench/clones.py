"""Fills a database with copies of what is in it, made by the database itself: a thousand rows or a million.

A copy is a row like its original, but for its keys: each id becomes another id, the same wherever it is named, so that
what belonged together belongs together in the copy too; and each number that has to be unique gets the copy's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Copied:
    """Which rows of a table are copied. `ids` become others, `numbers` get the copy's number behind them."""

    table: str
    where: str
    ids: Sequence[str] = ("id",)
    numbers: Sequence[str] = ()
    changed: Sequence[tuple[str, str]] = ()


def connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def copy(connection: psycopg.Connection, rows: Sequence[Copied], first: int, last: int) -> None:
    """Makes the copies numbered `first` to `last` of all these rows, and has the planner count them."""
    for one in rows:
        connection.execute(_copying(connection, one), {"first": first, "last": last})
        connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(one.table)))


def id_of(original: str) -> sql.Composed:
    """The id that the copy numbered `n` has in place of an original's."""
    return sql.SQL("md5({}::text || ':' || n)::uuid").format(sql.SQL(original))


def _copying(connection: psycopg.Connection, one: Copied) -> sql.Composed:
    changed = dict(one.changed)
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
            " AND column_default IS DISTINCT FROM 'nextval(''' || table_name || '_position_seq''::regclass)'"
            " ORDER BY ordinal_position",
            [one.table],
        )
    ]
    values = [_value(name, one, changed) for name in columns]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS original,"
        " generate_series(%(first)s::bigint, %(last)s::bigint) AS n WHERE {where}"
    ).format(
        table=sql.Identifier(one.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
        where=sql.SQL(one.where),
    )


def _value(name: str, one: Copied, changed: dict[str, str]) -> sql.Composable:
    column = sql.Identifier("original", name)
    if name in changed:
        return sql.SQL(changed[name])
    if name in one.ids:
        return sql.SQL("md5({}::text || ':' || n)::uuid").format(column)
    if name in one.numbers:
        return sql.SQL("{} || '-' || n").format(column)
    return column
