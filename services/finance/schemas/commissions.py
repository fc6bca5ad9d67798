"""What crosses the doors to commissions."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier
from services.finance.rules.accounts import Purse
from services.finance.rules.commission import State
from services.finance.rules.instalments import DealKind


class PayForm(Form):
    """From which purse a commission is paid, or into which it is given back."""

    purse = fields.Enum(Purse, by_value=True, required=True)


class PayRunForm(PayForm):
    """A run: what has become payable until the day `until`, of one estate or one consultant where they are named."""

    until = fields.Date(required=True)
    estate_id = Identifier()
    consultant_id = Identifier()


class CommissionQuery(ListQuery):
    """Which commissions: `q` looks in the numbers of deal and unit and in consultants' names.

    `month` is that of the accrual, as 2026-12.
    """

    estate_id = Identifier()
    consultant_id = Identifier()
    deal_id = Identifier()
    mine = fields.Boolean()
    state = fields.Enum(State, by_value=True)
    month = fields.String(validate=validate.Regexp(r"\A\d{4}-(0[1-9]|1[0-2])\Z"))


class CommissionItem(Schema):
    """A commission: `percent` is the consultant's share of the `rate` percent that the deal of `price` yuan earns."""

    id = fields.String()
    deal_id = fields.String()
    number = fields.String()
    kind = fields.Enum(DealKind, by_value=True, allow_none=True)
    unit_number = fields.String(allow_none=True)
    estate_id = fields.String()
    consultant_id = fields.String()
    consultant = fields.String(allow_none=True)
    price = fields.Decimal(places=2, as_string=True)
    rate = fields.Decimal(as_string=True)
    percent = fields.Decimal(as_string=True)
    amount = fields.Decimal(places=2, as_string=True)
    state = fields.Enum(State, by_value=True)
    month = fields.String()
    accrued_at = fields.AwareDateTime()
    payable_on = fields.Date(allow_none=True)
    paid_at = fields.AwareDateTime(allow_none=True)
    paid_by = fields.String(allow_none=True)
    taken_back_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)


class CommissionView(CommissionItem):
    """A commission, whole; `reasons_against` says in the caller's language why it cannot be paid."""

    reasons_against = fields.List(fields.String())


class RunView(Schema):
    """What a run has settled, the money that went out, and the consultants who owe more than they have earned."""

    settled = fields.List(fields.Nested(CommissionItem))
    total = fields.Decimal(places=2, as_string=True)
    left_out = fields.List(fields.String())


CommissionPage = page_of(CommissionItem)
