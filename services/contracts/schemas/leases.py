"""What crosses the doors of contracts."""

from marshmallow import Schema, fields

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, sentence
from services.contracts.rules import LeaseState, Payment, UnitState


def amount() -> fields.Decimal:
    """A required tariff in yuan, told as a string so that no digit is lost."""
    return fields.Decimal(required=True, allow_nan=False, as_string=True)


class TariffsForm(Form):
    """The tariffs of a lease, in yuan."""

    rent_per_sqm_day = amount()
    management_per_sqm_month = amount()
    electricity_per_kwh = amount()
    water_per_m3 = amount()
    parking_spaces = fields.Integer(required=True, strict=True)
    parking_per_month = amount()
    phone_lines = fields.Integer(required=True, strict=True)
    phone_per_line_month = amount()


class LeaseForm(Form):
    """A lease to be registered by hand."""

    unit_id = Identifier(required=True)
    number = sentence(64, required=True)
    customer_name = sentence(255, required=True)
    phone = sentence(40, required=True)
    contact = sentence(64, required=True)
    business = sentence(64, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    payment = fields.Enum(Payment, by_value=True, required=True)
    tariffs = fields.Nested(TariffsForm, required=True)


class LeaseQuery(ListQuery):
    """Which leases: `q` looks in number, customer, unit and business."""

    estate_id = Identifier()
    unit_id = Identifier()
    unit_number = sentence(64)
    customer_id = Identifier()
    state = fields.Enum(LeaseState, by_value=True)
    ends_before = fields.Date()


class CustomerQuery(ListQuery):
    """Which customers: `q` looks in the name."""


class UnitStateQuery(ListQuery):
    """Which units: `q` looks in the number."""

    estate_id = Identifier()
    building = sentence(64)
    state = fields.Enum(UnitState, by_value=True)


class LeaseItem(Schema):
    """A lease as a list shows it; the phone is masked."""

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    building = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    phone = fields.String()
    business = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    payment = fields.String()
    state = fields.Enum(LeaseState, by_value=True)


class StayView(Schema):
    """A stretch of days in one unit; `until` is empty for the present one."""

    unit_id = fields.String()
    unit_number = fields.String()
    since = fields.Date()
    until = fields.Date(allow_none=True)
    unit_change_id = fields.String(allow_none=True)
    unit_change_number = fields.String(allow_none=True)


class LeaseChangeView(Schema):
    """One row of a lease's history."""

    at = fields.AwareDateTime()
    by = fields.String()
    change = fields.String()
    zh = fields.String()
    en = fields.String()
    details = fields.Dict(keys=fields.String())
    unit_change_id = fields.String(allow_none=True)


class TariffsView(Schema):
    """The tariffs of a lease, in yuan."""

    rent_per_sqm_day = fields.Decimal(as_string=True)
    management_per_sqm_month = fields.Decimal(as_string=True)
    electricity_per_kwh = fields.Decimal(as_string=True)
    water_per_m3 = fields.Decimal(as_string=True)
    parking_spaces = fields.Integer()
    parking_per_month = fields.Decimal(as_string=True)
    phone_lines = fields.Integer()
    phone_per_line_month = fields.Decimal(as_string=True)


class LeaseView(LeaseItem):
    """A lease with its tariffs, the units it has been for, and its history."""

    version = fields.Integer()
    contact = fields.String()
    registered_at = fields.AwareDateTime()
    tariffs = fields.Nested(TariffsView)
    stays = fields.List(fields.Nested(StayView))
    history = fields.List(fields.Nested(LeaseChangeView))


class CustomerItem(Schema):
    """A customer, enough to choose one."""

    id = fields.String()
    name = fields.String()


class UnitStateItem(Schema):
    """A unit and whether somebody rents it today; `kept_for` is the unit change that is to bring a tenant in."""

    unit_id = fields.String()
    estate_id = fields.String()
    number = fields.String()
    building = fields.String()
    floor = fields.Integer()
    area_built = fields.Decimal(as_string=True)
    state = fields.Enum(UnitState, by_value=True)
    kept_for = fields.String(allow_none=True)


LeasePage = page_of(LeaseItem)
CustomerPage = page_of(CustomerItem)
UnitStatePage = page_of(UnitStateItem)
