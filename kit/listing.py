"""Lists at the doors: filter, search, sort and pages by cursor over any select (GATE-5).

    UNITS = Listing(
        columns={"number": Unit.number, "floor": Unit.floor}, key=Unit.id, default_sort="number",
        filters={"use": Unit.use, "floor_from": lambda floor: Unit.floor >= floor}, search=(Unit.number, Unit.layout),
    )
    UNITS.page(work, select(Unit).where(...), body)     # {"items": [...], "next": cursor or None, "total": int or None}
    UNITS.rows(work, select(Unit).where(...), body)     # the same filters, all rows, for an export

A page begins behind the last row of the page before, not at an offset, so rows that come and go meanwhile never make
another row appear twice or not at all. Rows without a value in the sorting column come last, in both directions.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import ColumnElement, Join, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import iterate

from kit import cursors
from kit.errors import Invalid
from kit.reasons import Reason
from kit.schemas import Form
from kit.work import Work

MOST_ITEMS = 100
_NOT_FILTERS = {"q", "sort", "cursor", "limit", "count"}


class ListQuery(Form):
    """What every list may be asked; subclasses add their filters as fields.

    `q` searches (every word has to be found), `sort` is a column's name or `-name`, `cursor` is the `next` of the page
    before, `limit` is 1 to 100, `count=true` adds the total.
    """

    q = fields.String(validate=validate.Length(max=100), metadata={"description": "搜索 / Search"})
    sort = fields.String(validate=validate.Length(max=64), metadata={"description": "排序 / Sort: name, -name"})
    cursor = fields.String(validate=validate.Length(max=2000), metadata={"description": "下一页 / Next page"})
    limit = fields.Integer(
        load_default=50, validate=validate.Range(1, MOST_ITEMS), metadata={"description": "每页 / Page size"}
    )
    count = fields.Boolean(load_default=False, metadata={"description": "总数 / Count all"})


@dataclass(frozen=True)
class _Order:
    """The one total order of a list: the sorting column, then the key.

    `is_filled` is whether every row has a value: an index then is the order, to be walked from wherever a page begins.
    """

    column: Any
    key: Any
    down: bool
    is_filled: bool

    def clauses(self) -> tuple[ColumnElement[Any], ...]:
        columns = (self.column.desc(), self.key.desc()) if self.down else (self.column.asc(), self.key.asc())
        return columns if self.is_filled else (columns[0].nulls_last(), columns[1])

    def behind(self, value: Any, key: Any) -> ColumnElement[bool]:
        """The rows that come after the one with this value and key."""
        later_key = self.key < key if self.down else self.key > key
        if value is None:
            return and_(self.column.is_(None), later_key)
        seen = literal(value, self.column.type)
        if self.is_filled:
            place, last = tuple_(self.column, self.key), tuple_(seen, literal(key, self.key.type))
            later = place < last if self.down else place > last
            # Where two tables tell the place, an index of one of them can only be entered at its own value.
            entry = self.column <= seen if self.down else self.column >= seen
            return later if _table_of(self.column) is _table_of(self.key) else and_(entry, later)
        later = self.column < seen if self.down else self.column > seen
        return or_(later, and_(self.column == seen, later_key), self.column.is_(None))


@dataclass(frozen=True)
class Listing:
    """How one kind of list may be filtered, searched and sorted.

    `columns` are those it may be sorted by, `key` the column that tells rows apart (never NULL). A filter is a column
    (equal to the value asked, or to one of several) or a function from that value to a condition. A statement that
    groups has to group by the key and the sorting columns too.
    """

    columns: Mapping[str, Any]
    key: Any
    default_sort: str
    filters: Mapping[str, Any | Callable[[Any], ColumnElement[bool]]] = field(default_factory=dict)
    search: Sequence[Any] = ()

    def page(self, work: Work, statement: Select[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """One page: `items` (what the statement selects: models, or rows), `next`, and `total` where `count` was asked.

        Raises Invalid for a column that does not sort and for a cursor that is not of this list, order and filter.
        """
        sort, order = self._order(statement, asked)
        filtered = self._filtered(statement, asked)
        limit = asked.get("limit", 50)
        mark = self._mark(sort, asked)
        turned = filtered
        if asked.get("cursor"):
            columns = (order.column, order.key)
            place = cursors.read(asked["cursor"], mark, columns, work.session.get_bind().dialect)
            turned = filtered.where(order.behind(*place))
        found = work.session.execute(_with_place(turned, order).limit(limit + 1)).all()
        rows = found[:limit]
        following = cursors.write(mark, rows[-1][-2:]) if len(found) > limit else None
        total = _count(work.session, filtered) if asked.get("count") else None
        return {"items": [_bare(row) for row in rows], "next": following, "total": total}

    def rows(self, work: Work, statement: Select[Any], asked: Mapping[str, Any], batch: int = 500) -> Iterator[Any]:
        """All rows of the same list, for an export, fetched `batch` at a time; cursor and limit do not count."""
        _, order = self._order(statement, asked)
        ordered = _with_place(self._filtered(statement, asked), order)
        for row in work.session.execute(ordered, execution_options={"yield_per": batch}):
            yield _bare(row)

    def _order(self, statement: Select[Any], asked: Mapping[str, Any]) -> tuple[str, _Order]:
        sort = asked.get("sort") or self.default_sort
        column = self.columns.get(sort.removeprefix("-"))
        if column is None:
            known = ", ".join(self.columns)
            raise Invalid(
                Reason(
                    "sort", f"不能按此排序,可选:{known}。", f"Cannot sort by this; there are: {known}.", field="sort"
                )
            )
        return sort, _Order(column, self.key, sort.startswith("-"), _is_filled(column, self.key, statement))

    def _filtered(self, statement: Select[Any], asked: Mapping[str, Any]) -> Select[Any]:
        for name, rule in self.filters.items():
            if (value := asked.get(name)) is not None:
                statement = statement.where(_condition(rule, value))
        words = unicodedata.normalize("NFKC", asked.get("q") or "").split()
        if words and not self.search:
            raise Invalid(Reason("q", "此列表不能搜索。", "This list cannot be searched.", field="q"))
        for word in words:
            statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in self.search)))
        return statement

    def _mark(self, sort: str, asked: Mapping[str, Any]) -> str:
        """What a cursor belongs to: this list in this order under these filters."""
        filters = {name: value for name, value in asked.items() if name not in _NOT_FILTERS}
        return cursors.mark_of(str(self.key), sort, asked.get("q") or "", filters)


def _table_of(column: Any) -> Any:
    return getattr(column.expression, "table", None)


def _is_filled(column: Any, key: Any, statement: Select[Any]) -> bool:
    """Whether the column is never empty: of the key's own table, or of one that no row of the list is without."""
    if getattr(column.expression, "nullable", True):
        return False
    return _table_of(column) is _table_of(key) or not any(
        join.isouter for source in statement.get_final_froms() for join in iterate(source) if isinstance(join, Join)
    )


def _condition(rule: Any, value: Any) -> ColumnElement[bool]:
    if callable(rule) and not hasattr(rule, "is_"):
        return rule(value)  # type: ignore[no-any-return]
    return rule.in_(value) if isinstance(value, list | tuple | set) else rule == value  # type: ignore[no-any-return]


def _count(session: Session, statement: Select[Any]) -> int:
    return session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()


def _with_place(statement: Select[Any], order: _Order) -> Select[Any]:
    """The statement in order, each row followed by the two values that tell its place."""
    placed = statement.add_columns(order.column.label("_at"), order.key.label("_key"))
    return placed.order_by(None).order_by(*order.clauses())


def _bare(row: Any) -> Any:
    """The row as the statement selects it: its one entity, or the row with its own names."""
    return row[0] if len(row) == 3 else row


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


@cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The answer schema of a page of `item`s: `items`, `next` (a cursor, or null on the last page) and `total`."""
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
        "total": fields.Integer(allow_none=True),
    }
    return type(f"{item.__name__.removesuffix('Schema')}Page", (Schema,), members)
