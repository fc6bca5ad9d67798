"""What crosses the doors of units given back (SALE-9), and of customers with a problem (SALE-8)."""

from marshmallow import Schema, fields

from kit.schemas import Form, sentence
from services.contracts.rules.withdrawals import Why
from services.contracts.schemas.common import ActView, WordView
from services.contracts.schemas.deals import money


class WithdrawalForm(Form):
    """Why a unit is given back; the refund in yuan, on the evidence named."""

    why = fields.Enum(Why, by_value=True, required=True)
    reason = sentence(1000, required=True)
    refund = money()
    evidence = sentence(500, required=True)


class ProblemForm(Form):
    """What the problem is."""

    text = sentence(2000, required=True)


class ResolutionForm(Form):
    """How it was resolved."""

    resolution = sentence(2000, required=True)


class WithdrawalView(Schema):
    """A withdrawal; the terms of refund are those the customer was shown (SALE-4)."""

    id = fields.String()
    deal_id = fields.String()
    deal_number = fields.String()
    estate_id = fields.String()
    unit_number = fields.String()
    customer_name = fields.String()
    state = fields.Nested(WordView)
    why = fields.Nested(WordView)
    reason = fields.String()
    refund = fields.Decimal(as_string=True)
    evidence = fields.String()
    terms = fields.String()
    requested_at = fields.AwareDateTime()
    requested_by = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decision = fields.String()
    withdrawn_on = fields.Date(allow_none=True)
    may_do = fields.List(fields.Nested(ActView))
    version = fields.Integer()


class ProblemView(Schema):
    """A customer's problem, and what came of it."""

    id = fields.String()
    deal_id = fields.String()
    state = fields.Nested(WordView)
    text = fields.String()
    reported_at = fields.AwareDateTime()
    reported_by = fields.String()
    resolution = fields.String()
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolved_by = fields.String(allow_none=True)
    version = fields.Integer()


class ReasonCountView(Schema):
    """How many gave a unit back for a reason, and how much was refunded, in yuan."""

    why = fields.Nested(WordView)
    withdrawals = fields.Integer()
    refund = fields.Decimal(as_string=True)


class ChangeCountView(Schema):
    """How many changed units for a cause."""

    why = fields.Nested(WordView)
    changes = fields.Integer()


class ReasonsView(Schema):
    """Why units were given back and changed, the most frequent reason first (SALE-8, SALE-9)."""

    reasons = fields.List(fields.Nested(ReasonCountView))
    changes = fields.List(fields.Nested(ChangeCountView))
