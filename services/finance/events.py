"""What finance tells the others."""

from datetime import date, datetime
from decimal import Decimal

from kit.events import Event


class OldUnitSettled(Event, service="finance", about="settlement", key="settlement_id"):
    """The account of the unit a customer has left is closed and charged to the lease (FIN-4); `total` is in yuan.

    `round` is that of the `OldUnitReadyToSettle` which it answers.
    """

    settlement_id: str
    unit_change_id: str
    estate_id: str
    customer_id: str
    lease_id: str
    total: Decimal
    settled_at: datetime
    round: int = 1


class SettlementTakenBack(Event, service="finance", about="settlement", key="settlement_id"):
    """A settlement that was confirmed does not count any more; its charge is reversed and another takes its place."""

    settlement_id: str
    unit_change_id: str
    estate_id: str
    lease_id: str
    reason: str


class DepositConfirmed(Event, service="finance", about="deal", key="deal_id"):
    """Finance has a deposit, with its receipt and invoice (FIN-2); `amount` is in yuan."""

    deal_id: str
    deposit_id: str
    estate_id: str
    amount: Decimal
    receipt_number: str
    invoice_number: str
    confirmed_at: datetime


class DepositRefused(Event, service="finance", about="deal", key="deal_id"):
    """Finance does not have the deposit that was said to be paid, and says why."""

    deal_id: str
    deposit_id: str
    estate_id: str
    reason: str


class RefundPaid(Event, service="finance", about="deal", key="deal_id"):
    """A customer has been paid back `amount` yuan of a deal that was withdrawn (SALE-9)."""

    deal_id: str
    estate_id: str
    amount: Decimal
    paid_at: datetime


class RefundRefused(Event, service="finance", about="deal", key="deal_id"):
    """Less is held of a customer's money than was to be refunded; sales control decides anew (SALE-9)."""

    deal_id: str
    estate_id: str
    amount: Decimal
    reason: str


class CommissionPayable(Event, service="finance", about="commission", key="commission_id"):
    """A consultant's commission on a deal may be paid from now on (FIN-6); `amount` is in yuan."""

    commission_id: str
    deal_id: str
    number: str
    estate_id: str
    consultant_id: str
    amount: Decimal


class CommissionPaid(Event, service="finance", about="commission", key="commission_id"):
    """A consultant has been paid the commission on a deal."""

    commission_id: str
    deal_id: str
    number: str
    estate_id: str
    consultant_id: str
    amount: Decimal
    paid_at: datetime


class CommissionClawedBack(Event, service="finance", about="commission", key="commission_id"):
    """A consultant owes the commission that was paid on a deal, for the reason given.

    The deal was withdrawn or judged anew since, or the payment on it was reversed. `reason` says it in both languages
    at once, for who knows no other field.
    """

    commission_id: str
    deal_id: str
    number: str
    estate_id: str
    consultant_id: str
    amount: Decimal
    reason: str
    reason_zh: str = ""
    reason_en: str = ""


class PaymentDunned(Event, service="finance", about="deal", key="deal_id"):
    """A payment of a contract is about to be due, or late by `days_late` days (FIN-3).

    `amount` yuan of it are open; `number` is the contract's.
    """

    instalment_id: str
    position: int
    deal_id: str
    number: str
    estate_id: str
    unit_number: str | None
    customer_id: str
    consultant_id: str | None
    pays_by: date
    amount: Decimal
    days_late: int


class DeferralRequested(Event, service="finance", about="deal", key="deal_id"):
    """Somebody has applied for a later day of payment, and finance is to decide.

    Why the customer cannot pay yet stays with finance: `reason` is empty, and there for what was told before.
    """

    deferral_id: str
    instalment_id: str
    deal_id: str
    number: str
    position: int
    estate_id: str
    old_date: date
    new_date: date
    asked_by: str
    reason: str = ""


class DeferralDecided(Event, service="finance", about="deal", key="deal_id"):
    """Finance has approved a later day of payment, or has not; or the payment is open no more, and it ends by itself.

    The outcome is what became of it in words, where it was told.
    """

    deferral_id: str
    instalment_id: str
    deal_id: str
    number: str
    position: int
    estate_id: str
    old_date: date
    new_date: date
    asked_by_id: str
    decided_by: str
    approved: bool
    outcome_zh: str = ""
    outcome_en: str = ""
