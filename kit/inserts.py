"""Inserts that say what is to happen where the row is there already, which each engine has in a dialect of its own."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}


def insert_into(asker: Session | Connection, table: Any) -> Any:
    """An insert into a table or a model, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    bind = asker.get_bind() if isinstance(asker, Session) else asker
    return _DIALECTS[bind.dialect.name].insert(table)


def on_each_engine(make: Callable[[Any], Any]) -> dict[str, Any]:
    """A statement for each engine by its name, put together once by `make(dialect)`.

    For what is asked at every event: to put a statement together takes longer than the database does for its answer.
    """
    return {name: make(dialect) for name, dialect in _DIALECTS.items()}


def up_to(last: Iterable[Sequence[Any]], taken: Counter[str]) -> dict[str, Iterator[int]]:
    """The numbers that were taken of each counter, one after the other; `last` are names with the last one taken."""
    return {name: iter(range(number - taken[name] + 1, number + 1)) for name, number in last}
