"""The wire form of every event of the house, as it is declared and as it is kept in `snapshots/`.

`python -m tests.wire.snapshots` writes them anew, when a change of the wire form is meant.
"""

import dataclasses
import json
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from gateway.house import all_services
from kit.bus.topology import exchange_of
from kit.events import ANY, Event, declared_events

FOLDER = Path(__file__).parent / "snapshots"
PLAIN = {
    str: ("text", "words"),
    int: ("whole number", 7),
    bool: ("yes or no", True),
    float: ("number", 0.5),
    Decimal: ("exact decimal in text", "12.50"),
    date: ("date", "2026-12-07"),
    datetime: ("moment with offset", "2026-12-07T09:00:00+08:00"),
}


def events() -> list[type[Event]]:
    """Every event that the house itself declares; the tests' own are left out."""
    all_services()
    return [kind for kind in declared_events() if kind.__module__.partition(".")[0] != "tests"]


def name_of(kind: type[Event]) -> str:
    return kind.type_from("any" if kind.service == ANY else kind.service)


def path_of(kind: type[Event]) -> Path:
    return FOLDER / f"{name_of(kind)}.json"


def described(kind: type[Event]) -> dict:
    """What listeners of other versions and other programs rely on: names, routing, fields, and one example."""
    speaker = "<service>" if kind.service == ANY else kind.service
    return {
        "type": kind.type_from(speaker),
        "exchange": exchange_of(speaker),
        "routing_key": kind.routing_key,
        "subject": f"{kind.about}/<{kind.key}>",
        "data": {field.name: _shape(field) for field in _fields(kind)},
        "example": _example(kind),
    }


def stored(kind: type[Event]) -> dict | None:
    path = path_of(kind)
    return json.loads(path.read_text("utf-8")) if path.exists() else None


@dataclasses.dataclass(frozen=True)
class _Field:
    name: str
    kind: typing.Any
    optional: bool


def _fields(kind) -> list[_Field]:
    hints = typing.get_type_hints(kind)
    return [_Field(field.name, hints[field.name], _is_optional(field)) for field in dataclasses.fields(kind)]


def _is_optional(field) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _shape(field: _Field):
    shape = _shape_of(field.kind)
    return {"may be missing": shape} if field.optional else shape


def _shape_of(kind):
    members = typing.get_args(kind)
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (inner,) = (member for member in members if member is not type(None))
        return {"or nothing": _shape_of(inner)}
    if typing.get_origin(kind) is tuple:
        return [_shape_of(members[0])]
    if typing.get_origin(kind) is dict or kind is dict:
        return {"any": "any"}
    if dataclasses.is_dataclass(kind):
        return {field.name: _shape(field) for field in _fields(kind)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"one of": [member.value for member in kind]}
    return PLAIN[kind][0]


def _example(kind):
    return {field.name: _example_of(field.kind) for field in _fields(kind)}


def _example_of(kind):
    members = typing.get_args(kind)
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return _example_of(next(member for member in members if member is not type(None)))
    if typing.get_origin(kind) is tuple:
        return [_example_of(members[0])]
    if typing.get_origin(kind) is dict or kind is dict:
        return {"any": "thing"}
    if dataclasses.is_dataclass(kind):
        return _example(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    return PLAIN[kind][1]


def write_all() -> None:
    """Writes every snapshot anew and removes those of events that are no more."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for kind in events():
        text = json.dumps(described(kind), ensure_ascii=False, indent=2)
        path_of(kind).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write_all()
