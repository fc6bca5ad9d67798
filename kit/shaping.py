"""Brings answers into their declared form: what marshmallow's `dump` does, worked out once per schema.

Marshmallow makes a schema's fields anew with each instance and asks each field how it is written at each value. An
answer of ours has a thousand values; here the asking is done once, and what is written is the same to the letter.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing
from marshmallow.utils import ensure_text_type, get_value

Write = Callable[[Any, Any], Any]


@cache
def instance_of(schema: type[Schema], many: bool = False) -> Schema:
    """The one instance of a schema, which loads and dumps for everybody."""
    return schema(many=many)


@cache
def dumper(schema: type[Schema], many: bool = False) -> Callable[[Any], Any]:
    """Does what `schema(many=many).dump` does."""
    return _dumper(instance_of(schema), many)


def _dumper(schema: Schema, many: bool) -> Callable[[Any], Any]:
    if _is_special(schema):
        return lambda thing: schema.dump(thing, many=many)
    one = _dumper_of_one(schema)
    return (lambda things: one(None) if things is None else [one(thing) for thing in things]) if many else one


def _is_special(schema: Schema) -> bool:
    """Whether a schema does more at dumping than write its fields, which is left to marshmallow."""
    acts = bool(schema._hooks["pre_dump"] or schema._hooks["post_dump"])
    return (
        acts
        or type(schema).get_attribute is not Schema.get_attribute
        or not all(field._CHECK_ATTRIBUTE for field in schema.dump_fields.values())
    )


def _dumper_of_one(schema: Schema) -> Callable[[Any], Any]:
    parts = [
        (name if field.data_key is None else field.data_key, field.attribute or name, field, _writer(name, field))
        for name, field in schema.dump_fields.items()
    ]

    def dump(thing: Any) -> dict[str, Any]:
        told = {}
        is_dict = type(thing) is dict
        for key, source, field, write in parts:
            value = thing[source] if is_dict and source in thing else get_value(thing, source, missing)
            if value is missing:
                value = field.dump_default() if callable(field.dump_default) else field.dump_default
                if value is missing:
                    continue
            told[key] = value if write is None else write(value, thing)
        return told

    return dump


def _writer(name: str, field: fields.Field[Any]) -> Write | None:
    """How a field's value is written, given it and the thing that it is of; none where it is written as it is."""
    serialize: Any = type(field)._serialize
    if serialize is fields.Field._serialize:
        return None
    if serialize is fields.String._serialize:
        return _text
    if serialize is fields.Nested._serialize:
        return _nested(field)
    if serialize is fields.List._serialize:
        return _list(name, field.inner)  # type: ignore[attr-defined]
    return lambda value, thing: field._serialize(value, name, thing)


def _text(value: Any, _thing: Any) -> str | None:
    return value if value is None or type(value) is str else ensure_text_type(value)


def _nested(field: Any) -> Write:
    """Of a schema that may name itself; so its own dumper is only made at the first value."""
    made: list[Callable[[Any], Any]] = []

    def write(value: Any, _thing: Any) -> Any:
        if value is None:
            return None
        if not made:
            made.append(_dumper(field.schema, field.schema.many or field.many))
        return made[0](value)

    return write


def _list(name: str, inner: fields.Field[Any]) -> Write:
    write = _writer(name, inner)
    if write is None:
        return lambda values, _: None if values is None else list(values)
    return lambda values, thing: None if values is None else [write(value, thing) for value in values]
