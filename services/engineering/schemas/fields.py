"""Kinds of fields that several of engineering's schemas share."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.words import Trade


class Identifier(fields.UUID):
    """An id, kept as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return str(super()._deserialize(value, attr, data, **options))


class Sentence(fields.String):
    """Text without blanks around it; what is blank only is missing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return super()._deserialize(value, attr, data, **options).strip()


def sentence(longest: int, **options: Any) -> Sentence:
    return Sentence(validate=validate.Length(1, longest), **options)


def trade(**options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([trade.value for trade in Trade]), **options)


class ReasonView(Schema):
    """A reason, in both languages."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()
    rule = fields.String(allow_none=True)
