"""Tables to which rows are only ever added: the database itself refuses to change or remove one.

`refuse_changes(table)` puts the triggers there whenever the table is created from its metadata; a migration runs
`statements(table_name, dialect_name)` after creating the table, and drops nothing: the triggers go with the table.
On SQLite a migration that rebuilds the table (Alembic's batch mode) has to run them again.
"""

from typing import Any

from sqlalchemy import Connection, Table, event

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation';
END $$
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


def refuse_changes(table: Table) -> None:
    """From its creation on, `table` refuses every UPDATE, DELETE and TRUNCATE."""

    @event.listens_for(table, "after_create")
    def guard(table: Table, connection: Connection, **_: Any) -> None:
        for statement in statements(table.name, connection.dialect.name):
            connection.exec_driver_sql(statement)
