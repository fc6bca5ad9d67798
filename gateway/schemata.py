"""JSON Schemas of what the code validates with, for the documents: the same marshmallow classes, written out."""

from decimal import Decimal
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import make_schema_key, resolve_schema_instance
from marshmallow import Schema, fields

DECIMAL = r"^-?\d+(\.\d+)?$"
_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


class Schemata:
    """Collects schemas under names of their own; `speaking_of` names the service whose schemas come next."""

    def __init__(self, title: str, version: str, **options: Any) -> None:
        plugin = MarshmallowPlugin(schema_name_resolver=self._name)
        self.spec = APISpec(title=title, version=version, openapi_version="3.1.0", plugins=[plugin], **options)
        assert plugin.converter is not None
        self.converter: Any = plugin.converter
        self.converter.add_attribute_function(_exact_decimal)
        self.converter.add_attribute_function(_plain_default)
        self.service = ""
        self._taken: dict[str, Any] = {}

    def speaking_of(self, service: str) -> None:
        self.service = service

    def reference(self, schema: type[Schema], many: bool = False) -> dict[str, Any]:
        """A reference to the schema, which is written out when it is first asked for."""
        one: dict[str, Any] = self.converter.resolve_nested_schema(schema)
        return {"type": "array", "items": one} if many else one

    def parameters(self, schema: type[Schema]) -> list[dict[str, Any]]:
        """The schema's fields as parameters of a query string."""
        told: list[dict[str, Any]] = self.converter.schema2parameters(schema(), location="query")
        return told

    def _name(self, schema: Any) -> str:
        """The class's own name, or with its service's before it where two services use the same."""
        instance = resolve_schema_instance(schema)
        own, key = type(instance).__name__, make_schema_key(instance)
        candidates = [own, f"{self.service.title()}{own}", *(f"{self.service.title()}{own}{n}" for n in range(2, 20))]
        name = next(name for name in candidates if self._taken.get(name, key) == key)
        self._taken[name] = key
        return name


def _exact_decimal(self: Any, field: fields.Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Decimals travel as text, so that no cent is lost in a reader's floating point; their limits are told in words."""
    if not isinstance(field, fields.Decimal):
        return {}
    limits = {f"x-{name}": str(ret.pop(name)) for name in _OF_NUMBERS if name in ret}
    kind: Any = ["string", "null"] if field.allow_none else "string"
    return limits | {"type": kind, "format": "decimal", "pattern": DECIMAL}


def _plain_default(self: Any, field: fields.Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Defaults as they would be written in JSON."""
    default = ret.get("default")
    if default == "":
        ret.pop("default")
    if default in (None, "") or isinstance(default, str | int | float | bool | list | dict):
        return {}
    return {"default": str(default) if isinstance(default, Decimal) else field._serialize(default, "", None)}
