"""What crosses the doors about technicians."""

from marshmallow import Schema, fields

from kit.listing import ListQuery
from kit.schemas import Form
from services.engineering.schemas.fields import Identifier, trade


class TechnicianQuery(ListQuery):
    """Filters of the list of technicians."""

    on_duty = fields.Boolean()
    trade = trade()
    estate_id = Identifier()


class DutyForm(Form):
    """Whether a technician is on duty."""

    on_duty = fields.Boolean(required=True)


class SkillView(Schema):
    """A trade with a level from 1 to 5."""

    trade = fields.String()
    trade_zh = fields.String(attribute="trade.zh")
    trade_en = fields.String(attribute="trade.en")
    level = fields.Integer()


class AreaView(Schema):
    """A service area; `estate_id` is null until an estate of that name is opened."""

    text = fields.String()
    estate_id = fields.String(allow_none=True)
    building = fields.String(allow_none=True)
    lowest = fields.Integer(allow_none=True)
    highest = fields.Integer(allow_none=True)


class TechnicianView(Schema):
    """A technician; `in_hand` counts the work orders in hand."""

    id = fields.String()
    staff_number = fields.String()
    name = fields.String()
    history = fields.String()
    on_duty = fields.Boolean()
    person_id = fields.String(allow_none=True)
    skills = fields.List(fields.Nested(SkillView))
    areas = fields.List(fields.Nested(AreaView))
    in_hand = fields.Integer()
    version = fields.Integer()
