"""What crosses the doors through which the whole house is watched: audit trails and traces of all services together."""

from marshmallow import Schema, fields, validate

from kit.schemas import Form

_SHORT = validate.Length(1, 64)


class AuditQuery(Form):
    """Which lines of which trails: newest first, at most `limit` from each service."""

    service = fields.String(validate=_SHORT)
    caller = fields.String(validate=_SHORT, metadata={"description": "用户名 / username"})
    door = fields.String(validate=_SHORT)
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    refused = fields.Boolean(metadata={"description": "只看被拒绝的 / refused ones only"})
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class AuditLine(Schema):
    service = fields.String(required=True)
    position = fields.Integer(required=True)
    at = fields.String(required=True)
    door = fields.String(required=True)
    caller_id = fields.String(required=True)
    caller = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    params = fields.Dict(keys=fields.String(), required=True)
    status = fields.Integer(required=True)
    refused = fields.String(required=True, allow_none=True)
    changes = fields.List(fields.Dict(keys=fields.String()), required=True)
    correlation_id = fields.String(required=True)


class AuditPage(Schema):
    """Lines of all services asked, newest first; `silent` names the services that did not answer."""

    items = fields.List(fields.Nested(AuditLine), required=True)
    silent = fields.List(fields.String(), required=True)


class AuditCheck(Schema):
    """Whether one service's trail is whole; `altered_at` is the position of the first line that is not."""

    service = fields.String(required=True)
    whole = fields.Boolean(required=True, allow_none=True)
    altered_at = fields.Integer(required=True, allow_none=True)


class Listening(Schema):
    """What became of an event at one listener: on_its_way, pending, done, parked, discarded, or unknown."""

    service = fields.String(required=True)
    state = fields.String(required=True)
    attempts = fields.Integer(required=True, allow_none=True)
    received_at = fields.String(required=True, allow_none=True)
    done_at = fields.String(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class TracedEvent(Schema):
    event_id = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    said_by = fields.String(required=True)
    said_at = fields.String(required=True)
    sent_at = fields.String(required=True, allow_none=True)
    causation_id = fields.String(required=True, allow_none=True)
    listeners = fields.List(fields.Nested(Listening), required=True)


class TracedCall(Schema):
    """One call at a door."""

    service = fields.String(required=True)
    door = fields.String(required=True)
    caller = fields.String(required=True)
    status = fields.Integer(required=True)
    refused = fields.String(required=True, allow_none=True)
    at = fields.String(required=True)


class Trace(Schema):
    """Everything one request set off: what was asked, who said what, who heard it, who has not yet."""

    correlation_id = fields.String(required=True)
    asked = fields.List(fields.Nested(TracedCall), required=True)
    events = fields.List(fields.Nested(TracedEvent), required=True)
    silent = fields.List(fields.String(), required=True)
