"""What crosses the doors of the board (SALE-1) and of an estate's permits (SALE-18)."""

from datetime import date

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.contracts.rules.board import State
from services.contracts.rules.permits import Permit
from services.contracts.schemas.common import ActView, WordView

_DAY = validate.Range(date(1950, 1, 1), date(2199, 12, 31))


def figure(places: int) -> fields.Decimal:
    """A figure to filter by: square metres or yuan."""
    return fields.Decimal(places=places, allow_nan=False, as_string=True, validate=validate.Range(0, 10**12))


class BoardQuery(ListQuery):
    """Which units: `q` looks in number, layout and building; prices in yuan, areas in square metres."""

    estate_id = Identifier()
    building = sentence(64)
    floor = fields.Integer(strict=True, validate=validate.Range(-100, 1000))
    layout = sentence(64)
    state = fields.List(fields.Enum(State, by_value=True))
    for_sale = fields.Boolean()
    area_from = figure(2)
    area_to = figure(2)
    price_to = figure(2)
    rent_to = figure(4)


class SummaryQuery(Form):
    """Which estate."""

    estate_id = Identifier(required=True)


class UnitsForm(Form):
    """Which units, and why."""

    unit_ids = fields.List(Identifier(), required=True, validate=validate.Length(1, 200))
    reason = sentence(500, required=True)


class SampleForm(Form):
    """Whether the unit is a sample unit (样板间), and the notes on its fit-out that its contract has to have."""

    is_sample = fields.Boolean(required=True)
    notes = sentence(2000)


class PermitForm(Form):
    """A permit of an estate, in force from `since` to `until`, both included."""

    estate_id = Identifier(required=True)
    permit = fields.Enum(Permit, by_value=True, required=True)
    number = sentence(64, required=True)
    since = fields.Date(required=True, validate=_DAY)
    until = fields.Date(allow_none=True, validate=_DAY)


class BoardItem(Schema):
    """A unit on the board: what it is, what it costs in yuan, how it stands, and who has it."""

    unit_id = fields.String()
    estate_id = fields.String()
    number = fields.String()
    building = fields.String()
    floor = fields.Integer()
    layout = fields.String()
    aspect = fields.String()
    fit_out = fields.String()
    use = fields.String()
    area_built = fields.Decimal(as_string=True)
    area_usable = fields.Decimal(as_string=True, allow_none=True)
    sale_price = fields.Decimal(as_string=True, allow_none=True)
    rent_per_sqm_day = fields.Decimal(as_string=True, allow_none=True)
    management_per_sqm_month = fields.Decimal(as_string=True)
    parking_per_month = fields.Decimal(as_string=True)
    phone_per_line_month = fields.Decimal(as_string=True)
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    state_since = fields.AwareDateTime(allow_none=True)
    is_sample = fields.Boolean()
    kept_for = fields.String(allow_none=True)
    deal_id = fields.String(allow_none=True)
    deal_number = fields.String(allow_none=True)
    consultant_id = fields.String(allow_none=True)
    consultant = fields.String(allow_none=True)
    until = fields.AwareDateTime(allow_none=True)
    leased_until = fields.Date(allow_none=True)


class BoardChangeView(Schema):
    """One thing that happened to a unit on the board."""

    at = fields.AwareDateTime()
    by = fields.String()
    before = fields.Nested(WordView)
    state = fields.Nested(WordView)
    cause = fields.Nested(WordView)
    reason = fields.String()
    deal_id = fields.String(allow_none=True)
    price = fields.Decimal(as_string=True, allow_none=True)


class BoardUnitView(BoardItem):
    """A unit of the board with all that happened to it there."""

    sample_notes = fields.String()
    history = fields.List(fields.Nested(BoardChangeView))
    may_do = fields.List(fields.Nested(ActView))


class StateCountView(Schema):
    """How many units are in a state."""

    state = fields.Nested(WordView)
    units = fields.Integer()


class SummaryView(Schema):
    """The board in numbers: units by state, and of those offered the share that is released, in percent (SALE-3)."""

    estate_id = fields.String()
    states = fields.List(fields.Nested(StateCountView))
    units = fields.Integer()
    released_percent = fields.Decimal(as_string=True, allow_none=True)


class BoardUnitsView(Schema):
    """Units as they stand on the board now."""

    items = fields.List(fields.Nested(BoardItem))


class PermitView(Schema):
    """A permit: what is recorded of it, if anything, and whether it is in force today."""

    permit = fields.Nested(WordView)
    number = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    recorded_at = fields.AwareDateTime(allow_none=True)
    by = fields.String(allow_none=True)
    in_force = fields.Boolean()


class PermitsView(Schema):
    """All permits that an estate needs before anything is sold."""

    estate_id = fields.String()
    permits = fields.List(fields.Nested(PermitView))
    may_sell = fields.Boolean()


BoardPage = page_of(BoardItem)
