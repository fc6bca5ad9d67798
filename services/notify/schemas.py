"""What crosses notify's doors."""

from marshmallow import Schema, fields, validate

from kit.listing import ListQuery
from kit.schemas import Form
from services.notify.rules.inboxes import Kind, Show
from services.words import Department


class InboxQuery(ListQuery):
    """Filters of an inbox: what is to be done (`todo`), unread, overdue, closed, or all."""

    show = fields.String(load_default=Show.TODO.value, validate=validate.OneOf([show.value for show in Show]))
    kind = fields.String(validate=validate.OneOf([kind.value for kind in Kind]))
    case_id = fields.UUID()
    personal = fields.Boolean(metadata={"description": "只看个人 / only what is for me in person"})


class ItemView(Schema):
    """One thing in an inbox; `read_at` is the caller's own, `rank` is set where it went to one rank only."""

    id = fields.String()
    kind = fields.String()
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    asks = fields.Boolean()
    department = fields.String(allow_none=True)
    rank = fields.String(allow_none=True)
    person_id = fields.String(allow_none=True)
    estate_id = fields.String(allow_none=True)
    case_id = fields.String(allow_none=True)
    step = fields.String(allow_none=True)
    about = fields.String(allow_none=True)
    notice_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    title_zh = fields.String()
    title_en = fields.String()
    body_zh = fields.String()
    body_en = fields.String()
    link = fields.String()
    opened_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    overdue_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    read_at = fields.AwareDateTime(allow_none=True)


class CountsView(Schema):
    """How much is in the caller's inbox: to be done, unread, overdue; `revision` moves with every change."""

    todo = fields.Integer()
    unread = fields.Integer()
    overdue = fields.Integer()
    revision = fields.Integer()


class SinceQuery(Form):
    """The revision that the asker has seen last."""

    revision = fields.Integer(load_default=0, validate=validate.Range(0, 2**53))


class SinceView(CountsView):
    """Whether anything has changed since the asker's revision; the counts are given only where it has."""

    changed = fields.Boolean(required=True)


class ReadView(Schema):
    """How many items were marked as read."""

    count = fields.Integer()


class NoticeQuery(ListQuery):
    """Filters of the list of notices; `waiting` are those that the caller's department has yet to acknowledge."""

    type = fields.String(validate=validate.Length(max=128))
    subject_id = fields.UUID()
    waiting = fields.Boolean()


class NoticeItem(Schema):
    """A notice as it was sent."""

    id = fields.String()
    type = fields.String()
    subject_id = fields.String()
    estate_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    title_zh = fields.String()
    title_en = fields.String()
    body_zh = fields.String()
    body_en = fields.String()
    link = fields.String()
    sent_at = fields.AwareDateTime()
    asked = fields.Integer()
    acknowledged = fields.Integer()


class RecipientView(Schema):
    """A department that got the notice, and who of it has acknowledged when."""

    department = fields.String()
    zh = fields.String()
    en = fields.String()
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    acknowledged_by = fields.String(allow_none=True)
    acknowledged_by_name = fields.String(allow_none=True)
    reminders = fields.Integer()
    remind_at = fields.AwareDateTime(allow_none=True)


class ReasonView(Schema):
    """A reason, in both languages."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()
    rule = fields.String(allow_none=True)


class NoticeView(NoticeItem):
    """A notice with who has acknowledged it and who has not, and what stands against the caller doing so."""

    recipients = fields.List(fields.Nested(RecipientView))
    reasons_not_to_acknowledge = fields.List(fields.Nested(ReasonView))


class SubscriptionForm(Form):
    """Who gets an event; without texts of one's own, the usual ones stay."""

    departments = fields.List(
        fields.String(validate=validate.OneOf([department.value for department in Department])),
        required=True,
        validate=validate.Length(max=len(Department)),
    )
    asks_acknowledgement = fields.Boolean(required=True)
    tells_person = fields.Boolean(load_default=True)
    title_zh = fields.String(validate=validate.Length(1, 200))
    title_en = fields.String(validate=validate.Length(1, 200))
    body_zh = fields.String(validate=validate.Length(max=2000))
    body_en = fields.String(validate=validate.Length(max=2000))
    link = fields.String(
        validate=[validate.Length(max=200), validate.Regexp("^/", error="Not a valid path.")],
        metadata={"example": "/unit-changes"},
    )


class TemplateView(Schema):
    """The texts of a notice, with the event's fields in braces."""

    title_zh = fields.String()
    title_en = fields.String()
    body_zh = fields.String()
    body_en = fields.String()
    link = fields.String()


class SubscriptionView(Schema):
    """Who gets an event; `says` is what it means, `fields` are those a text may name, `usual` says it is unchanged.

    `desk` is the lowest rank that can do anything about it, or in braces the field of the event that names the desk.
    """

    event_type = fields.String()
    says = fields.String()
    departments = fields.List(fields.String())
    asks_acknowledgement = fields.Boolean()
    person = fields.String(allow_none=True)
    desk = fields.String(allow_none=True)
    template = fields.Nested(TemplateView, allow_none=True)
    is_waited_for = fields.Boolean()
    fields_ = fields.List(fields.String(), data_key="fields", attribute="fields")
    usual = fields.Boolean()
    version = fields.Integer()
