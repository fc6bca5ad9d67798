"""What is shown of the register, and of a verdict."""

from marshmallow import Schema, fields


class ReasonView(Schema):
    """A reason, in both languages."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()
    rule = fields.String(allow_none=True)
    field = fields.String(allow_none=True)


class RegistrationItem(Schema):
    """A registration as a list shows it; phones are masked. `state` is valid, expired or inquiry.

    `caretaker` works on the customer now; `consultant` registered them, and has whatever claim there is.
    """

    id = fields.String()
    number = fields.String()
    estate_id = fields.String()
    customer_id = fields.String()
    consultant_id = fields.String()
    consultant = fields.String()
    caretaker_id = fields.String()
    caretaker = fields.String()
    channel = fields.String()
    channel_zh = fields.String(attribute="channel.zh")
    channel_en = fields.String(attribute="channel.en")
    day = fields.Date()
    name = fields.String()
    company = fields.String()
    phones = fields.List(fields.String())
    state = fields.String()
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    extensions = fields.Integer()
    version = fields.Integer()


class RelativeView(Schema):
    """A relation that was recorded, with the customer it is to."""

    customer_id = fields.String()
    relation = fields.String()
    relation_zh = fields.String(attribute="relation.zh")
    relation_en = fields.String(attribute="relation.en")


class ParticularsView(Schema):
    """What was written down last; phones in full for the consultant and superiors, else masked."""

    name = fields.String()
    phones = fields.List(fields.String())
    company = fields.String()
    company_nature = fields.String()
    business = fields.String()
    area_from = fields.Decimal(as_string=True, allow_none=True)
    area_to = fields.Decimal(as_string=True, allow_none=True)
    layout = fields.String()
    budget = fields.Decimal(as_string=True, allow_none=True)
    building = fields.String()
    address = fields.String()
    medium = fields.String()
    intent = fields.String()
    features = fields.String()
    doubts = fields.String()
    relatives = fields.List(fields.Nested(RelativeView))
    is_signed = fields.Boolean()


class EntryView(Schema):
    """One entry of the register: who entered it when, and for a correction what it changed, each before and after."""

    position = fields.Integer()
    kind = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    by = fields.String(attribute="by_name")
    reason = fields.String(allow_none=True)
    changed = fields.Dict(keys=fields.String(), values=fields.List(fields.Raw(allow_none=True)))
    hash = fields.String()


class SuggestionView(Schema):
    """Another customer who may be a relative, and why that is thought (LEAD-5); nothing follows from it by itself."""

    customer_id = fields.String()
    name = fields.String()
    number = fields.String()
    why = fields.String()


class ActView(Schema):
    """Something that could be done, and what stands against this caller doing it now."""

    act = fields.String()
    zh = fields.String()
    en = fields.String()
    reasons_against = fields.List(fields.Nested(ReasonView))


class RegistrationView(RegistrationItem):
    """A registration with its particulars, its entries, what it lacks to be valid, and who may be a relative."""

    asked_for_id = fields.String(allow_none=True)
    asked_for = fields.String(allow_none=True)
    particulars = fields.Nested(ParticularsView)
    lacks = fields.List(fields.Nested(ReasonView))
    entries = fields.List(fields.Nested(EntryView))
    suggestions = fields.List(fields.Nested(SuggestionView))
    may_do = fields.List(fields.Nested(ActView))


class KinView(RelativeView):
    """A relation that was recorded; with `is_theirs` this customer is the other's, else the other this one's."""

    is_theirs = fields.Boolean()


class ShareView(Schema):
    """What a consultant has of a deal, in percent."""

    consultant_id = fields.String()
    consultant = fields.String()
    percent = fields.Decimal(as_string=True)


class VerdictReasonView(ReasonView):
    """A rule that was applied, and the registration it was applied to, where it was one."""

    registration_id = fields.String(attribute="details.registration_id")
    number = fields.String(attribute="details.number")
    consultant = fields.String(attribute="details.consultant")


class WeighedView(Schema):
    """A registration as it was looked at: what it was worth on the day of the deal, and its last valid day."""

    registration_id = fields.String()
    number = fields.String()
    day = fields.Date()
    consultant_id = fields.String()
    consultant = fields.String()
    channel = fields.String()
    standing = fields.String(attribute="standing.value")
    standing_zh = fields.String(attribute="standing.zh")
    standing_en = fields.String(attribute="standing.en")
    valid_until = fields.Date(allow_none=True)


class VerdictView(Schema):
    """Whose customer it is, and why: the registrations weighed, the rules in order, shares and claim (LEAD-10)."""

    customer_id = fields.String()
    closer_id = fields.String()
    on = fields.Date()
    rules = fields.List(fields.String())
    reasons = fields.List(fields.Nested(VerdictReasonView))
    weighed = fields.List(fields.Nested(WeighedView))
    shares = fields.List(fields.Nested(ShareView))
    claimant_id = fields.String(allow_none=True)
    claimant = fields.String(allow_none=True)
    claim_until = fields.Date(allow_none=True)


class VerificationView(Schema):
    """Whether the register is whole; else the first entry at fault, and what is wrong with it."""

    whole = fields.Boolean()
    entries = fields.Integer()
    last_hash = fields.String()
    broken_at = fields.Integer(allow_none=True)
    number = fields.String(allow_none=True)


class ReceptionView(Schema):
    """A visitor who was received; `turn` is empty where somebody was asked for."""

    id = fields.String()
    estate_id = fields.String()
    at = fields.AwareDateTime()
    day = fields.Date()
    channel = fields.String()
    channel_zh = fields.String(attribute="channel.zh")
    channel_en = fields.String(attribute="channel.en")
    visitor = fields.String()
    customer_id = fields.String(allow_none=True)
    asked_for_id = fields.String(allow_none=True)
    consultant_id = fields.String()
    consultant = fields.String()
    turn = fields.Integer(allow_none=True)
    by = fields.String(attribute="by_name")


class RotaPlaceView(Schema):
    """A consultant of the estate and their place in the rota; `is_next` receives the next unannounced visitor."""

    consultant_id = fields.String()
    name = fields.String()
    on_duty = fields.Boolean()
    last_turn = fields.Integer(allow_none=True)
    is_next = fields.Boolean()


class RotaView(Schema):
    """The rota of an estate: who is on duty in the order of their turns, then who is not."""

    estate_id = fields.String()
    places = fields.List(fields.Nested(RotaPlaceView))
