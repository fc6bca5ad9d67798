"""Runs Alembic for one set of tables of one database: the kit's, or a service's own. Called by kit.migrate only."""

from typing import Any

from alembic import context

attributes: dict[str, Any] = context.config.attributes


def is_ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Each database holds two sets of tables; each set's history knows only its own."""
    return kind != "table" or name in attributes["metadata"].tables


context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table=attributes["version_table"],
    include_object=is_ours,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
    user_module_prefix="kit.columns.",
)
context.run_migrations()
