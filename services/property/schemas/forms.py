"""What comes in through property's doors."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from kit.clock import DEFAULT_ZONE
from kit.procedure import Signature
from kit.procedure.schemas import ReasonForm, SignForm
from kit.schemas import Form
from services.property.procedures import CUSTOMER, UNIT_CHANGE
from services.property.rules.inspection import Finding
from services.property.rules.items import Handed, Tick, Ticket
from services.property.rules.meters import Read
from services.property.rules.words import Cause, ItemKind, ItemState
from services.property.schemas.fields import Identifier, quantity, sentence, word
from services.words import Trade

MOST = 200


def several(form: type[Form], **options: Any) -> fields.List[Any]:
    """A list of at most 200 of `form`."""
    return fields.List(fields.Nested(form), validate=validate.Length(max=MOST), **options)


class EstateForm(Form):
    """An estate to be opened; `timezone` is an IANA name."""

    name = sentence(255, required=True)
    timezone = sentence(64, load_default=DEFAULT_ZONE)


class ReadingForm(Form):
    """An ordinary reading, in kWh or cubic metres; of today where no day is given."""

    value = quantity(required=True)
    read_on = fields.Date(load_default=None, allow_none=True)


class TicketForm(Form):
    """An item by what is written on it."""

    kind = word(ItemKind, required=True)
    number = sentence(required=True)


class HandedForm(TicketForm):
    """An item to be handed out; `person` is the bearer of an access card."""

    person = sentence(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Handed:
        return Handed(Ticket(data["kind"], data["number"]), data["person"])


class TickForm(TicketForm):
    """An item ticked on the list of what was issued."""

    outcome = word(ItemState, required=True, validate=validate.NoneOf([ItemState.ISSUED]))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Tick:
        return Tick(Ticket(data["kind"], data["number"]), data["outcome"])


class IssueForm(Form):
    """Items to be handed to a lease's customer, for the lease's unit; today where no day is given."""

    lease_id = Identifier(required=True)
    items = several(HandedForm, required=True)
    issued_on = fields.Date(load_default=None, allow_none=True)


class NoteForm(Form):
    """What there is to say about an item that came back or is gone."""

    note = sentence(255, load_default=None, allow_none=True)


class KeyListForm(Form):
    """The numbers of the keys that belong to a unit."""

    keys = fields.List(sentence(), required=True, validate=validate.Length(max=MOST))


class MoveForm(Form):
    """Who moves from where to where, and when; the lease, or the customer with the old unit, must be named."""

    customer_id = Identifier(load_default=None, allow_none=True)
    lease_id = Identifier(load_default=None, allow_none=True)
    old_unit_id = Identifier(load_default=None, allow_none=True)
    new_unit_id = Identifier(required=True)
    change_date = fields.Date(required=True)

    @validates_schema
    def name_who_moves(self, data: dict[str, Any], **_: object) -> None:
        """A lease says whose it is and for which unit; without one, both must be said."""
        if not data.get("lease_id") and not (data.get("customer_id") and data.get("old_unit_id")):
            raise ValidationError({"lease_id": ["Missing data for required field."]})


class ChangeForm(MoveForm):
    """A request to change units."""

    cause = word(Cause, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=2000))


class FindingForm(Form):
    """A fault; `trade` is whose work it is, `place` where in the unit."""

    trade = word(Trade, required=True)
    description = sentence(500, required=True)
    place = fields.String(load_default="", validate=validate.Length(max=100))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Finding:
        return Finding(**data)


class InspectionForm(SignForm):
    """What an inspection found, or that the unit is clear."""

    findings = several(FindingForm, load_default=list)
    clear = fields.Boolean(load_default=False)


class KeyCheckForm(SignForm):
    """The keys counted, and whether the forms for moving in are ready."""

    keys = fields.List(sentence(), required=True, validate=validate.Length(max=MOST))
    forms_prepared = fields.Boolean(required=True)


class CleaningForm(Form):
    """The cleaners' report."""

    cleaner = sentence(required=True)
    report = fields.String(load_default="", validate=validate.Length(max=1000))


class LeaseCopyForm(Form):
    """A copy of the lease, as PDF, JPEG or PNG."""

    lease_number = sentence(required=True)
    file = fields.Raw(required=True)


class CustomerForm(SignForm):
    """The customer's signature, given on the spot."""

    name = sentence(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Signature:
        return Signature(CUSTOMER.role, data["name"], data["image"])


class WithCustomer(SignForm):
    """A step that the customer signs too; loads `customer` as the list of outside signatures."""

    customer = fields.Nested(CustomerForm, load_default=None, allow_none=True)

    @post_load
    def listed(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        return data | {"customer": [data["customer"]] if data["customer"] else []}


class MeterForm(Form):
    """One meter's reading, in kWh or cubic metres."""

    meter_id = Identifier(required=True)
    value = quantity(required=True)


class MeterReadingsForm(WithCustomer):
    """The readings of both units' meters; of today where no day is given."""

    readings = several(MeterForm, required=True)
    read_on = fields.Date(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        reads = [
            Read(reading["meter_id"], reading["value"], f"readings.{place}.value")
            for place, reading in enumerate(data["readings"])
        ]
        return data | {"readings": reads}


class ReturnForm(SignForm):
    """Every item that was issued for the old unit, returned or missing."""

    items = several(TickForm, required=True)


class HandOverForm(WithCustomer):
    """The new items that the customer is handed."""

    items = several(HandedForm, required=True)


class SkipForm(ReasonForm):
    """The step that is not called for, and why."""

    step = fields.String(required=True, validate=validate.OneOf([step.name for step in UNIT_CHANGE.steps]))
