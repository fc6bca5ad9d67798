"""What several doors of contracts share."""

from marshmallow import Schema, fields


class ReasonView(Schema):
    """A reason, in both languages."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()
    rule = fields.String(allow_none=True)
    field = fields.String(allow_none=True)


class ActView(Schema):
    """Something that could be done, and what stands against this caller doing it now."""

    act = fields.String()
    zh = fields.String()
    en = fields.String()
    reasons_against = fields.List(fields.Nested(ReasonView))


class WordView(Schema):
    """A word with its code and its names."""

    code = fields.String(attribute="value")
    zh = fields.String()
    en = fields.String()
