"""What crosses the doors to money in suspense."""

from marshmallow import Schema, fields

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.finance.rules.accounts import Purse
from services.finance.schemas.ledger import yuan


class SuspenseForm(Form):
    """Money that has come in and whose owner nobody knows: who is said to have paid it, and what else is known."""

    estate_id = Identifier(required=True)
    amount = yuan()
    purse = fields.Enum(Purse, by_value=True, required=True)
    received_on = fields.Date(required=True)
    payer = sentence(255, required=True)
    memo = sentence(500, required=True)


class SuspenseQuery(ListQuery):
    """Which money in suspense: `open` is what is left of; `q` looks in payer and memo."""

    estate_id = Identifier()
    deal_id = Identifier()
    open = fields.Boolean()


class MatchForm(Form):
    """Whose the money is: a deal's or a lease's; all that is left when `amount` is left out."""

    deal_id = Identifier()
    lease_id = Identifier()
    amount = fields.Decimal(allow_nan=False, as_string=True)


class SuspenseItem(Schema):
    """Money in suspense: `remaining` yuan of it are nobody's, for `age_days` days now.

    `deposit_id` is the deposit it came by, on the deal `deal_id` that has ended, where it did.
    """

    id = fields.String()
    estate_id = fields.String()
    amount = fields.Decimal(places=2, as_string=True)
    remaining = fields.Decimal(places=2, as_string=True)
    purse = fields.Enum(Purse, by_value=True)
    received_on = fields.Date()
    age_days = fields.Integer()
    payer = fields.String()
    memo = fields.String()
    deal_id = fields.String(allow_none=True)
    deposit_id = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()
    by = fields.String()
    taken_back = fields.Boolean()


class MatchView(Schema):
    """Where some of it went: to a deal, a lease or a deposit of that `number`, or back as a refund."""

    id = fields.String()
    entry_id = fields.String()
    purpose = fields.String()
    number = fields.String()
    lease_id = fields.String(allow_none=True)
    deal_id = fields.String(allow_none=True)
    amount = fields.Decimal(places=2, as_string=True)
    at = fields.AwareDateTime()
    by = fields.String()
    reversed_at = fields.AwareDateTime(allow_none=True)
    reversed_by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class SuspenseView(SuspenseItem):
    """Money in suspense, whole."""

    matches = fields.List(fields.Nested(MatchView))
    reasons_against_taking_back = fields.List(fields.String())


SuspensePage = page_of(SuspenseItem)
