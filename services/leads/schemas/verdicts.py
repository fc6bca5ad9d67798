"""What crosses the doors of deals and their verdicts."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from kit.listing import ListQuery
from kit.schemas import Form, Identifier, sentence
from services.leads.rules.attribution import Share
from services.leads.schemas.views import ActView, KinView, RegistrationItem, ShareView, VerdictView


def _two_places(value: Decimal) -> None:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2:
        raise ValidationError("At most 2 decimal places.")


class ShareForm(Form):
    """What a consultant is to have, in percent with at most two decimal places."""

    consultant_id = Identifier(required=True)
    percent = fields.Decimal(
        required=True, allow_nan=False, as_string=True, validate=[validate.Range(Decimal(0), Decimal(100)), _two_places]
    )

    @post_load
    def make(self, told: dict[str, Any], **_: Any) -> Share:
        return Share(told["consultant_id"], told["percent"])


class OverruleForm(Form):
    """All shares of the deal anew, which add up to a hundred, and why."""

    shares = fields.List(fields.Nested(ShareForm), required=True, validate=validate.Length(1, 10))
    reason = sentence(500, required=True)


class AttributionListQuery(ListQuery):
    """Which deals: `q` looks in number, unit and customer; `consultant_id` has a share in it, `mine` is the caller's.

    `state` is `open_claim` while a share may still be claimed, else `final`; of those that `is_withdrawn` the unit was
    given back.
    """

    estate_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    mine = fields.Boolean()
    state = fields.String(validate=validate.OneOf(["open_claim", "final"]))
    is_withdrawn = fields.Boolean()
    since = fields.Date()
    until = fields.Date()


class AttributionItem(Schema):
    """A deal with the shares by the verdict in force; `version` is that verdict's position.

    `state` is `open_claim` while a share may still be claimed, to the end of `claim_until`, else `final`. On the day
    `withdrawn_on` the customer gave the unit back; the verdicts stay. `heard_on` is when leasing heard of the deal:
    where that is later than `closed_on`, so much less time was left to claim.
    """

    deal_id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    unit_number = fields.String()
    deal_kind = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    closer_id = fields.String()
    closer = fields.String()
    closed_at = fields.AwareDateTime()
    closed_on = fields.Date()
    shares = fields.List(fields.Nested(ShareView))
    state = fields.String()
    kind = fields.String(attribute="kind.value")
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    claimant_id = fields.String(allow_none=True)
    claimant = fields.String(allow_none=True)
    claim_until = fields.Date(allow_none=True)
    withdrawn_on = fields.Date(allow_none=True)
    heard_on = fields.Date()
    version = fields.Integer()


class VisitorView(Schema):
    """A customer's own page of the register: every registration, the relatives recorded, and the deals of them all."""

    customer_id = fields.String()
    registrations = fields.List(fields.Nested(RegistrationItem))
    relatives = fields.List(fields.Nested(KinView))
    deals = fields.List(fields.Nested(AttributionItem))


class StoredVerdictView(VerdictView):
    """A verdict as it was given: when, by whom, what brought it about, and the rules' numbers in force then.

    `why` is the reason of whoever overruled.
    """

    id = fields.String()
    position = fields.Integer()
    kind = fields.String(attribute="kind.value")
    kind_zh = fields.String(attribute="kind.zh")
    kind_en = fields.String(attribute="kind.en")
    at = fields.AwareDateTime()
    by = fields.String(attribute="by_name")
    why = fields.String(allow_none=True)
    is_final = fields.Boolean()
    numbers = fields.Dict(keys=fields.String(), values=fields.String())


class AttributionView(AttributionItem):
    """A deal with every verdict on it, the one in force last, and what the caller may do."""

    price = fields.Decimal(as_string=True)
    is_on_site = fields.Boolean()
    verdicts = fields.List(fields.Nested(StoredVerdictView))
    may_do = fields.List(fields.Nested(ActView))
