"""What crosses the doors of quotations."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.disclosure import Audience
from services.leads.rules.offers import Dealing
from services.leads.schemas.forms import words
from services.leads.schemas.offers import Told
from services.leads.schemas.views import ReasonView

_MONEY = validate.Range(0, 10**9)


class QuotedUnitForm(Form):
    """A unit, with parking spaces and phone lines."""

    unit_id = Identifier(required=True)
    parking_spaces = fields.Integer(load_default=0, validate=validate.Range(0, 1000))
    phone_lines = fields.Integer(load_default=0, validate=validate.Range(0, 1000))


class OtherItemForm(Form):
    """Anything else asked for: its price each and month, in yuan."""

    name = sentence(100, required=True)
    price = fields.Decimal(required=True, places=2, validate=_MONEY)
    quantity = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))


class QuotationForm(Told):
    """What is quoted to whom. `concessions` are ids of what was granted; `looks` tells a stranger on a screen."""

    dealing = fields.Enum(Dealing, by_value=True, load_default=Dealing.LEASE)
    units = fields.List(fields.Nested(QuotedUnitForm), required=True, validate=validate.Length(1, 10))
    others = fields.List(fields.Nested(OtherItemForm), load_default=list, validate=validate.Length(max=20))
    concessions = fields.List(Identifier(), load_default=list, validate=validate.Length(max=20))
    term_months = fields.Integer(allow_none=True, validate=validate.Range(1, 600))
    note = words(500)
    looks = words(200)


class QuotationQuery(ListQuery):
    """Which quotations: `q` looks in number, addressee and who quoted."""

    estate_id = Identifier()
    customer_id = Identifier()
    broker_id = Identifier()
    unit_id = Identifier()
    dealing = fields.Enum(Dealing, by_value=True)
    audience = fields.Enum(Audience, by_value=True)
    since = fields.Date()
    until = fields.Date()
    mine = fields.Boolean()


class QuotationItem(Schema):
    """A quotation as a list shows it; `stale` is what has changed under it since."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    valid_until = fields.Date()
    is_over = fields.Boolean()
    dealing = fields.String()
    dealing_zh = fields.String(attribute="dealing.zh")
    dealing_en = fields.String(attribute="dealing.en")
    audience = fields.String()
    audience_zh = fields.String(attribute="audience.zh")
    audience_en = fields.String(attribute="audience.en")
    said_as = fields.String()
    said_as_zh = fields.String(attribute="said_as.zh")
    said_as_en = fields.String(attribute="said_as.en")
    customer_id = fields.String(allow_none=True)
    broker_id = fields.String(allow_none=True)
    addressee = fields.String()
    unit_numbers = fields.List(fields.String())
    term_months = fields.Integer(allow_none=True)
    monthly = fields.Decimal(as_string=True)
    once = fields.Decimal(as_string=True)
    by = fields.String(attribute="by_name")
    stale = fields.List(fields.Nested(ReasonView))


class QuotedUnitView(Schema):
    """A unit as it was quoted; `price` is what was said of it: for a square metre and day, or for the whole."""

    id = fields.String()
    number = fields.String()
    building = fields.String()
    floor = fields.Integer()
    layout = fields.String()
    aspect = fields.String()
    fit_out = fields.String()
    area_built = fields.String()
    area_usable = fields.String()
    usable_ratio = fields.String(allow_none=True)
    parking_spaces = fields.Integer()
    phone_lines = fields.Integer()
    price = fields.String()


class LineView(Schema):
    """A line with its working, in yuan."""

    kind = fields.String()
    zh = fields.String()
    en = fields.String()
    unit_number = fields.String()
    working = fields.String()
    amount = fields.String()
    is_monthly = fields.Boolean()


class CarriedView(Schema):
    """A concession that the quotation carries; a rent-free period with what it is worth, in yuan."""

    id = fields.String()
    number = fields.String()
    kind = fields.String()
    unit_number = fields.String()
    zh = fields.String()
    en = fields.String()
    valid_until = fields.String()
    worth = fields.String()


class QuotationView(QuotationItem):
    """A quotation, whole, as it was said."""

    estate = fields.String()
    units = fields.List(fields.Nested(QuotedUnitView))
    lines = fields.List(fields.Nested(LineView))
    concessions = fields.List(fields.Nested(CarriedView))
    note = fields.String()
