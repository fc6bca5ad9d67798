"""What crosses the doors of sales in numbers (SALE-3)."""

from datetime import date

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kit.schemas import Form, Identifier
from services.contracts.rules.statistics import By, Dimension
from services.contracts.schemas.common import WordView

_DAY = validate.Range(date(1950, 1, 1), date(2199, 12, 31))
MOST_DAYS = 3700


class SalesQuery(Form):
    """Which estate, counted by what."""

    estate_id = Identifier(required=True)
    dimension = fields.Enum(Dimension, by_value=True, load_default=Dimension.BUILDING)


class ReportQuery(Form):
    """Which estate and days, both included, in periods of what length; ten years at most."""

    estate_id = Identifier(required=True)
    since = fields.Date(required=True, validate=_DAY)
    until = fields.Date(required=True, validate=_DAY)
    by = fields.Enum(By, by_value=True, load_default=By.DAY)

    @validates_schema
    def refuse_what_is_no_time(self, data: dict[str, date], **_: object) -> None:
        days = (data["until"] - data["since"]).days
        if not 0 <= days <= MOST_DAYS:
            raise ValidationError("It ends before it begins." if days < 0 else "Number too large.", "until")


class SalesRowView(Schema):
    """The units of one building, layout and so on: how many in each state, what share is taken, for how much (yuan)."""

    value = fields.String()
    units = fields.Integer()
    available = fields.Integer()
    held = fields.Integer()
    confirmed = fields.Integer()
    sold = fields.Integer()
    let = fields.Integer()
    signed = fields.Integer()
    withdrawn = fields.Integer()
    taken_percent = fields.Decimal(as_string=True)
    amount = fields.Decimal(as_string=True, places=2)


class SalesView(Schema):
    """The units of an estate, counted."""

    estate_id = fields.String()
    dimension = fields.Nested(WordView)
    rows = fields.List(fields.Nested(SalesRowView))


class FiguresView(Schema):
    """Deals made and units given back; `amount` of what was sold, `rents` for a month of what was let, in yuan."""

    sales = fields.Integer()
    leases = fields.Integer()
    amount = fields.Decimal(as_string=True, places=2)
    rents = fields.Decimal(as_string=True, places=2)
    withdrawn = fields.Integer()
    refunds = fields.Decimal(as_string=True, places=2)


class PeriodView(FiguresView):
    """One period, by its first day."""

    since = fields.Date()


class ReportView(Schema):
    """What an estate's sales were, period by period."""

    estate_id = fields.String()
    by = fields.Nested(WordView)
    rows = fields.List(fields.Nested(PeriodView))
    total = fields.Nested(FiguresView)
