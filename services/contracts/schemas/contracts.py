"""What crosses the doors of contracts, supplements, promises, withdrawals and problems (SALE-6 to SALE-9)."""

from datetime import date

from marshmallow import Schema, fields, validate

from kit.schemas import Form, sentence
from services.contracts.rules import Payment
from services.contracts.rules.contracts import Means, Plan
from services.contracts.rules.supplements import Risk
from services.contracts.schemas.common import ActView, WordView
from services.contracts.schemas.deals import money
from services.contracts.schemas.leases import TariffsForm

_DAY = validate.Range(date(1950, 1, 1), date(2199, 12, 31))


class PartForm(Form):
    """A payment of the plan, in yuan."""

    due_on = fields.Date(required=True, validate=_DAY)
    amount = money()
    means = fields.Enum(Means, by_value=True, required=True)


class ClauseForm(Form):
    """A special clause."""

    title = sentence(255, required=True)
    text = sentence(4000, required=True)


class LeaseTermsForm(Form):
    """What the lease of a deal says beside its contract, for the register of leases."""

    phone = sentence(40, required=True)
    contact = sentence(64, required=True)
    business = sentence(64, required=True)
    payment = fields.Enum(Payment, by_value=True, required=True)
    tariffs = fields.Nested(TariffsForm, required=True)


class ContractForm(Form):
    """A contract as it is signed. A lease without `parts` is paid by its rents."""

    number = sentence(64, required=True)
    parties = sentence(1000, required=True)
    signed_on = fields.Date(required=True, validate=_DAY)
    plan = fields.Enum(Plan, by_value=True, required=True)
    parts = fields.List(fields.Nested(PartForm), load_default=list, validate=validate.Length(max=600))
    clauses = fields.List(fields.Nested(ClauseForm), load_default=list, validate=validate.Length(max=50))
    starts_on = fields.Date(allow_none=True, validate=_DAY)
    ends_on = fields.Date(allow_none=True, validate=_DAY)
    lease = fields.Nested(LeaseTermsForm, allow_none=True)


class SupplementForm(Form):
    """The text of a supplementary agreement."""

    title = sentence(255, required=True)
    text = sentence(20000, required=True)


class DecisionForm(Form):
    """Whether it is approved, and why."""

    is_approved = fields.Boolean(required=True)
    reason = sentence(500, required=True)


class TextForm(Form):
    """The text as it stands on the paper that is signed."""

    text = sentence(20000, required=True)


class PromiseForm(Form):
    """What was promised outside of the contract, and what may come of it."""

    promised_on = fields.Date(required=True, validate=_DAY)
    text = sentence(2000, required=True)
    risk = fields.Enum(Risk, by_value=True, required=True)
    risk_note = sentence(1000, required=True)


class PartView(Schema):
    """A payment of a plan."""

    position = fields.Integer()
    due_on = fields.Date()
    amount = fields.Decimal(as_string=True)
    means = fields.Nested(WordView)


class ClauseView(Schema):
    """A special clause."""

    position = fields.Integer()
    title = fields.String()
    text = fields.String()


class SupplementDecisionView(Schema):
    """Who approved a text or not, and why."""

    at = fields.AwareDateTime()
    by = fields.String()
    rank = fields.String()
    is_approved = fields.Boolean()
    reason = fields.String()


class SupplementView(Schema):
    """A supplementary agreement with its decisions."""

    id = fields.String()
    contract_id = fields.String()
    title = fields.String()
    text = fields.String()
    text_hash = fields.String()
    state = fields.Nested(WordView)
    submitted_at = fields.AwareDateTime()
    by = fields.String()
    signed_at = fields.AwareDateTime(allow_none=True)
    signed_by = fields.String(allow_none=True)
    decisions = fields.List(fields.Nested(SupplementDecisionView))
    may_do = fields.List(fields.Nested(ActView))
    version = fields.Integer()


class ContractView(Schema):
    """A contract, whole; money in yuan."""

    id = fields.String()
    number = fields.String()
    deal_id = fields.String()
    deal_number = fields.String()
    estate_id = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    kind = fields.Nested(WordView)
    state = fields.Nested(WordView)
    customer_id = fields.String()
    customer_name = fields.String()
    parties = fields.String()
    area = fields.Decimal(as_string=True)
    price = fields.Decimal(as_string=True)
    plan = fields.Nested(WordView)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    signed_on = fields.Date()
    lease_id = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()
    by = fields.String()
    trace = fields.String()
    parts = fields.List(fields.Nested(PartView))
    clauses = fields.List(fields.Nested(ClauseView))
    supplements = fields.List(fields.Nested(SupplementView))


class PromiseView(Schema):
    """A promise that was registered."""

    id = fields.String()
    deal_id = fields.String()
    promised_on = fields.Date()
    text = fields.String()
    risk = fields.Nested(WordView)
    risk_note = fields.String()
    at = fields.AwareDateTime()
    by = fields.String()
