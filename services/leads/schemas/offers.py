"""What crosses the doors of offers: who listens, what is looked for, and a unit as they may be told of it."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier
from services.leads.rules.disclosure import Matter
from services.leads.rules.offers import Dealing
from services.leads.schemas.forms import words

AUDIENCES = ("visitor", "stranger", "broker")
_AREA = validate.Range(0, 1_000_000, min_inclusive=False)
_MONEY = validate.Range(0, 10**12, min_inclusive=False)
_FLOOR = validate.Range(-20, 300)


class Told(Form):
    """Who is told: a customer of the register, a stranger, or a broker with the client they name."""

    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    customer_id = Identifier(allow_none=True)
    broker_id = Identifier(allow_none=True)
    client_name = words(100)


class OfferQuery(ListQuery, Told):
    """What is looked for; without an area it is the one that the register has of the customer.

    `asks` is what the listener wishes to be told beside, which is refused where it may not be. Areas in square metres;
    `budget` in yuan, for a month or for the whole unit.
    """

    estate_id = Identifier()
    dealing = fields.Enum(Dealing, by_value=True, load_default=Dealing.LEASE)
    area = fields.Decimal(places=2, validate=_AREA)
    area_from = fields.Decimal(places=2, validate=_AREA)
    area_to = fields.Decimal(places=2, validate=_AREA)
    layout = words(64)
    aspect = words(64)
    floor_from = fields.Integer(validate=_FLOOR)
    floor_to = fields.Integer(validate=_FLOOR)
    budget = fields.Decimal(places=2, validate=_MONEY)
    asks = fields.Enum(Matter, by_value=True)


class FloorPlanForm(Form):
    """A floor plan, as PDF, JPEG or PNG: of this unit, or of its layout in the whole building."""

    file = fields.Raw(required=True)
    for_layout = fields.Boolean(load_default=False)


class FloorPlanView(Schema):
    """A floor plan that was brought; without `unit_id` it is its layout's."""

    id = fields.String()
    unit_id = fields.String(allow_none=True)
    building = fields.String()
    layout = fields.String()
    name = fields.String()
    content_type = fields.String()
    at = fields.AwareDateTime()
    added_by = fields.String()


def _yuan() -> fields.Decimal:
    return fields.Decimal(as_string=True, allow_none=True)


class OfferItem(Schema):
    """A unit on offer. Prices, neighbours and the floor plan are there only for who may be told of them.

    `usable_ratio` is 得房率 in percent; `neighbours` are trades on the floor; areas in square metres, money in yuan.
    """

    id = fields.String()
    estate_id = fields.String()
    number = fields.String()
    building = fields.String()
    floor = fields.Integer()
    layout = fields.String()
    aspect = fields.String()
    area_built = fields.Decimal(as_string=True)
    area_usable = fields.Decimal(as_string=True)
    usable_ratio = fields.Decimal(as_string=True, allow_none=True)
    fit_out = fields.String()
    sale_price = _yuan()
    rent_per_sqm_day = _yuan()
    rent_month = _yuan()
    management_per_sqm_month = _yuan()
    management_month = _yuan()
    parking_per_month = _yuan()
    phone_per_line_month = _yuan()
    neighbours = fields.List(fields.String())
    floor_plan = fields.String(allow_none=True)


class MatterView(Schema):
    """Something that may be said, or shown."""

    code = fields.String(attribute="value")
    zh = fields.String()
    en = fields.String()


class AuthorityView(Schema):
    """How far the caller may go alone."""

    percent = fields.Decimal(as_string=True)
    days = fields.Decimal(as_string=True)
    fit_out = fields.Boolean()


class OfferPage(page_of(OfferItem)):  # type: ignore[misc]
    """A page of offers; who is told, how prices are said, what may be said, and what area was looked for."""

    audience = fields.String()
    audience_zh = fields.String(attribute="audience.zh")
    audience_en = fields.String(attribute="audience.en")
    said_as = fields.String(allow_none=True)
    may_say = fields.List(fields.Nested(MatterView))
    flexible_terms = fields.Nested(AuthorityView)
    area_from = fields.Decimal(as_string=True, allow_none=True)
    area_to = fields.Decimal(as_string=True, allow_none=True)
