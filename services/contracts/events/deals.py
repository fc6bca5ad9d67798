"""What contracts tells of deals, from the deposit to the contract."""

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


class ContractOverdue(Event, service="contracts", about="deal", key="deal_id"):
    """A deal's contract was due by `sign_by` and is not signed (SALE-5).

    `customer_name` is empty, and there for what was told before.
    """

    deal_id: str
    number: str
    estate_id: str
    unit_number: str
    customer_id: str
    consultant_id: str
    sign_by: date
    customer_name: str = ""
