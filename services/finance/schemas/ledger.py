"""What crosses the doors to the ledger and to the settlements."""

from marshmallow import Schema, fields

from kit.listing import ListQuery, page_of
from kit.schemas import Form, Identifier, Sentence, sentence
from services.finance.rules.accounts import Account, Income, Kind, Purse, RefundStep
from services.finance.rules.settling import State


def reason() -> Sentence:
    """A required sentence that says why."""
    return sentence(500, required=True)


def yuan() -> fields.Decimal:
    """A required amount in yuan, told as a string so that no digit is lost."""
    return fields.Decimal(required=True, allow_nan=False, as_string=True)


class PostingForm(Form):
    """What every entry made by hand says. `happened_on` is today when left out; `cause` is a number on paper."""

    lease_id = Identifier(required=True)
    amount = yuan()
    memo = reason()
    happened_on = fields.Date()
    cause = sentence(64)


class ChargeForm(PostingForm):
    """A charge: the customer owes more."""

    income = fields.Enum(Income, by_value=True, required=True)


class ReceiptForm(PostingForm):
    """A receipt: the customer has paid."""

    purse = fields.Enum(Purse, by_value=True, required=True)


class RefundForm(PostingForm):
    """A refund: first `owed`, then `paid` from a purse."""

    step = fields.Enum(RefundStep, by_value=True, required=True)
    purse = fields.Enum(Purse, by_value=True)


class AdjustmentForm(PostingForm):
    """An adjustment: the customer owes more, or less when the amount is negative; `memo` says why."""


class ReasonForm(Form):
    """Why an entry is reversed, or a settlement taken back."""

    reason = reason()


class OtherCostForm(Form):
    """A further cost of the old unit, and what it is for."""

    reason = reason()
    amount = yuan()


class EntryQuery(ListQuery):
    """Which entries: `q` looks in memo and cause; `since` and `until` are days, both included."""

    estate_id = Identifier()
    customer_id = Identifier()
    lease_id = Identifier()
    deal_id = Identifier()
    unit_id = Identifier()
    kind = fields.Enum(Kind, by_value=True)
    cause = sentence(64)
    since = fields.Date()
    until = fields.Date()


class BalanceQuery(Form):
    """Whose balances, and of which lease."""

    customer_id = Identifier(required=True)
    lease_id = Identifier()


class SettlementQuery(ListQuery):
    """Which settlements: `q` looks in the numbers of unit change and unit."""

    estate_id = Identifier()
    unit_change_id = Identifier()
    lease_id = Identifier()
    customer_id = Identifier()
    state = fields.Enum(State, by_value=True)


class PostingView(Schema):
    """An amount on one account: a debit when positive, a credit when negative."""

    account = fields.Enum(Account, by_value=True)
    account_zh = fields.String()
    account_en = fields.String()
    amount = fields.Decimal(places=2, as_string=True)


class EntryView(Schema):
    """An entry of the ledger; `reversed_by` is the entry that took it back, `reverses` the one that it takes back."""

    id = fields.String()
    estate_id = fields.String()
    kind = fields.Enum(Kind, by_value=True)
    customer_id = fields.String(allow_none=True)
    lease_id = fields.String(allow_none=True)
    deal_id = fields.String(allow_none=True)
    unit_id = fields.String(allow_none=True)
    unit_number = fields.String(allow_none=True)
    happened_on = fields.Date()
    recorded_at = fields.AwareDateTime()
    by = fields.String()
    cause = fields.String(allow_none=True)
    rule = fields.String()
    memo = fields.String()
    trace = fields.String()
    reverses = fields.String(allow_none=True)
    reversed_by = fields.String(allow_none=True)
    postings = fields.List(fields.Nested(PostingView))


class BalanceItem(Schema):
    """Where one lease stands: what the customer owes (negative: has paid too much), and what we owe back."""

    lease_id = fields.String()
    lease_number = fields.String()
    receivable = fields.Decimal(places=2, as_string=True)
    refunds_payable = fields.Decimal(places=2, as_string=True)


class DealBalanceItem(Schema):
    """Where one deal stands; `number` is its contract's, where it has one."""

    deal_id = fields.String()
    number = fields.String()
    receivable = fields.Decimal(places=2, as_string=True)
    refunds_payable = fields.Decimal(places=2, as_string=True)
    deposits_held = fields.Decimal(places=2, as_string=True)


class BalancesView(Schema):
    """Where a customer stands, lease by lease and deal by deal, and in all, in yuan."""

    customer_id = fields.String()
    customer_name = fields.String(allow_none=True)
    receivable = fields.Decimal(places=2, as_string=True)
    refunds_payable = fields.Decimal(places=2, as_string=True)
    deposits_held = fields.Decimal(places=2, as_string=True)
    leases = fields.List(fields.Nested(BalanceItem))
    deals = fields.List(fields.Nested(DealBalanceItem))


class SettlementItem(Schema):
    """A settlement as a list shows it."""

    id = fields.String()
    number = fields.String()
    unit_change_id = fields.String()
    estate_id = fields.String()
    customer_id = fields.String()
    customer_name = fields.String()
    lease_id = fields.String()
    lease_number = fields.String()
    unit_id = fields.String()
    unit_number = fields.String()
    change_date = fields.Date()
    state = fields.Enum(State, by_value=True)
    total = fields.Decimal(places=2, as_string=True)
    drafted_at = fields.AwareDateTime()
    link = fields.String()


class SettlementLineView(Schema):
    """One line with its working in words and numbers."""

    id = fields.String()
    income = fields.Enum(Income, by_value=True)
    zh = fields.String()
    en = fields.String()
    amount = fields.Decimal(places=2, as_string=True)
    reason = fields.String(allow_none=True)
    added_by = fields.String(allow_none=True)


class SettlementView(SettlementItem):
    """A settlement, whole.

    `reasons_against` says in the caller's language why it cannot be changed any more, and
    `reasons_against_taking_back` why what is confirmed stays so.
    """

    version = fields.Integer()
    lines = fields.List(fields.Nested(SettlementLineView))
    closed_at = fields.AwareDateTime(allow_none=True)
    closed_by = fields.String(allow_none=True)
    void_reason = fields.String(allow_none=True)
    entry_id = fields.String(allow_none=True)
    reasons_against = fields.List(fields.String())
    reasons_against_taking_back = fields.List(fields.String())


EntryPage = page_of(EntryView)
SettlementPage = page_of(SettlementItem)
