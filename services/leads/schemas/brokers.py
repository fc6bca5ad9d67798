"""What crosses the doors of brokers and of reports to the monitoring room."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.disclosure import BrokerKind
from services.leads.schemas.forms import Phone, words
from services.leads.schemas.offers import MatterView


class BrokerForm(Form):
    """A broker who has come."""

    estate_id = Identifier(required=True)
    name = sentence(100, required=True)
    company = sentence(200, required=True)
    phone = Phone(required=True, validate=validate.Length(max=40))


class BrokerClassForm(Form):
    """The class that a broker is put into, and why."""

    kind = fields.Enum(BrokerKind, by_value=True, required=True)
    reason = sentence(500, required=True)


class BrokerQuery(ListQuery):
    """Which brokers: `q` looks in name and company."""

    estate_id = Identifier()
    kind = fields.Enum(BrokerKind, by_value=True)
    phone = Phone(validate=validate.Length(max=40))


class ClassingView(Schema):
    """When a broker was put into a class, by whom and why."""

    at = fields.AwareDateTime()
    by = fields.String(attribute="by_name")
    before = fields.String(allow_none=True)
    after = fields.String()
    reason = fields.String()


class BrokerItem(Schema):
    """A broker, and what they may be told: as they come, and for a client whom they name."""

    id = fields.String()
    estate_id = fields.String()
    name = fields.String()
    company = fields.String()
    phone = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    may_say = fields.List(fields.Nested(MatterView))
    may_say_for_client = fields.List(fields.Nested(MatterView))
    registered_at = fields.AwareDateTime()
    registered_by = fields.String()
    version = fields.Integer()


class BrokerView(BrokerItem):
    """A broker with the history of their class."""

    history = fields.List(fields.Nested(ClassingView))


class VisitReportForm(Form):
    """Whom the monitoring room is to see: a broker, or else a stranger; `looks` tells them on a screen, by no name."""

    estate_id = Identifier(required=True)
    broker_id = Identifier(allow_none=True)
    looks = words(200)


class VisitReportQuery(ListQuery):
    """Which reports."""

    estate_id = Identifier()
    broker_id = Identifier()


class VisitReportView(Schema):
    """What the monitoring room was told."""

    id = fields.String()
    estate_id = fields.String()
    at = fields.AwareDateTime()
    broker_id = fields.String(allow_none=True)
    broker = fields.String(allow_none=True)
    quotation_id = fields.String(allow_none=True)
    looks = fields.String()
    by = fields.String(attribute="by_name")
