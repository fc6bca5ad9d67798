"""What crosses the operators' doors."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kit.schemas import Form

LIMIT = validate.Range(1, 100)
SHORT = validate.Length(1, 128)


class AskedView(Schema):
    """One call at a door."""

    door = fields.String()
    caller = fields.String()
    status = fields.Integer()
    refused = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class SaidView(Schema):
    """One event that the service said."""

    event_id = fields.String()
    type = fields.String()
    subject = fields.String()
    causation_id = fields.String(allow_none=True)
    estate = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)


class HeardView(Schema):
    """One event that the service heard, and what became of it."""

    event_id = fields.String()
    type = fields.String()
    subject = fields.String()
    state = fields.String()
    attempts = fields.Integer()
    received_at = fields.AwareDateTime()
    done_at = fields.AwareDateTime(allow_none=True)
    error = fields.String()
    note = fields.String(allow_none=True)


class TraceView(Schema):
    """What one service knows of a correlation id."""

    asked = fields.List(fields.Nested(AskedView))
    said = fields.List(fields.Nested(SaidView))
    heard = fields.List(fields.Nested(HeardView))


class ParkedQuery(Form):
    """Which parked events to list; `after` is the position of the last one seen."""

    type = fields.String(load_default=None, validate=SHORT)
    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**63 - 1))
    limit = fields.Integer(load_default=50, validate=LIMIT)


class ParkedView(Schema):
    """A parked event in the list; `waiting_behind` counts what waits for the same subject."""

    position = fields.Integer()
    event_id = fields.String()
    type = fields.String()
    subject = fields.String()
    correlation_id = fields.String()
    attempts = fields.Integer()
    received_at = fields.AwareDateTime()
    error = fields.String(allow_none=True)
    waiting_behind = fields.Integer()


class ParkedEventView(ParkedView):
    """A parked event with its payload and its whole error."""

    class Meta:
        exclude = ("waiting_behind",)

    body = fields.String()
    note = fields.String(allow_none=True)


class WhichForm(Form):
    """Which parked events are meant: those of a type, or all."""

    type = fields.String(load_default=None, validate=SHORT)
    all = fields.Boolean(load_default=False)

    @validates_schema
    def choose_one(self, data: dict[str, object], **_: object) -> None:
        if bool(data["type"]) == data["all"]:
            raise ValidationError("Give a type, or all.", "type")


class ReasonForm(Form):
    """Why a parked event is discarded."""

    reason = fields.String(required=True, validate=validate.Length(3, 255))


class CountView(Schema):
    """How many events it concerned."""

    events = fields.Integer()


class ReplayForm(Form):
    """A stretch of what was said, `until` not included, for one listener; `again` repeats what it has done already."""

    listener = fields.String(required=True, validate=validate.Length(1, 64))
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    types = fields.List(fields.String(validate=SHORT), load_default=list, validate=validate.Length(max=50))
    again = fields.Boolean(load_default=False)

    @validates_schema
    def in_order(self, data: dict[str, object], **_: object) -> None:
        if data["until"] <= data["since"]:  # type: ignore[operator]
            raise ValidationError("It ends before it begins.", "until")


class ReplayView(Schema):
    """A replay and how far it is."""

    id = fields.String()
    listener = fields.String()
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    types = fields.List(fields.String())
    again = fields.Boolean()
    asked_at = fields.AwareDateTime()
    asked_by = fields.String()
    sent = fields.Integer()
    finished_at = fields.AwareDateTime(allow_none=True)
    error = fields.String(allow_none=True)


class DepthsView(Schema):
    """What waits in the outbox and the inbox."""

    unsent = fields.Integer()
    oldest_unsent = fields.AwareDateTime(allow_none=True)
    unhandled = fields.Integer()
    oldest_unhandled = fields.AwareDateTime(allow_none=True)
    parked = fields.Integer()
    replays = fields.Integer()


class AuditQuery(Form):
    """Which lines of the audit trail; `until` is not included."""

    caller = fields.String(validate=SHORT)
    door = fields.String(validate=SHORT)
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    refused = fields.Boolean()
    correlation_id = fields.String(validate=SHORT)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))


class AuditView(Schema):
    """One line of the audit trail."""

    position = fields.Integer()
    at = fields.AwareDateTime()
    door = fields.String()
    caller_id = fields.String()
    caller = fields.String()
    address = fields.String(allow_none=True)
    params = fields.Dict()
    status = fields.Integer()
    refused = fields.String(allow_none=True)
    changes = fields.List(fields.Dict())
    correlation_id = fields.String()


class VerdictView(Schema):
    """Whether the trail is whole; otherwise the position of the first line that is not as it was written."""

    whole = fields.Boolean()
    broken_at = fields.Integer(allow_none=True)
