"""What is shown of work orders, and of what engineering is asked to sign."""

from marshmallow import Schema, fields

from kit.listing import ListQuery
from services.engineering.schemas.fields import ReasonView
from services.engineering.schemas.technicians import TechnicianView


class PhotoView(Schema):
    """A picture of a work order."""

    id = fields.String()
    name = fields.String()
    content_type = fields.String()
    at = fields.AwareDateTime()
    added_by = fields.String()


class WorkOrderItem(Schema):
    """A work order as a list shows it."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    unit_id = fields.String(allow_none=True)
    unit_number = fields.String(allow_none=True)
    building = fields.String(allow_none=True)
    floor = fields.Integer(allow_none=True)
    place = fields.String(allow_none=True)
    trade = fields.String()
    trade_zh = fields.String(attribute="trade.zh")
    trade_en = fields.String(attribute="trade.en")
    description = fields.String()
    priority = fields.String()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    technician_id = fields.String(allow_none=True)
    technician = fields.Pluck(TechnicianView, "name", allow_none=True)
    unit_change_id = fields.String(allow_none=True)
    fault_id = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
    version = fields.Integer()


class RankedView(Schema):
    """Another technician who would have suited, and the reasons."""

    technician = fields.String()
    reasons = fields.List(fields.Nested(ReasonView))


class ReasoningView(Schema):
    """Why the work order was dispatched as it was (`mode` is automatic, by_hand or claim), or why it could not be."""

    mode = fields.String(allow_none=True)
    technician = fields.String(allow_none=True)
    reasons = fields.List(fields.Nested(ReasonView))
    others = fields.List(fields.Nested(RankedView))


class LineView(Schema):
    """One line of a work order's history."""

    at = fields.AwareDateTime()
    who = fields.String()
    act = fields.String()
    before = fields.String(allow_none=True)
    after = fields.String()
    note_zh = fields.String()
    note_en = fields.String()


class ActView(Schema):
    """Something that could be done, and what stands against this caller doing it now."""

    act = fields.String()
    zh = fields.String()
    en = fields.String()
    reasons_against = fields.List(fields.Nested(ReasonView))


class MaterialView(Schema):
    """A material used."""

    name = fields.String()
    quantity = fields.String()
    unit = fields.String()


class WorkOrderView(WorkOrderItem):
    """A work order with all that is known of it."""

    customer_id = fields.String(allow_none=True)
    about_customer = fields.Boolean()
    opened_by = fields.String()
    overdue_at = fields.AwareDateTime(allow_none=True)
    accepted_at = fields.AwareDateTime(allow_none=True)
    started_at = fields.AwareDateTime(allow_none=True)
    finished_at = fields.AwareDateTime(allow_none=True)
    cost = fields.Decimal(as_string=True, allow_none=True)
    materials = fields.List(fields.Nested(MaterialView))
    reasoning = fields.Nested(ReasoningView, allow_none=True)
    history = fields.List(fields.Nested(LineView))
    photos = fields.List(fields.Nested(PhotoView))
    may_do = fields.List(fields.Nested(ActView))


class SignatureQuery(ListQuery):
    """Filters of what engineering is asked to sign; only what is open unless `closed` is asked for."""

    closed = fields.Boolean(load_default=False)


class SignatureView(Schema):
    """Something to sign, with the way there; the signature is given at the case's own door."""

    id = fields.String()
    case_id = fields.String()
    procedure = fields.String()
    step = fields.String()
    round = fields.Integer()
    number = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    link = fields.String()
    estate_id = fields.String(allow_none=True)
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
