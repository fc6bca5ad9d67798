"""Tables to which rows are only ever added: the database itself refuses to change or remove one.

`refuse_changes(table)` marks a table; the triggers are put there when it is created from its metadata, and by `guard`
after every migration, since Alembic neither sees triggers nor keeps them when it rebuilds a table on SQLite.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, FromClause, MetaData, Table, event, inspect, text

_MARK, _WITHDRAWN = "append_only", "right_withdrawn"
_further: dict[Table, Callable[[str], Iterable[str]]] = {}
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation';
END $$
"""
# Tables whose owner may change them.
_CHANGEABLE = """
SELECT relname FROM pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner))) AS held
WHERE relnamespace = 'public'::regnamespace AND held.grantee = relowner
AND held.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
"""


def statements(table: str, dialect: str) -> tuple[str, ...]:
    """The SQL that makes `table` append-only on `dialect`, which is sqlite or postgresql; may be run twice."""
    if dialect == "postgresql":
        return (
            _FUNCTION,
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        )
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )


def refuse_changes(table: FromClause) -> None:
    """From its creation on, `table` (a Table, or a model's `__table__`) refuses every UPDATE, DELETE and TRUNCATE."""
    assert isinstance(table, Table)
    table.info[_MARK] = True

    @event.listens_for(table, "after_create")
    def put(table: Table, connection: Connection, **_: Any) -> None:
        _put(table, connection)


def withdraw_right(table: FromClause) -> None:
    """On PostgreSQL takes from the service's own role even the right to change the append-only `table`.

    No foreign key may point at it: to check one PostgreSQL asks for that right.
    """
    assert isinstance(table, Table)
    table.info[_WITHDRAWN] = True


def guard_besides(table: FromClause, make: Callable[[str], Iterable[str]]) -> None:
    """Wherever the append-only `table` gets its triggers, those of `make(dialect)` follow; it may be done twice."""
    assert isinstance(table, Table)
    _further[table] = make


def is_guarded(connection: Connection, metadata: MetaData) -> bool:
    """Whether every marked table has its trigger, and nobody a right that was withdrawn: none has to be locked then.

    On SQLite who migrates is alone, and it is not asked.
    """
    if connection.dialect.name != "postgresql":
        return False
    there = set(connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars())
    changeable = set(connection.execute(text(_CHANGEABLE)).scalars())
    marked = [table for table in metadata.tables.values() if table.info.get(_MARK)]
    return all(
        f"{table.name}_append_only" in there and not (table.info.get(_WITHDRAWN) and table.name in changeable)
        for table in marked
    )


def guard(connection: Connection, metadata: MetaData) -> None:
    """Puts the triggers on every marked table of `metadata` that the database has."""
    there = set(inspect(connection).get_table_names())
    for table in metadata.tables.values():
        if table.info.get(_MARK) and table.name in there:
            _put(table, connection)


def _put(table: Table, connection: Connection) -> None:
    dialect = connection.dialect.name
    further = _further[table](dialect) if table in _further else ()
    if table.info.get(_WITHDRAWN) and dialect == "postgresql":
        further = (*further, f"REVOKE UPDATE, DELETE, TRUNCATE ON {table.name} FROM CURRENT_USER")
    for statement in (*statements(table.name, dialect), *further):
        connection.exec_driver_sql(statement)
