"""What contracts tells of deals, and of what comes of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kit.events import Event


class DepositTaken(Event, service="contracts", about="deal", key="deal_id"):
    """A customer has paid a deposit on a unit, and finance is to confirm it until `confirm_by` (SALE-2).

    `kind` is `sale` or `lease`, `purse` is `cash` or `bank`, `amount` is in yuan; `terms` are the terms of refund that
    the customer was shown (SALE-4).
    """

    deal_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    kind: str
    customer_id: str
    customer_name: str
    consultant_id: str
    amount: Decimal
    purse: str
    taken_at: datetime
    confirm_by: datetime
    terms: str


class DealClosed(Event, service="contracts", about="deal", key="deal_id"):
    """Finance has the deposit, and the unit is sold or let (SALE-2): the customer's deal with `closer_id`.

    It was made when the deposit was taken: at `closed_at`, on the estate's day `closed_on`. `price` is the price of the
    unit, or its rent for a month, in yuan.
    """

    deal_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    kind: str
    customer_id: str
    customer_name: str
    closer_id: str
    closed_at: datetime
    closed_on: date
    is_on_site: bool
    price: Decimal


class DealLapsed(Event, service="contracts", about="deal", key="deal_id"):
    """A deal has ended before it was closed, and its unit is free again: let go of, run out, or the deposit refused."""

    deal_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    customer_id: str
    consultant_id: str
    cause: str


class DepositUnplaced(Event, service="contracts", about="deal", key="deal_id"):
    """Finance has confirmed a deposit on a deal that has ended already: its money belongs to nobody's unit (FIN-3)."""

    deal_id: str
    number: str
    estate_id: str
    unit_number: str
    customer_id: str
    consultant_id: str
    deposit_id: str
    amount: Decimal


@dataclass(frozen=True)
class Instalment:
    """A payment of a contract: what is due when, in yuan; `means` is cash, bank or mortgage."""

    position: int
    due_on: date
    amount: Decimal
    means: str


class ContractSigned(Event, service="contracts", about="deal", key="deal_id"):
    """A deal's contract is signed (SALE-6): its price or monthly rent and what is due when, in yuan."""

    deal_id: str
    contract_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    kind: str
    customer_id: str
    customer_name: str
    consultant_id: str
    signed_on: date
    price: Decimal
    instalments: tuple[Instalment, ...]


class RefundApproved(Event, service="contracts", about="deal", key="deal_id"):
    """A customer is to have `amount` yuan back by the terms that were shown, on the evidence named (SALE-4)."""

    deal_id: str
    number: str
    estate_id: str
    unit_number: str
    customer_id: str
    customer_name: str
    amount: Decimal
    evidence: str


class DealWithdrawn(Event, service="contracts", about="deal", key="deal_id"):
    """A customer has given the unit back after the deal was closed (SALE-9); the unit is on the board again."""

    deal_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    customer_id: str
    consultant_id: str
    reason: str
    withdrawn_on: date


class ContractOverdue(Event, service="contracts", about="deal", key="deal_id"):
    """A deal's contract was due by `sign_by` and is not signed (SALE-5)."""

    deal_id: str
    number: str
    estate_id: str
    unit_number: str
    customer_id: str
    customer_name: str
    consultant_id: str
    sign_by: date


class SupplementSubmitted(Event, service="contracts", about="supplement", key="supplement_id"):
    """A supplementary agreement waits for somebody of that rank of sales control to approve its text (SALE-7)."""

    supplement_id: str
    contract_id: str
    contract_number: str
    estate_id: str
    title: str
    rank: str


class ProblemReported(Event, service="contracts", about="problem", key="problem_id"):
    """A customer has a problem that somebody higher up has to solve (SALE-8)."""

    problem_id: str
    deal_id: str
    deal_number: str
    estate_id: str
    customer_name: str
    text: str
    reported_by: str
