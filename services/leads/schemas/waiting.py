"""What crosses the doors of the long-term waiting list."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.losing import Cause
from services.leads.rules.offers import Dealing
from services.leads.schemas.forms import words
from services.leads.schemas.views import ActView

_AREA = validate.Range(0, 1_000_000, min_inclusive=False)
_PRICE = validate.Range(0, 10**12, min_inclusive=False)


class LostForm(Form):
    """Where a customer went, at which price and term, and why; what is looked for is the register's unless given.

    Prices in yuan: for a square metre and day, or for the whole unit.
    """

    estate_id = Identifier(required=True)
    dealing = fields.Enum(Dealing, by_value=True, load_default=Dealing.LEASE)
    cause = fields.Enum(Cause, by_value=True, required=True)
    reason = sentence(500, required=True)
    rival_building = sentence(200, required=True)
    rival_price = fields.Decimal(places=2, allow_none=True, validate=_PRICE)
    rival_term_months = fields.Integer(allow_none=True, validate=validate.Range(1, 600))
    expected_price = fields.Decimal(places=2, allow_none=True, validate=_PRICE)
    area_from = fields.Decimal(places=2, validate=_AREA)
    area_to = fields.Decimal(places=2, validate=_AREA)
    layout = words(64)
    budget = fields.Decimal(places=2, validate=_PRICE)


class WaitingQuery(ListQuery):
    """Which rows: `q` looks in customer, rival building and consultant."""

    estate_id = Identifier()
    customer_id = Identifier()
    cause = fields.Enum(Cause, by_value=True)
    is_waiting = fields.Boolean()
    has_offers = fields.Boolean()
    mine = fields.Boolean()


class FoundOfferView(Schema):
    """A unit that came free and fits; `is_free` while it is free still. The price is that of the day it was found."""

    id = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    building = fields.String()
    floor = fields.Integer()
    area_built = fields.Decimal(as_string=True)
    layout = fields.String()
    at = fields.AwareDateTime()
    price = fields.Decimal(as_string=True)
    is_free = fields.Boolean()


class WaitingView(Schema):
    """A customer of the waiting list, with the units found since, and whether the caller may take them off."""

    id = fields.String()
    estate_id = fields.String()
    customer_id = fields.String()
    customer = fields.String()
    consultant_id = fields.String()
    consultant = fields.String()
    lost_on = fields.Date()
    at = fields.AwareDateTime()
    dealing = fields.String()
    cause = fields.String()
    cause_zh = fields.String(attribute="cause.zh")
    cause_en = fields.String(attribute="cause.en")
    reason = fields.String()
    rival_building = fields.String()
    rival_price = fields.Decimal(as_string=True, allow_none=True)
    rival_term_months = fields.Integer(allow_none=True)
    expected_price = fields.Decimal(as_string=True, allow_none=True)
    area_from = fields.Decimal(as_string=True, allow_none=True)
    area_to = fields.Decimal(as_string=True, allow_none=True)
    layout = fields.String()
    budget = fields.Decimal(as_string=True, allow_none=True)
    is_waiting = fields.Boolean()
    left_at = fields.AwareDateTime(allow_none=True)
    left_reason = fields.String(allow_none=True)
    offers = fields.List(fields.Nested(FoundOfferView))
    may_do = fields.List(fields.Nested(ActView))
    version = fields.Integer()
