"""What crosses the doors to the money of deals."""

from marshmallow import fields

from kit.schemas import Form, sentence
from services.finance.rules.accounts import Purse
from services.finance.schemas.ledger import reason, yuan


class DealReceiptForm(Form):
    """A payment on a deal's contract. `happened_on` is today when left out; `cause` is a number on paper."""

    amount = yuan()
    purse = fields.Enum(Purse, by_value=True, required=True)
    memo = reason()
    happened_on = fields.Date()
    cause = sentence(64)
