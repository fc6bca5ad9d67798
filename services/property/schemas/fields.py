"""Kinds of fields that several of property's schemas share."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from kit.schemas import UNREADABLE, is_storable
from services.property.rules.meters import HIGHEST_READING


class Identifier(fields.UUID):
    """An id, kept as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return str(super()._deserialize(value, attr, data, **options))


class Sentence(fields.String):
    """Text without the blanks around it, of characters that can be stored; what is blank only is missing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not is_storable(text):
            raise ValidationError(UNREADABLE)
        return text.strip()


def sentence(longest: int = 64, **options: Any) -> Sentence:
    """A text of one to `longest` characters."""
    return Sentence(validate=validate.Length(1, longest), **options)


def word(kind: type[StrEnum], **options: Any) -> fields.Enum[Any]:
    """One of the words of `kind`, by its code."""
    return fields.Enum(kind, by_value=True, **options)


def two_places(value: Decimal) -> None:
    """Refuses a number with more than two decimal places."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2:
        raise ValidationError("At most 2 decimal places.")


def quantity(**options: Any) -> fields.Decimal:
    """A number that is not negative, of at most two decimal places; told as text so that no digit is lost."""
    within = validate.Range(Decimal(0), HIGHEST_READING)
    return fields.Decimal(allow_nan=False, as_string=True, validate=[within, two_places], **options)
