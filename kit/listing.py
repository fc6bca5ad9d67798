"""Lists at the doors: filter, search, sort and pages by cursor over any select (GATE-5).

UNITS = Listing(
    columns={"number": Unit.number, "floor": Unit.floor}, key=Unit.id, default_sort="number",
    filters={"use": Unit.use, "floor_from": lambda floor: Unit.floor >= floor}, search=(Unit.number, Unit.layout),
)
UNITS.page(work, select(Unit).where(...), body)     # {"items": [...], "next": cursor or None, "total": int or None}
UNITS.rows(work, select(Unit).where(...), body)     # the same filters, all rows, for an export
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import ColumnElement, Select

from kit.schemas import Form
from kit.work import Work

MOST_ITEMS = 100


class ListQuery(Form):
    """What every list may be asked: `q` searches, `sort` is a column or `-column`, `count=true` adds the total.

    Subclasses add their filters as fields.
    """

    q = fields.String(validate=validate.Length(max=100), metadata={"description": "搜索 / search"})
    sort = fields.String(validate=validate.Length(max=64))
    cursor = fields.String(validate=validate.Length(max=2000))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST_ITEMS))
    count = fields.Boolean(load_default=False)


@dataclass(frozen=True)
class Listing:
    """How one kind of list may be filtered, searched and sorted."""

    columns: Mapping[str, Any]
    key: Any
    default_sort: str
    filters: Mapping[str, Any | Callable[[Any], ColumnElement[bool]]] = field(default_factory=dict)
    search: Sequence[Any] = ()

    def page(self, work: Work, statement: Select[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def rows(self, work: Work, statement: Select[Any], asked: Mapping[str, Any], batch: int = 500) -> Iterator[Any]:
        raise NotImplementedError


def page(
    work: Work,
    statement: Select[Any],
    *,
    columns: Mapping[str, Any],
    asked: Mapping[str, Any],
    default_sort: str,
    key: Any,
    filters: Mapping[str, Any] | None = None,
    search: Sequence[Any] = (),
) -> dict[str, Any]:
    """One page of a list declared on the spot; see `Listing.page`."""
    return Listing(columns, key, default_sort, filters or {}, search).page(work, statement, asked)


def page_of(item: type[Schema]) -> type[Schema]:
    """The answer schema of a page of `item`s: items, next, total."""
    raise NotImplementedError
