"""What contracts tells of what comes after a deal: refunds, units given back, supplements, problems."""

from datetime import date
from decimal import Decimal

from kit.events import Event


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
    """A customer has given the unit back after the deal was closed (SALE-9); the unit is on the board again.

    `why` is a word of the statistics, with what it is called. `reason` is empty: what the customer said in their own
    words stays with contracts; it is there for what was told before.
    """

    deal_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    customer_id: str
    consultant_id: str
    withdrawn_on: date
    why: str = ""
    why_zh: str = ""
    why_en: str = ""
    reason: str = ""


class SupplementSubmitted(Event, service="contracts", about="supplement", key="supplement_id"):
    """A supplementary agreement waits for somebody of that rank of sales control to approve its text (SALE-7)."""

    supplement_id: str
    contract_id: str
    contract_number: str
    estate_id: str
    title: str
    rank: str


class ProblemReported(Event, service="contracts", about="problem", key="problem_id"):
    """A customer has a problem that somebody higher up has to solve (SALE-8).

    Whose and what it is stays with contracts, and is read there: `customer_name` and `text` are empty, and there for
    what was told before.
    """

    problem_id: str
    deal_id: str
    deal_number: str
    estate_id: str
    reported_by: str
    customer_name: str = ""
    text: str = ""
