"""What crosses the doors to deposits."""

from marshmallow import Schema, fields

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.finance.rules.accounts import Purse
from services.finance.rules.deposits import State
from services.finance.rules.instalments import DealKind
from services.finance.schemas.ledger import reason


class ConfirmationForm(Form):
    """The papers of a deposit that is there, and the day on which it came.

    `suspense_id` is the money in suspense that turned out to be this deposit, where it did.
    """

    receipt_number = sentence(64, required=True)
    invoice_number = sentence(64, required=True)
    received_on = fields.Date(required=True)
    suspense_id = Identifier()


class RefusalForm(Form):
    """Why finance has no such deposit."""

    reason = reason()


class DepositQuery(ListQuery):
    """Which deposits: `q` looks in the numbers of deal, unit, receipt and invoice and in the customer's name."""

    estate_id = Identifier()
    deal_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    state = fields.Enum(State, by_value=True)
    late = fields.Boolean()


class DepositItem(Schema):
    """A deposit as a list shows it: `number` is its deal's; `closed_by` confirmed or refused it."""

    id = fields.String()
    deal_id = fields.String()
    number = fields.String()
    kind = fields.Enum(DealKind, by_value=True, allow_none=True)
    estate_id = fields.String()
    customer_id = fields.String()
    customer_name = fields.String(allow_none=True)
    consultant_id = fields.String(allow_none=True)
    unit_id = fields.String(allow_none=True)
    unit_number = fields.String(allow_none=True)
    amount = fields.Decimal(places=2, as_string=True)
    purse = fields.Enum(Purse, by_value=True)
    taken_at = fields.AwareDateTime()
    confirm_by = fields.AwareDateTime()
    is_late = fields.Boolean()
    state = fields.Enum(State, by_value=True)
    receipt_number = fields.String(allow_none=True)
    invoice_number = fields.String(allow_none=True)
    received_on = fields.Date(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class DepositView(DepositItem):
    """A deposit, whole: the terms of refund as the customer was shown them, and the amount in capital figures.

    `reasons_against` says in the caller's language why nothing can be decided about it any more.
    """

    terms = fields.String()
    in_capitals = fields.String()
    reasons_against = fields.List(fields.String())


DepositPage = page_of(DepositItem)
