"""Lists people keep an eye on (一览表): each is a live view with filters and pages, and goes out as Excel as filtered.

    UNSIGNED = LiveList(Sheet("unsigned", zh="未签约客户一览表", ...), Listing(...), rows=unsigned, as_row=...)

    class UnsignedDoors(ListDoors, live=UNSIGNED, query=UnsignedQuery, may="list.read", rules=("SALE-5", "SALE-8")):
        \"\"\"Who has not signed in time.\"\"\"

The doors are GET /lists/unsigned and GET /lists/unsigned/export. Each row has the `id` of what it tells of, the `link`
to its page, and `trace`, the correlation id of the request that made it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import Select

from kit.doors import Download, query
from kit.listing import Listing, ListQuery, page_of
from kit.sheets import Date, Number, Sheet, Whole
from kit.sheets.sheet import EXCEL
from kit.work import Work

EXPORT_DEADLINE = 60.0
Row = Mapping[str, Any]


@dataclass(frozen=True)
class LiveList:
    """What a list shows: `rows` selects, `as_row` makes a row of what was selected, by the sheet's column names.

    `words` are the columns whose values are a `Word`: a page shows code and both names, Excel the reader's.
    """

    sheet: Sheet
    listing: Listing
    rows: Callable[[Work, Row], Select[Any]]
    as_row: Callable[[Any], Row]
    words: tuple[str, ...] = ()

    def page(self, work: Work, asked: Row) -> dict[str, Any]:
        """One page of the list."""
        page = self.listing.page(work, self.rows(work, asked), asked)
        return page | {"items": [self._shown(self.as_row(one)) for one in page["items"]]}

    def export(self, work: Work, asked: Row) -> bytes:
        """The whole list as .xlsx, under the same filters; rows are fetched and written as they come."""
        language = work.caller.language
        found = self.listing.rows(work, self.rows(work, asked), asked)
        return self.sheet.export((self._told(self.as_row(one), language) for one in found), language)

    def _shown(self, row: Row) -> dict[str, Any]:
        named = {f"{name}_{language}": _name(row[name], language) for name in self.words for language in ("zh", "en")}
        return {**row, **named}

    def _told(self, row: Row, language: str) -> dict[str, Any]:
        return {**row, **{name: _name(row[name], language) for name in self.words}}

    def item(self) -> type[Schema]:
        """The schema of a row."""
        members: dict[str, Any] = {name: fields.String(allow_none=True) for name in ("id", "link", "trace")}
        for column in self.sheet.columns:
            members[column.name] = _field(column.kind)
        for name in self.words:
            members |= {f"{name}_{language}": fields.String(allow_none=True) for language in ("zh", "en")}
        return type(f"{_camel(self.sheet.name)}Item", (Schema,), members)


def _name(word: Any, language: str) -> str | None:
    return None if word is None else getattr(word, language)


def _field(kind: Any) -> Any:
    if isinstance(kind, Date):
        return fields.Date(allow_none=True)
    if isinstance(kind, Whole):
        return fields.Integer(allow_none=True)
    if isinstance(kind, Number):
        return fields.Decimal(as_string=True, allow_none=True)
    return fields.String(allow_none=True)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


class ListDoors:
    """The two doors of one live list, for a service to inherit beside `Service`; see the top of this module."""

    def __init_subclass__(
        cls,
        *,
        live: LiveList | None = None,
        query: type[ListQuery] | None = None,
        may: str = "",
        rules: tuple[str, ...] = (),
    ) -> None:
        super().__init_subclass__()
        if live is not None:
            name = live.sheet.name.replace("-", "_")
            for method, declare in _doors(live, query or ListQuery):
                method.__name__ = f"{method.__name__}_{name}"
                setattr(cls, method.__name__, declare(may=may, rules=(*rules, "GATE-5"))(method))


def _doors(live: LiveList, asked: type[ListQuery]) -> Iterator[tuple[Any, Callable[..., Any]]]:
    path, sheet = f"/lists/{live.sheet.name}", live.sheet

    def show(self: Any, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return live.page(work, body)

    def export(self: Any, work: Work, body: dict[str, Any]) -> Download:
        return Download(f"{sheet.title()}.xlsx", EXCEL, live.export(work, body))

    tags = ("lists",)
    yield show, partial(query, path, request=asked, answer=page_of(live.item()), zh=sheet.zh, en=sheet.en, tags=tags)
    yield (
        export,
        partial(
            query,
            f"{path}/export",
            request=asked,
            download=EXCEL,
            deadline=EXPORT_DEADLINE,
            zh=f"导出{sheet.zh}",
            en=f"Export: {sheet.en}",
            tags=tags,
        ),
    )
