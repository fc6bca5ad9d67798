"""What property's lists may be asked."""

from marshmallow import fields, validate

from kit.listing import ListQuery
from services.property.rules.words import Cause, ChangeState, ItemKind, ItemState, Keeping, UnitState
from services.property.schemas.fields import Identifier, quantity, sentence, word
from services.words import Department


class UnitQuery(ListQuery):
    """Which units: `q` looks in number, building, layout, remark, tenant and lease; areas are built ones, in m²."""

    estate_id = Identifier()
    building = sentence()
    floor = fields.Integer(strict=False, validate=validate.Range(-1000, 1000))
    layout = sentence()
    use = sentence()
    state = word(UnitState)
    area_from = quantity()
    area_to = quantity()


class ItemQuery(ListQuery):
    """Which items: `q` looks in number, unit and customer."""

    estate_id = Identifier()
    unit_id = Identifier()
    lease_id = Identifier()
    customer_id = Identifier()
    kind = word(ItemKind)
    state = word(ItemState)


class ChangeQuery(ListQuery):
    """Which unit changes: `q` looks in number, customer, lease and units.

    `department` finds those that wait for something of that department's, `overdue` those with a step that is late.
    """

    estate_id = Identifier()
    state = word(ChangeState)
    cause = word(Cause)
    department = word(Department)
    overdue = fields.Boolean()
    keeping = word(Keeping)
    date_from = fields.Date()
    date_to = fields.Date()
    customer_id = Identifier()
    lease_id = Identifier()
    unit_id = Identifier()
