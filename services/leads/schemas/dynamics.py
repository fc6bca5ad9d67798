"""What crosses the doors of the dynamics report (LEAD-22)."""

from datetime import date

from marshmallow import Schema, fields, validate

from kit.schemas import Form, Identifier
from services.leads.rules.dynamics import By

_A_DAY = validate.Range(date(2000, 1, 1), date(2999, 12, 31))


class DynamicsQuery(Form):
    """Which days, both included, and by which stretches; of one estate, or of all of the caller's."""

    estate_id = Identifier()
    since = fields.Date(required=True, validate=_A_DAY)
    until = fields.Date(required=True, validate=_A_DAY)
    by = fields.Enum(By, by_value=True, load_default=By.DAY)


class FiguresView(Schema):
    """What happened, and of the customers who came for the first time, how many have viewed, paid, closed since."""

    visits = fields.Integer()
    calls = fields.Integer()
    others = fields.Integer()
    questions = fields.Integer()
    viewings = fields.Integer()
    deposits = fields.Integer()
    deals = fields.Integer()
    customers = fields.Integer()
    viewed = fields.Integer()
    paid = fields.Integer()
    dealt = fields.Integer()


class MediumView(FiguresView):
    """The figures of a channel and a medium, which are empty where they are not known."""

    channel = fields.String()
    channel_zh = fields.String()
    channel_en = fields.String()
    medium = fields.String()


class DynamicsRow(MediumView):
    """The figures of a day, or of the week or month that begins with it."""

    day = fields.Date()


class QuestionView(Schema):
    """What customers asked, and how often."""

    question = fields.String()
    count = fields.Integer()


class DynamicsView(Schema):
    """The report: by stretch, by channel and medium alone, all together, and what was asked most."""

    since = fields.Date()
    until = fields.Date()
    by = fields.Enum(By, by_value=True)
    rows = fields.List(fields.Nested(DynamicsRow))
    media = fields.List(fields.Nested(MediumView))
    total = fields.Nested(FiguresView)
    questions = fields.List(fields.Nested(QuestionView))
