"""What property shows of unit changes."""

from marshmallow import Schema, fields

from kit.procedure.schemas import CaseView, DepartmentView, ReasonView
from services.property.schemas.views import EstateView, ItemView, MeterNowView, UnitBrief


class WaitingView(Schema):
    """A step that waits for somebody, and for whom."""

    step = fields.String()
    zh = fields.String()
    en = fields.String()
    departments = fields.List(fields.Nested(DepartmentView))
    kind = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class ChangeItem(Schema):
    """A unit change as a list shows it."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    estate_name = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    lease_id = fields.String()
    lease_number = fields.String()
    old_unit_id = fields.String()
    old_unit_number = fields.String()
    new_unit_id = fields.String()
    new_unit_number = fields.String()
    change_date = fields.Date()
    cause = fields.String()
    cause_zh = fields.String(attribute="cause.zh")
    cause_en = fields.String(attribute="cause.en")
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    requested_at = fields.AwareDateTime()
    requested_by = fields.String()
    keeping = fields.String()
    keeping_zh = fields.String(attribute="keeping.zh")
    keeping_en = fields.String(attribute="keeping.en")
    taken_zh = fields.String()
    taken_en = fields.String()
    issued_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    stuck_at = fields.List(fields.Nested(WaitingView))


class FaultView(Schema):
    """A fault that an inspection found, and what became of it."""

    id = fields.String()
    trade = fields.String()
    trade_zh = fields.String()
    trade_en = fields.String()
    place = fields.String()
    description = fields.String()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    work_order_number = fields.String(allow_none=True)
    technician = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)


class InspectionView(Schema):
    """One inspection of the new unit."""

    round = fields.Integer()
    clear = fields.Boolean()
    inspected_at = fields.AwareDateTime()
    inspected_by = fields.String()
    faults = fields.List(fields.Nested(FaultView))


class PaperView(Schema):
    """A paper, with the hash of what came in."""

    id = fields.String()
    step = fields.String()
    name = fields.String()
    content_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    added_at = fields.AwareDateTime()
    added_by = fields.String()


class AcknowledgementView(Schema):
    """A department that has acknowledged the notice."""

    department = fields.Nested(DepartmentView)
    at = fields.AwareDateTime()


class ChangeView(Schema):
    """A unit change with its steps and everything that belongs to them; its version is that of its case."""

    id = fields.String()
    version = fields.Integer()
    number = fields.String()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    estate = fields.Nested(EstateView)
    customer_id = fields.String()
    customer_name = fields.String()
    lease_id = fields.String()
    lease_number = fields.String()
    old_unit = fields.Nested(UnitBrief)
    new_unit = fields.Nested(UnitBrief)
    change_date = fields.Date()
    cause = fields.String()
    cause_zh = fields.String(attribute="cause.zh")
    cause_en = fields.String(attribute="cause.en")
    note = fields.String()
    requested_at = fields.AwareDateTime()
    requested_by = fields.String()
    keeping = fields.String()
    keeping_zh = fields.String(attribute="keeping.zh")
    keeping_en = fields.String(attribute="keeping.en")
    taken_zh = fields.String()
    taken_en = fields.String()
    issued_at = fields.AwareDateTime(allow_none=True)
    issued_by = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    cancel_reason = fields.String(allow_none=True)
    procedure = fields.Nested(CaseView)
    inspections = fields.List(fields.Nested(InspectionView))
    meters = fields.List(fields.Nested(MeterNowView))
    keys_on_list = fields.List(fields.String())
    items_to_return = fields.List(fields.Nested(ItemView))
    items_returned = fields.List(fields.Nested(ItemView))
    items_handed_over = fields.List(fields.Nested(ItemView))
    papers = fields.List(fields.Nested(PaperView))
    acknowledgements = fields.List(fields.Nested(AcknowledgementView))
    may_cancel = fields.Boolean()
    reasons_against_cancelling = fields.List(fields.Nested(ReasonView))


class CheckView(Schema):
    """Whether a change of units may be asked for, and what stands against it."""

    may = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonView))
