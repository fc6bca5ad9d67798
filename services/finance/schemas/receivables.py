"""What crosses the doors to receivables, deferrals and refunds."""

from marshmallow import Schema, fields

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.finance.rules.accounts import Purse
from services.finance.rules.instalments import DealKind
from services.finance.rules.receivables import DeferralState, RefundState, Which
from services.finance.schemas.ledger import reason


class ReceivableQuery(ListQuery):
    """Which payments: `list` is due, overdue, deferred or paid; they are to be paid from `since` to `until`.

    `q` looks in the numbers of deal, contract and unit and in the customer's name.
    """

    list = fields.Enum(Which, by_value=True)
    estate_id = Identifier()
    deal_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    means = sentence(16)
    since = fields.Date()
    until = fields.Date()


class ReceivableItem(Schema):
    """A payment of a contract: due on `due_on`, put off to `pays_by` where that is later; `open` yuan are to come.

    `days_late` is negative before the day. `is_asked` says that an application for a later day is open.
    """

    id = fields.String()
    deal_id = fields.String()
    number = fields.String()
    contract_number = fields.String(allow_none=True)
    kind = fields.Enum(DealKind, by_value=True, allow_none=True)
    estate_id = fields.String()
    customer_id = fields.String()
    customer_name = fields.String(allow_none=True)
    consultant_id = fields.String(allow_none=True)
    unit_id = fields.String(allow_none=True)
    unit_number = fields.String(allow_none=True)
    position = fields.Integer()
    due_on = fields.Date()
    pays_by = fields.Date()
    is_deferred = fields.Boolean()
    is_asked = fields.Boolean()
    days_late = fields.Integer()
    means = fields.String()
    amount = fields.Decimal(places=2, as_string=True)
    paid = fields.Decimal(places=2, as_string=True)
    open = fields.Decimal(places=2, as_string=True)


class DeferralForm(Form):
    """A later day of payment, and why the customer needs it."""

    new_date = fields.Date(required=True)
    reason = reason()


class DeferralQuery(ListQuery):
    """Which applications for a later day; `q` as with receivables."""

    estate_id = Identifier()
    deal_id = Identifier()
    state = fields.Enum(DeferralState, by_value=True)


class DeferralView(Schema):
    """An application for a later day; `reasons_against` says why the caller cannot decide about it."""

    id = fields.String()
    instalment_id = fields.String()
    instalment = fields.Nested(ReceivableItem)
    old_date = fields.Date()
    new_date = fields.Date()
    reason = fields.String()
    state = fields.Enum(DeferralState, by_value=True)
    asked_at = fields.AwareDateTime()
    asked_by = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    reasons_against = fields.List(fields.String())


class RefundQuery(ListQuery):
    """Which refunds: `q` looks in the numbers of deal and unit and in the customer's name."""

    estate_id = Identifier()
    deal_id = Identifier()
    state = fields.Enum(RefundState, by_value=True)


class PayRefundForm(Form):
    """From which purse a refund is paid."""

    purse = fields.Enum(Purse, by_value=True, required=True)


class RefundView(Schema):
    """What a customer is to have back; `reasons_against` says why it cannot be paid."""

    id = fields.String()
    deal_id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    customer_name = fields.String(allow_none=True)
    unit_number = fields.String(allow_none=True)
    amount = fields.Decimal(places=2, as_string=True)
    evidence = fields.String()
    state = fields.Enum(RefundState, by_value=True)
    approved_at = fields.AwareDateTime()
    purse = fields.Enum(Purse, by_value=True, allow_none=True)
    paid_at = fields.AwareDateTime(allow_none=True)
    paid_by = fields.String(allow_none=True)
    reasons_against = fields.List(fields.String())


ReceivablePage = page_of(ReceivableItem)
DeferralPage = page_of(DeferralView)
RefundPage = page_of(RefundView)
