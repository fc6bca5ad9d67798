"""What comes in about visitors."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from kit import phones
from kit.listing import ListQuery
from kit.schemas import Form, Identifier, Sentence, sentence
from services.leads.rules.particulars import Relative
from services.leads.rules.words import Channel, Relation

_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)
_AREA = validate.Range(0, 1_000_000, min_inclusive=False)
_BUDGET = validate.Range(0, 10**12, min_inclusive=False)


class Phone(fields.String):
    """A telephone number, brought into its one form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        try:
            return phones.normal(super()._deserialize(value, attr, data, **options))
        except ValueError as error:
            raise ValidationError("Is not a telephone number.") from error


def words(longest: int) -> Sentence:
    return Sentence(validate=validate.Length(max=longest))


class RelativeForm(Form):
    """The customer whose relative the visitor is, and the relation (LEAD-5)."""

    customer_id = Identifier(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True)

    @post_load
    def make(self, told: dict[str, Any], **_: Any) -> Relative:
        return Relative(**told)


class ParticularsForm(Form):
    """What a visitor left and is looking for (LEAD-1); areas in square metres, the budget in yuan a month.

    `is_signed`: the consultant signs with their log-in; without it the entry is an inquiry.
    """

    name = words(100)
    phones = fields.List(Phone(validate=validate.Length(max=40)), validate=validate.Length(max=5))
    company = words(200)
    company_nature = words(64)
    business = words(64)
    area_from = fields.Decimal(places=2, allow_none=True, validate=_AREA, as_string=True)
    area_to = fields.Decimal(places=2, allow_none=True, validate=_AREA, as_string=True)
    layout = words(64)
    budget = fields.Decimal(places=2, allow_none=True, validate=_BUDGET, as_string=True)
    building = words(200)
    address = words(200)
    medium = words(64)
    intent = words(500)
    features = words(500)
    doubts = words(500)
    relatives = fields.List(fields.Nested(RelativeForm), validate=validate.Length(max=10))
    is_signed = fields.Boolean()

    @post_load
    def freeze(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        lists = {name: tuple(dict.fromkeys(told[name])) for name in ("phones", "relatives") if name in told}
        return told | lists


class RegistrationForm(ParticularsForm):
    """A visitor to be entered in the register; `asked_for_id` is the consultant whom they asked for by name."""

    estate_id = Identifier(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    asked_for_id = Identifier(allow_none=True)


class CorrectionForm(ParticularsForm):
    """What is corrected, and why; what is not named stays as it was."""

    reason = sentence(500, required=True)


class ReasonForm(Form):
    """Why."""

    reason = sentence(500, required=True)


class RegistrationQuery(ListQuery):
    """Which registrations: `q` looks in number, name, company and consultant; `phone` in every phone ever entered.

    `caretaker_id` works on the customer now: the consultant who registered them, or whom it was handed over to.
    """

    estate_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    caretaker_id = Identifier()
    phone = Phone(validate=validate.Length(max=40))
    channel = fields.Enum(Channel, by_value=True)
    state = fields.String(validate=validate.OneOf(["valid", "expired", "inquiry"]))
    since = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    until = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    mine = fields.Boolean()


class AttributionQuery(Form):
    """Whose customer it would be, had `closer_id` made a deal on that day (today, if none is named)."""

    estate_id = Identifier(required=True)
    closer_id = Identifier(required=True)
    on = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    is_on_site = fields.Boolean(load_default=True)
    claimed_on = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))


class ReceptionForm(Form):
    """A visitor at the desk; `asked_for_id` is the consultant they ask for, `phone` recognises who came before."""

    estate_id = Identifier(required=True)
    channel = fields.Enum(Channel, by_value=True, load_default=Channel.WALK_IN)
    visitor = words(100)
    phone = Phone(allow_none=True, validate=validate.Length(max=40))
    asked_for_id = Identifier(allow_none=True)


class ReceptionQuery(ListQuery):
    """Which receptions: `q` looks in visitor and consultant."""

    estate_id = Identifier()
    consultant_id = Identifier()
    customer_id = Identifier()
    since = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    until = fields.Date(validate=validate.Range(_EARLIEST, _LATEST))
    mine = fields.Boolean()


class RotaQuery(Form):
    """Whose rota."""

    estate_id = Identifier(required=True)


class RotaDutyForm(Form):
    """Who is on duty, or no more; without `consultant_id` it is the caller."""

    estate_id = Identifier(required=True)
    consultant_id = Identifier(allow_none=True)
    on_duty = fields.Boolean(required=True)
