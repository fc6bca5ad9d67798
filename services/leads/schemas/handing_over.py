"""What crosses the doors of handing leads over."""

from marshmallow import Schema, fields

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence


class HandOverForm(Form):
    """Whose open leads at an estate go to whom, and why."""

    estate_id = Identifier(required=True)
    from_id = Identifier(required=True)
    to_id = Identifier(required=True)
    reason = sentence(500, required=True)


class HandOverQuery(ListQuery):
    """Which hand-overs: `consultant_id` gave or took, `q` looks in both names and the reason."""

    estate_id = Identifier()
    consultant_id = Identifier()


class HandOverView(Schema):
    """Leads that were handed over, how many, by whom and why; no registration and no claim changed with it."""

    id = fields.String()
    estate_id = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    from_id = fields.String()
    from_name = fields.String()
    to_id = fields.String()
    to_name = fields.String()
    count = fields.Integer()
    reason = fields.String()
    by = fields.String(attribute="by_name")


class HandedOverView(HandOverView):
    """What has just been handed over, and how much went with it.

    `viewings_left` are those to come that did not go along: they stay as they were, to be moved.
    """

    viewings = fields.Integer()
    viewings_left = fields.Integer()
    concessions = fields.Integer()
