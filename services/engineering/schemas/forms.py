"""What comes in about work orders."""

from datetime import date

from marshmallow import fields, validate

from kit.listing import ListQuery
from kit.schemas import Form
from services.engineering.rules.moves import State
from services.engineering.schemas.fields import Identifier, Sentence, sentence, trade

_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)


class WorkOrderForm(Form):
    """A new work order. Without a unit, `building`, `floor` and `place` say where; `due_at` is optional."""

    estate_id = Identifier(required=True)
    unit_id = Identifier(allow_none=True)
    building = sentence(64, allow_none=True)
    floor = fields.Integer(allow_none=True, validate=validate.Range(-20, 300))
    place = sentence(255, allow_none=True)
    trade = trade(required=True)
    description = sentence(2000, required=True)
    due_at = fields.AwareDateTime(allow_none=True)
    customer_id = Identifier(allow_none=True)
    about_customer = fields.Boolean(
        metadata={
            "description": "客户自有设备,换房时随客户 / the customer's own equipment, which follows a unit change"
        }
    )


class WorkOrderQuery(ListQuery):
    """Filters of the list of work orders; `mine` are the caller's own as a technician."""

    state = fields.String(validate=validate.OneOf([state.value for state in State]))
    open = fields.Boolean()
    technician_id = Identifier()
    estate_id = Identifier()
    unit_id = Identifier()
    unit_change_id = Identifier()
    trade = trade()
    due_by = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    overdue = fields.Boolean()
    mine = fields.Boolean()


class DispatchForm(Form):
    """Who gets the work order."""

    technician_id = Identifier(required=True)


class ReasonForm(Form):
    """Why."""

    reason = sentence(500, required=True)


class MaterialForm(Form):
    """A material used."""

    name = sentence(100, required=True)
    quantity = fields.Decimal(required=True, validate=validate.Range(0, 1_000_000, min_inclusive=False), places=3)
    unit = sentence(20, load_default="")


class FinishForm(Form):
    """What the work cost, in yuan, and what was used."""

    cost = fields.Decimal(required=True)
    materials = fields.List(fields.Nested(MaterialForm), load_default=list, validate=validate.Length(max=100))
    remark = Sentence(load_default="", validate=validate.Length(max=2000))


class PhotoForm(Form):
    """A picture: JPEG or PNG."""

    file = fields.Raw(required=True)
