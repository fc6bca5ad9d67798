"""Examples for the documents, made from the schemas: a value for each field, its own example where it has one."""

from collections.abc import Mapping
from typing import Any

_BY_FORMAT = {
    "date": "2026-12-07",
    "date-time": "2026-12-07T09:00:00+08:00",
    "uuid": "018f3b6e-7c00-7000-8000-000000000001",
    "decimal": "100.00",
    "password": "correct horse 12",
}
_BY_TYPE: dict[str, Any] = {"string": "示例", "integer": 1, "number": 1, "boolean": True, "object": {}}


def example_of(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    """A value that fits `schema`; `known` are the schemas that references lead to, by name."""
    if "$ref" in schema:
        return example_of(known[schema["$ref"].rpartition("/")[2]], known)
    for word in ("example", "const", "default"):
        if schema.get(word) is not None:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("allOf", "anyOf", "oneOf"):
        if word in schema:
            return example_of(schema[word][0], known)
    return _of_type(schema, known)


def _of_type(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    kind = schema.get("type", "object")
    kind = next(one for one in kind if one != "null") if isinstance(kind, list) else kind
    if "properties" in schema:
        return {name: example_of(inner, known) for name, inner in schema["properties"].items()}
    if kind == "array":
        return [example_of(schema.get("items", {}), known)]
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), min(1, schema.get("maximum", 1)))
    if kind == "string" and "format" not in schema and "minLength" in schema:
        return _BY_TYPE["string"].ljust(schema["minLength"], "例")
    return _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE[kind])
