"""Cursors: the place where a page of a list ended, as opaque text that comes back with the next question.

A cursor says which list, order and filters it belongs to; whatever was written by somebody else, for another list, or
does not fit the columns is refused before it reaches the database.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Dialect, Uuid

from kit.errors import Invalid
from kit.reasons import Reason
from kit.schemas import is_storable

LARGEST_WHOLE = 2**63 - 1


def mark_of(*what: Any) -> str:
    """A short mark of the list, order and filters that a cursor belongs to."""
    told = json.dumps(what, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def write(mark: str, place: Sequence[Any]) -> str:
    """The cursor of a place: the values of the sorting columns in the last row seen."""
    told = json.dumps([mark, *(_told(value) for value in place)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read(cursor: str, mark: str, columns: Sequence[Any], dialect: Dialect) -> list[Any]:
    """The values in a cursor, one per column. Raises Invalid for a cursor that is not ours."""
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if told[0] != mark or len(told) != len(columns) + 1:
            raise ValueError("another list's cursor")
        place = [_meant(value, column.type, dialect) for value, column in zip(told[1:], columns, strict=True)]
        if place[-1] is None:
            raise ValueError("the last column tells rows apart, and is never empty")
        return place
    except (ValueError, TypeError, KeyError, LookupError, RecursionError, ArithmeticError) as error:
        raise Invalid(
            Reason(
                "cursor",
                "翻页标记无效,请从第一页重新开始。",
                "This is no cursor of this list; start from its first page.",
                field="cursor",
            )
        ) from error


def _told(value: Any) -> Any:
    for name, (kind, tell, _) in _KINDS.items():
        if isinstance(value, kind):
            return [name, tell(value)]
    raise TypeError(f"a list cannot be sorted by a {type(value).__name__}")


def _meant(told: Any, column_type: Any, dialect: Dialect) -> Any:
    """The value told, if it is one that the column can hold; the column's own binding is the judge."""
    name, text = told
    value = _KINDS[name][2](text)
    if value is None:
        return None
    expected = getattr(column_type, "impl_instance", column_type).python_type
    if not isinstance(value, expected) and not (issubclass(expected, Enum) and isinstance(value, str)):
        raise ValueError(f"{name} where the column holds {expected.__name__}")
    if issubclass(expected, Enum):
        value = expected(value)
    if isinstance(column_type, Uuid):
        value = str(uuid.UUID(value))
    if (bind := column_type.dialect_impl(dialect).bind_processor(dialect)) is not None:
        bind(value)
    return value


def _text(told: Any) -> str:
    if not isinstance(told, str) or not is_storable(told):
        raise ValueError("no text")
    return told


def _whole(told: Any) -> int:
    if not isinstance(told, int) or abs(told) > LARGEST_WHOLE:
        raise ValueError("no whole number")
    return told


def _decimal(told: Any) -> Decimal:
    value = Decimal(_text(told))
    if not value.is_finite() or value.adjusted() > 18:
        raise ValueError("no decimal of ours")
    return value


def _nothing(told: Any) -> None:
    if told is not None:
        raise ValueError("nothing was meant")


# Each kind of value with how it is told and how it is read; the order matters, as a bool is an int and a moment a date.
_KINDS: Mapping[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "null": (type(None), lambda value: value, _nothing),
    "enum": (Enum, lambda value: value.value, _text),
    "bool": (bool, lambda value: value, lambda told: bool(_whole(told))),
    "int": (int, lambda value: value, _whole),
    "float": (float, repr, float),
    "decimal": (Decimal, str, _decimal),
    "moment": (datetime, datetime.isoformat, datetime.fromisoformat),
    "day": (date, date.isoformat, date.fromisoformat),
    "text": (str, lambda value: value, _text),
}
