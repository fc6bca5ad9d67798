"""What crosses the doors of concessions."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.concessions import Act, Kind, State
from services.leads.rules.offers import Dealing
from services.leads.schemas.views import ActView

_AMOUNT = validate.Range(0, 1000)
_PRICE = validate.Range(0, 10**12, min_inclusive=False)


class ConcessionForm(Form):
    """A concession for a customer and a unit: `amount` is a percent, or days without rent, and empty for a fit-out.

    `expected_price` is what the customer could bear, in yuan: for a square metre and day, or for the whole unit.
    """

    customer_id = Identifier(required=True)
    unit_id = Identifier(required=True)
    dealing = fields.Enum(Dealing, by_value=True, load_default=Dealing.LEASE)
    kind = fields.Enum(Kind, by_value=True, required=True)
    amount = fields.Decimal(places=2, allow_none=True, validate=_AMOUNT)
    expected_price = fields.Decimal(places=2, allow_none=True, validate=_PRICE)
    reason = sentence(500, required=True)


class DecisionForm(Form):
    """What is done with an application, and why; `amount` where less is granted than was asked for."""

    act = fields.Enum(Act, by_value=True, required=True)
    amount = fields.Decimal(places=2, allow_none=True, validate=_AMOUNT)
    reason = sentence(500, required=True)


class ConcessionQuery(ListQuery):
    """Which concessions; `to_decide` are those at the caller's own desk."""

    estate_id = Identifier()
    customer_id = Identifier()
    unit_id = Identifier()
    kind = fields.Enum(Kind, by_value=True)
    state = fields.Enum(State, by_value=True)
    mine = fields.Boolean()
    to_decide = fields.Boolean()


class ConcessionItem(Schema):
    """A concession; `zh` and `en` say it in words. With `is_put` it was applied for."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    customer_id = fields.String()
    customer = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    dealing = fields.String()
    kind = fields.String()
    zh = fields.String()
    en = fields.String()
    asked = fields.Decimal(as_string=True, allow_none=True)
    granted = fields.Decimal(as_string=True, allow_none=True)
    listed = fields.Decimal(as_string=True, allow_none=True)
    expected_price = fields.Decimal(as_string=True, allow_none=True)
    reason = fields.String()
    is_put = fields.Boolean()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    decided_by = fields.String(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    is_over = fields.Boolean()
    at = fields.AwareDateTime()
    consultant_id = fields.String()
    consultant = fields.String()
    version = fields.Integer()


class ConcessionMoveView(Schema):
    """One thing that happened to a concession."""

    at = fields.AwareDateTime()
    by = fields.String(attribute="by_name")
    act = fields.String()
    before = fields.String(allow_none=True)
    after = fields.String()
    reason = fields.String()
    granted = fields.String(attribute="terms.granted", allow_none=True)


class ConcessionView(ConcessionItem):
    """A concession with its history, and what stands against each act of the caller's."""

    history = fields.List(fields.Nested(ConcessionMoveView))
    may_do = fields.List(fields.Nested(ActView))
