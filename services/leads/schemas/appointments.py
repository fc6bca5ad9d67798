"""What crosses the doors of viewings (LEAD-21)."""

from datetime import date

from marshmallow import Schema, fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.appointments import AppointmentState
from services.leads.schemas.views import ActView

_A_DAY = validate.Range(date(2000, 1, 1), date(2999, 12, 31))


class TimesForm(Form):
    """From when to when, on the quarters of the hour."""

    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class AppointmentForm(TimesForm):
    """A viewing of a unit; without `consultant_id` it is the consultant whose lead the customer is."""

    estate_id = Identifier(required=True)
    customer_id = Identifier(required=True)
    consultant_id = Identifier(allow_none=True)
    unit_id = Identifier(allow_none=True)
    unit_number = sentence(64, required=True)


class MoveForm(TimesForm):
    """When it is instead, and with whom or of which unit, where that changes too."""

    consultant_id = Identifier(allow_none=True)
    unit_id = Identifier(allow_none=True)
    unit_number = sentence(64)


class AppointmentQuery(ListQuery):
    """Which viewings: of the days `since` to `until` at their estate, of a consultant, a unit or a customer.

    `to_be_moved` are those to come that did not go along when their consultant's work was handed over.
    """

    estate_id = Identifier()
    consultant_id = Identifier()
    customer_id = Identifier()
    unit_number = sentence(64)
    mine = fields.Boolean()
    state = fields.Enum(AppointmentState, by_value=True)
    since = fields.Date(validate=_A_DAY)
    until = fields.Date(validate=_A_DAY)
    to_be_moved = fields.Boolean()


class FeedQuery(Form):
    """Whose viewings: those of one consultant, or, as usual, one's own."""

    consultant_id = Identifier()


class CalendarQuery(Form):
    """The viewings of a stretch of at most 42 days, all at once: of an estate, a consultant, a unit."""

    estate_id = Identifier()
    consultant_id = Identifier()
    unit_number = sentence(64)
    mine = fields.Boolean()
    since = fields.Date(required=True, validate=_A_DAY)
    until = fields.Date(required=True, validate=_A_DAY)

    @validates_schema
    def end_behind_the_beginning(self, told: dict[str, date], **_: object) -> None:
        if "since" in told and "until" in told and not 0 <= (told["until"] - told["since"]).days < 42:
            raise ValidationError("It ends before it begins.", "until")


class AppointmentView(Schema):
    """A viewing: who is shown which unit by whom, when, and what became of it."""

    id = fields.String()
    estate_id = fields.String()
    customer_id = fields.String()
    customer = fields.String()
    consultant_id = fields.String()
    consultant = fields.String()
    unit_id = fields.String(allow_none=True)
    unit_number = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    day = fields.Date()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    reason = fields.String(allow_none=True)
    by = fields.String(attribute="by_name")
    version = fields.Integer()


class AppointmentItem(AppointmentView):
    """A viewing, and what may be done with it.

    `to_be_moved`: it is to come, and its consultant has handed their work over since; it did not go along.
    """

    to_be_moved = fields.Boolean()
    may_do = fields.List(fields.Nested(ActView))
