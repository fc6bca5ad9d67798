"""The base of the tables of contracts."""

from collections.abc import Iterator

from sqlalchemy import Index, text
from sqlalchemy.orm import DeclarativeBase

from kit.columns import metadata


class Base(DeclarativeBase):
    """The base of the tables of contracts."""

    metadata = metadata()


def sorting(table: str, *columns: str, key: str = "id", may_be_empty: bool = False) -> Iterator[Index]:
    """Indexes by which a list over all estates is sorted without being read whole, up and down.

    Downward, empty values come last too (GATE-5), which takes an index of its own; SQLite has none such.
    """
    for column in columns:
        yield Index(f"ix_{table}_by_{column}", column, key)
        if may_be_empty:
            down = text(f"{column} DESC NULLS LAST"), text(f"{key} DESC")
            yield Index(f"ix_{table}_by_{column}_down", *down).ddl_if(dialect="postgresql")
