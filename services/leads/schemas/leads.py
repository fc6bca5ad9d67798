"""What crosses the doors of leads and of keeping in touch (LEAD-17, LEAD-20)."""

from datetime import date

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.queries.leads import UNGRADED
from services.leads.rules.follow_up import ContactKind, Outcome, Stage
from services.leads.rules.leads import Grade, LeadState
from services.leads.rules.words import Channel
from services.leads.schemas.appointments import AppointmentView
from services.leads.schemas.forms import words
from services.leads.schemas.views import ActView

_A_DAY = validate.Range(date(2000, 1, 1), date(2999, 12, 31))
_GRADES = [grade.value for grade in Grade]


class GradeForm(Form):
    """How strong the customer's intent is, A to D, and why."""

    estate_id = Identifier(required=True)
    grade = fields.Enum(Grade, by_value=True, required=True)
    note = words(500)


class ContactForm(Form):
    """A contact as it was: `at` is now where nothing else is said; `customer_asked` allows a call before day 2."""

    estate_id = Identifier(required=True)
    kind = fields.Enum(ContactKind, by_value=True, required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    said = sentence(1000, required=True)
    customer_asked = fields.Boolean(load_default=False)
    at = fields.AwareDateTime()


class LeadQuery(ListQuery):
    """Which leads: `q` looks in number, name, company and consultant; a `grade` of `none` is ungraded.

    `not_contacted_since` finds those of whom nobody has heard since that day.
    """

    estate_id = Identifier()
    consultant_id = Identifier()
    mine = fields.Boolean()
    state = fields.Enum(LeadState, by_value=True)
    grade = fields.String(validate=validate.OneOf([*_GRADES, UNGRADED]))
    channel = fields.Enum(Channel, by_value=True)
    contacted_since = fields.Date(validate=_A_DAY)
    not_contacted_since = fields.Date(validate=_A_DAY)


class FollowUpQuery(LeadQuery):
    """What is due, by today (`due`, which is usual), `overdue`, `today`, `to_come`, or `all` of it."""

    when = fields.String(load_default="due", validate=validate.OneOf(["due", "overdue", "today", "to_come", "all"]))
    stage = fields.Enum(Stage, by_value=True)


class OfEstate(Form):
    """At which estate; where it is not said, at the one where the customer was heard of last."""

    estate_id = Identifier()


class LeadItem(Schema):
    """A lead as a list shows it; phones are masked. `when` is overdue, today or to_come, or empty: nothing is due."""

    customer_id = fields.String()
    estate_id = fields.String()
    number = fields.String()
    name = fields.String()
    company = fields.String()
    phones = fields.List(fields.String())
    channel = fields.String()
    channel_zh = fields.String(attribute="channel.zh")
    channel_en = fields.String(attribute="channel.en")
    medium = fields.String()
    consultant_id = fields.String()
    consultant = fields.String()
    state = fields.String()
    state_zh = fields.String(attribute="state.zh")
    state_en = fields.String(attribute="state.en")
    grade = fields.String(allow_none=True)
    heard_on = fields.Date()
    visited_on = fields.Date(allow_none=True)
    contacted_on = fields.Date(allow_none=True)
    stage = fields.String(allow_none=True)
    due_from = fields.Date(allow_none=True)
    due_until = fields.Date(allow_none=True)
    when = fields.String(allow_none=True)
    version = fields.Integer()


class FollowUpItem(LeadItem):
    """What is due of a lead, and what stands against this caller doing it now."""

    may_do = fields.List(fields.Nested(ActView))


class GradingView(Schema):
    """How a lead was graded, when and by whom."""

    at = fields.AwareDateTime()
    grade = fields.String()
    note = fields.String()
    by = fields.String(attribute="by_name")


class ContactView(Schema):
    """A contact as it was written down."""

    id = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    outcome = fields.String()
    outcome_zh = fields.String(attribute="outcome.zh")
    outcome_en = fields.String(attribute="outcome.en")
    said = fields.String()
    customer_asked = fields.Boolean()
    noted_at = fields.AwareDateTime()
    by = fields.String(attribute="by_name")


class LeadView(LeadItem):
    """A lead with its gradings, contacts and viewings, the newest first, and what may be done with it."""

    gradings = fields.List(fields.Nested(GradingView))
    contacts = fields.List(fields.Nested(ContactView))
    appointments = fields.List(fields.Nested(AppointmentView))
    may_do = fields.List(fields.Nested(ActView))
