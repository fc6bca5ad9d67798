"""What leasing tells the others; names and phones stay in the register."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kit.events import Event


class VisitorRegistered(Event, service="leads", about="registration", key="registration_id"):
    """A visitor was entered in the register by this consultant; `valid_until` is empty for an inquiry (LEAD-2)."""

    registration_id: str
    number: str
    estate_id: str
    customer_id: str
    consultant_id: str
    channel: str
    day: date
    valid_until: date | None


class RegistrationCorrected(Event, service="leads", about="registration", key="registration_id"):
    """A later entry corrects a registration from its own day on (LEAD-3); an inquiry may be valid from here on."""

    registration_id: str
    estate_id: str
    customer_id: str
    day: date
    valid_until: date | None


class RegistrationExtended(Event, service="leads", about="registration", key="registration_id"):
    """A sales manager has confirmed a registration anew that was past its validity (LEAD-6)."""

    registration_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    day: date
    valid_until: date


class LeadsHandedOver(Event, service="leads", about="hand_over", key="hand_over_id"):
    """A consultant's open leads at an estate are a colleague's work from now on; no claim changes with it (LEAD-7)."""

    hand_over_id: str
    estate_id: str
    from_id: str
    to_id: str
    customer_ids: tuple[str, ...]


class VisitorReceived(Event, service="leads", about="reception", key="reception_id"):
    """A visitor was given to this consultant: the next on duty, whose turn it took, or the one asked for (LEAD-11).

    `customer_id` is the customer of the register, where the visitor was recognised.
    """

    reception_id: str
    estate_id: str
    consultant_id: str
    channel: str
    customer_id: str | None
    asked_for_id: str | None
    took_turn: bool


@dataclass(frozen=True)
class Share:
    """What a consultant has of a deal, in percent; all shares of a deal add up to a hundred."""

    consultant_id: str
    percent: Decimal


class VerdictGiven(Event, service="leads", about="deal", key="deal_id"):
    """Whose customer a deal was about, and by which rules (LEAD-10).

    `position` counts the verdicts on a deal: the one with the highest is in force. Where `is_final` is false, somebody
    may still claim a share until the end of `claim_until`; a later verdict says what came of it.
    """

    deal_id: str
    verdict_id: str
    position: int
    number: str
    estate_id: str
    customer_id: str
    closer_id: str
    shares: tuple[Share, ...]
    rules: tuple[str, ...]
    claim_until: date | None
    is_final: bool


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
