"""What property shows of estates, units, meters and items."""

from marshmallow import Schema, fields


class EstateView(Schema):
    """An estate."""

    id = fields.String()
    name = fields.String()
    timezone = fields.String()


class FloorView(Schema):
    """A floor, with how many of its units stand how."""

    floor = fields.Integer()
    vacant = fields.Integer()
    occupied = fields.Integer()
    reserved = fields.Integer()


class BuildingView(Schema):
    """A building and its floors."""

    name = fields.String()
    floors = fields.List(fields.Nested(FloorView))


class EstateDetail(EstateView):
    """An estate with its buildings."""

    buildings = fields.List(fields.Nested(BuildingView))


class UnitBrief(Schema):
    """A unit; areas are in square metres, `usable_ratio` is their quotient (得房率)."""

    id = fields.String()
    estate_id = fields.String()
    building = fields.String()
    floor = fields.Integer()
    number = fields.String()
    area_built = fields.Decimal(as_string=True)
    area_usable = fields.Decimal(as_string=True)
    usable_ratio = fields.Decimal(as_string=True)
    layout = fields.String()
    aspect = fields.String()
    fit_out = fields.String()
    use = fields.String()
    remark = fields.String()


class UnitItem(UnitBrief):
    """A unit as a list shows it: how it stands today, and who has it."""

    estate_name = fields.String()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    lease_id = fields.String(allow_none=True)
    lease_number = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    occupied_since = fields.Date(allow_none=True)
    let_until = fields.Date(allow_none=True)
    unit_change_id = fields.String(allow_none=True)
    unit_change_number = fields.String(allow_none=True)


class MeterNowView(Schema):
    """A meter in use with its last reading; `unit` is what one count is."""

    meter_id = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    unit = fields.String(attribute="kind.unit")
    number = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    installed_on = fields.Date()
    last_value = fields.Decimal(as_string=True, allow_none=True, attribute="value")
    last_read_on = fields.Date(allow_none=True, attribute="read_on")


class SignerView(Schema):
    """Who signed a reading."""

    role = fields.String(allow_none=True)
    name = fields.String()
    at = fields.String()


class SupersededView(Schema):
    """Why a reading no longer counts, who said so and when."""

    reason = fields.String()
    superseded_at = fields.AwareDateTime()
    superseded_by = fields.String()


class ReadingView(Schema):
    """One reading, in kWh or cubic metres; one that is superseded no longer counts."""

    id = fields.String()
    meter_id = fields.String()
    value = fields.Decimal(as_string=True)
    read_on = fields.Date()
    source = fields.String()
    source_zh = fields.String(attribute="source.zh")
    source_en = fields.String(attribute="source.en")
    unit_change_id = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()
    recorded_by = fields.String()
    signers = fields.List(fields.Nested(SignerView))
    superseded = fields.Nested(SupersededView, allow_none=True)


class MeterDetail(Schema):
    """A meter with all its readings, newest first."""

    id = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    unit = fields.String(attribute="kind.unit")
    number = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    installed_on = fields.Date()
    retired_on = fields.Date(allow_none=True)
    readings = fields.List(fields.Nested(ReadingView))


class ItemView(Schema):
    """An item that was handed out: to whom, when, and what became of it; `charge` is in yuan."""

    id = fields.String()
    version = fields.Integer()
    estate_id = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    number = fields.String()
    person = fields.String(allow_none=True)
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    unit_id = fields.String()
    unit_number = fields.String()
    lease_id = fields.String()
    lease_number = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    issued_on = fields.Date()
    issued_by = fields.String()
    closed_on = fields.Date(allow_none=True)
    closed_by = fields.String(allow_none=True)
    charge = fields.Decimal(as_string=True, allow_none=True)
    note = fields.String(allow_none=True)


class OccupancyView(Schema):
    """Who had or has a unit, from when to when."""

    since = fields.Date()
    until = fields.Date()
    lease_id = fields.String()
    lease_number = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    unit_change_id = fields.String(allow_none=True)


class UnitDetail(UnitItem):
    """A unit with its meters, its list of keys, what is handed out for it, and who had it."""

    version = fields.Integer()
    meters = fields.List(fields.Nested(MeterNowView))
    keys = fields.List(fields.String())
    items = fields.List(fields.Nested(ItemView))
    occupancies = fields.List(fields.Nested(OccupancyView))
