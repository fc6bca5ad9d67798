"""Turns frozen dataclasses into marshmallow schemas, so that events and doors share one validator.

Understood types: str, int, bool, float, Decimal, date, aware datetime, StrEnum, other dataclasses,
`tuple[T, ...]`, `dict[str, Any]`, and any of these `| None`.
"""

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

_PLAIN: dict[type, type[fields.Field[Any]]] = {
    str: fields.String,
    int: fields.Integer,
    bool: fields.Boolean,
    float: fields.Float,
    date: fields.Date,
    datetime: fields.AwareDateTime,
}


def _field(kind: Any, required: bool, default: Any) -> fields.Field[Any]:
    options: dict[str, Any] = {"required": required}
    if not required:
        options["load_default"] = default
    members = typing.get_args(kind)
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (kind,) = (member for member in members if member is not type(None))
        options["allow_none"] = True
    return _of_kind(kind, options)


def _of_kind(kind: Any, options: dict[str, Any]) -> fields.Field[Any]:
    if typing.get_origin(kind) is tuple:
        return fields.List(_of_kind(typing.get_args(kind)[0], {}), **options)
    if typing.get_origin(kind) is dict or kind is dict:
        return fields.Dict(keys=fields.String(), **options)
    if dataclasses.is_dataclass(kind):
        return fields.Nested(schema_of(typing.cast(type, kind)), **options)
    if kind is Decimal:
        return fields.Decimal(as_string=True, **options)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return fields.Enum(kind, by_value=True, **options)
    return _PLAIN[kind](**options)


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory
    return field.default


_schemas: dict[type, type[Schema]] = {}
_instances: dict[type, Schema] = {}


def schema_of(kind: type) -> type[Schema]:
    """The marshmallow schema class of a dataclass; what it loads is an instance of that class.

    Unknown fields are passed over, so that a newer speaker may say more than an older listener knows.
    """
    if kind not in _schemas:
        _schemas[kind] = _derive(kind)
    return _schemas[kind]


def _derive(kind: type) -> type[Schema]:
    hints = typing.get_type_hints(kind)
    members: dict[str, Any] = {}
    tuples = []
    for field in dataclasses.fields(kind):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        members[field.name] = _field(hints[field.name], required, None if required else _default(field))
        if isinstance(members[field.name], fields.List):
            tuples.append(field.name)

    @post_load
    def build(self: Schema, data: dict[str, Any], **_: Any) -> Any:
        return kind(
            **{name: tuple(value) if name in tuples and value is not None else value for name, value in data.items()}
        )

    members["build"] = build
    members["Meta"] = type("Meta", (), {"unknown": EXCLUDE})
    return type(kind.__name__, (Schema,), members)


def _instance(kind: type) -> Schema:
    if kind not in _instances:
        _instances[kind] = schema_of(kind)()
    return _instances[kind]


def to_wire(thing: Any) -> dict[str, Any]:
    """A dataclass instance as JSON-ready values."""
    return typing.cast(dict[str, Any], _instance(type(thing)).dump(thing))


def from_wire(kind: type, told: dict[str, Any]) -> Any:
    """The instance that `told` describes. Raises marshmallow's ValidationError."""
    return _instance(kind).load(told)
