"""What leasing tells of what it offers: reports, concessions, who waits."""

from datetime import date, datetime
from decimal import Decimal

from kit.events import Event


class VisitReported(Event, service="leads", about="visit", key="report_id"):
    """The monitoring room is to see that a stranger (`kind` stranger) or a broker (new, scout) does not wander about.

    `looks` is what they are known by on a screen, where somebody wrote it down, and no name (LEAD-15, LEAD-16).
    """

    report_id: str
    estate_id: str
    kind: str
    kind_zh: str
    kind_en: str
    looks: str | None
    consultant: str
    reported_at: datetime


class ConcessionAsked(Event, service="leads", about="concession", key="concession_id"):
    """An application has come to a desk: `sales_manager` or `general_manager` (LEAD-14)."""

    concession_id: str
    number: str
    estate_id: str
    unit_number: str
    kind: str
    desk: str
    desk_zh: str
    desk_en: str
    consultant_id: str
    consultant: str


class ConcessionGranted(Event, service="leads", about="concession", key="concession_id"):
    """A customer gets a concession beyond the authority of their consultant, for this unit (LEAD-14).

    `kind` is discount, rent_free or fit_out; `amount` the percent or the days, and empty for a fit-out. `dealing` is
    lease or sale.
    """

    concession_id: str
    number: str
    estate_id: str
    customer_id: str
    unit_id: str
    unit_number: str
    dealing: str
    kind: str
    amount: Decimal | None
    granted_by_id: str
    granted_by: str
    reason: str
    consultant_id: str
    valid_until: date


class ConcessionInForce(Event, service="leads", about="concession", key="concession_id"):
    """A customer has a concession for this unit to the end of `valid_until`, whoever had the authority (LEAD-14).

    `kind` and `amount` are as of `ConcessionGranted`. Sales control sells for less than the list by it.
    """

    concession_id: str
    number: str
    estate_id: str
    customer_id: str
    unit_id: str
    dealing: str
    kind: str
    amount: Decimal | None
    granted_by: str
    reason: str
    valid_until: date


class ConcessionRefused(Event, service="leads", about="concession", key="concession_id"):
    """An application was not granted, for this reason (LEAD-14)."""

    concession_id: str
    number: str
    estate_id: str
    unit_number: str
    kind: str
    refused_by: str
    reason: str
    consultant_id: str


class LeadLost(Event, service="leads", about="waiting", key="waiting_id"):
    """A customer has gone elsewhere and is on the long-term waiting list (LEAD-18); prices are in yuan.

    `cause` is a word of leasing's; `dealing` is lease, of which a price is for a square metre and day, or sale.
    """

    waiting_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    dealing: str
    cause: str
    rival_building: str
    rival_price: Decimal | None
    rival_term_months: int | None
    lost_on: date


class OfferFound(Event, service="leads", about="waiting", key="waiting_id"):
    """A unit has come free that fits a customer of the waiting list (LEAD-18)."""

    waiting_id: str
    offer_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_id: str
    unit_number: str
