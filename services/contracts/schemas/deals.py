"""What crosses the doors of deals (SALE-1, SALE-2, SALE-4)."""

from datetime import date

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.contracts.rules.board import Kind
from services.contracts.rules.deals import DealState, Purse
from services.contracts.schemas.board import BoardChangeView
from services.contracts.schemas.common import ActView

_DAY = validate.Range(date(1950, 1, 1), date(2199, 12, 31))


def money() -> fields.Decimal:
    """A required amount in yuan, told as a string so that no digit is lost."""
    return fields.Decimal(required=True, allow_nan=False, as_string=True, validate=validate.Range(0, 10**12))


class HoldForm(Form):
    """Which unit is held for which customer of leasing's register.

    `customer_name` is the name as the papers will have it. Sales control names the consultant; a consultant holds for
    themselves.
    """

    unit_id = Identifier(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    customer_id = Identifier(required=True)
    customer_name = sentence(255, required=True)
    consultant_id = Identifier(allow_none=True)


class ConfirmationForm(Form):
    """The unit confirmation: price (of a lease: rent for a month) and deposit in yuan, and the terms of refund.

    `terms_shown` says that the customer has read the terms. A price below the list's needs a reason.
    """

    price = money()
    deposit = money()
    terms = sentence(2000, required=True)
    terms_shown = fields.Boolean(required=True, validate=validate.OneOf([True]))
    is_on_site = fields.Boolean(load_default=True)
    discount_reason = sentence(500)


class DepositForm(Form):
    """How the deposit was paid."""

    purse = fields.Enum(Purse, by_value=True, required=True)


class ReasonForm(Form):
    """Why."""

    reason = sentence(500, required=True)


class DealQuery(ListQuery):
    """Which deals: `q` looks in number, customer, unit and consultant."""

    estate_id = Identifier()
    unit_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    kind = fields.Enum(Kind, by_value=True)
    state = fields.List(fields.Enum(DealState, by_value=True))
    since = fields.Date(validate=_DAY)
    until = fields.Date(validate=_DAY)
    mine = fields.Boolean()


class DealItem(Schema):
    """A deal as a list shows it; money in yuan."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    customer_id = fields.String()
    customer_name = fields.String()
    consultant_id = fields.String()
    consultant = fields.String()
    held_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    list_price = fields.Decimal(as_string=True, allow_none=True)
    price = fields.Decimal(as_string=True, allow_none=True)
    deposit = fields.Decimal(as_string=True, allow_none=True)
    taken_at = fields.AwareDateTime(allow_none=True)
    receipt_number = fields.String(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    sign_by = fields.Date(allow_none=True)
    version = fields.Integer()


class DealView(DealItem):
    """A deal, whole: with its terms of refund, its way on the board, and what may be done.

    `list_price` is what the list asks now, and from the confirmation on what it asked then.
    """

    confirmed_at = fields.AwareDateTime(allow_none=True)
    confirm_by = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    terms = fields.String()
    is_on_site = fields.Boolean()
    discount_reason = fields.String()
    purse = fields.String(allow_none=True)
    contract_id = fields.String(allow_none=True)
    withdrawal_id = fields.String(allow_none=True)
    history = fields.List(fields.Nested(BoardChangeView))
    may_do = fields.List(fields.Nested(ActView))


DealPage = page_of(DealItem)
