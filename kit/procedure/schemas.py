"""How a case crosses a door: the answer schema of `view`, and the forms of signatures and reasons."""

from marshmallow import Schema, ValidationError, fields, post_load, validate

from kit.procedure.signatures import LARGEST_IMAGE, PREFIX, Signature, reasons_against_image
from kit.schemas import Form


def _is_image(value: str) -> None:
    for reason in reasons_against_image(value):
        raise ValidationError(reason.en)


_IMAGE_LIMIT = validate.Length(max=len(PREFIX) + LARGEST_IMAGE * 4 // 3 + 4)


class SignatureForm(Form):
    """The signature of somebody from outside; loads as a `Signature`."""

    role = fields.String(required=True, validate=validate.Length(min=1, max=64))
    name = fields.String(required=True, validate=validate.Length(min=1, max=64))
    image = fields.String(load_default=None, allow_none=True, validate=(_IMAGE_LIMIT, _is_image))

    @post_load
    def build(self, data: dict[str, str | None], **_: object) -> Signature:
        return Signature(**data)  # type: ignore[arg-type]


class SignForm(Form):
    """The drawn image of whoever signs, where there is one."""

    image = fields.String(load_default=None, allow_none=True, validate=(_IMAGE_LIMIT, _is_image))


class ReasonForm(Form):
    """Why something is cancelled, skipped or sent back."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class Named(Schema):
    name = fields.String()
    zh = fields.String()
    en = fields.String()


class DepartmentView(Schema):
    code = fields.String()
    zh = fields.String()
    en = fields.String()


class RecordView(Named):
    required = fields.Boolean()


class SignerView(Named):
    outside = fields.Boolean()


class MissingView(Named):
    kind = fields.String(validate=validate.OneOf(("step", "record", "signature")))


class ReasonView(Schema):
    code = fields.String()
    zh = fields.String()
    en = fields.String()
    field = fields.String(allow_none=True)
    rule = fields.String(allow_none=True)


class SignatureView(Schema):
    role = fields.String()
    name = fields.String()
    person_id = fields.String(allow_none=True)
    department = fields.String(allow_none=True)
    rank = fields.String(allow_none=True)
    at = fields.String()
    image = fields.String(allow_none=True)


class StuckAtView(Named):
    step = fields.String()
    kind = fields.String()
    department = fields.Nested(DepartmentView)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class StepView(Named):
    owner = fields.List(fields.Nested(DepartmentView))
    needs = fields.List(fields.String())
    rule = fields.String(allow_none=True)
    state = fields.String()
    round = fields.Integer()
    opened_at = fields.AwareDateTime(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
    not_before = fields.Date(allow_none=True)
    records = fields.List(fields.Nested(RecordView))
    signers = fields.List(fields.Nested(SignerView))
    missing = fields.List(fields.Nested(MissingView))
    recorded = fields.Dict(keys=fields.String(), allow_none=True)
    signatures = fields.List(fields.Nested(SignatureView))
    reason = fields.String(allow_none=True)
    done_at = fields.AwareDateTime(allow_none=True)
    done_by = fields.String(allow_none=True)
    may_do = fields.Boolean()
    reasons_against = fields.List(fields.Nested(ReasonView))
    may_sign = fields.Boolean()
    may_skip = fields.Boolean()
    may_send_back = fields.Boolean()


class HistoryView(Schema):
    position = fields.Integer()
    at = fields.AwareDateTime()
    kind = fields.String()
    zh = fields.String()
    en = fields.String()
    step = fields.String(allow_none=True)
    step_zh = fields.String(allow_none=True)
    step_en = fields.String(allow_none=True)
    round = fields.Integer(allow_none=True)
    by = fields.String()
    department = fields.Nested(DepartmentView, allow_none=True)
    recorded = fields.Dict(keys=fields.String(), allow_none=True)
    before = fields.Dict(keys=fields.String())
    after = fields.Dict(keys=fields.String())
    reason = fields.String(allow_none=True)
    note_zh = fields.String(allow_none=True)
    note_en = fields.String(allow_none=True)
    correlation_id = fields.String()


class CaseView(Schema):
    """The whole of a case, as `view` gives it; its version is the ETag."""

    id = fields.String()
    procedure = fields.String()
    zh = fields.String()
    en = fields.String()
    number = fields.String()
    link = fields.String()
    estate_id = fields.String(allow_none=True)
    state = fields.String()
    version = fields.Integer()
    dates = fields.Dict(keys=fields.String(), values=fields.String())
    opened_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    stuck_at = fields.List(fields.Nested(StuckAtView))
    may_cancel = fields.Boolean()
    steps = fields.List(fields.Nested(StepView))
    history = fields.List(fields.Nested(HistoryView))
