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


class LeadGraded(Event, service="leads", about="lead", key="customer_id"):
    """A consultant has graded a customer's intent at an estate, A to D (LEAD-20)."""

    customer_id: str
    estate_id: str
    number: str
    consultant_id: str
    grade: str


class LeadContacted(Event, service="leads", about="lead", key="customer_id"):
    """A consultant was in touch with a customer (LEAD-17); kinds and outcomes are words of leasing's follow-up."""

    contact_id: str
    customer_id: str
    estate_id: str
    number: str
    consultant_id: str
    day: date
    kind: str
    outcome: str


class FollowUpOverdue(Event, service="leads", about="lead", key="customer_id"):
    """The first call after a customer's visit has not been made in time (LEAD-17); said once of each visit.

    `number` is that of the customer's newest registration; `consultant_id` is who should have called.
    """

    customer_id: str
    estate_id: str
    number: str
    consultant_id: str
    visited_on: date
    due_until: date


class ViewingPlanned(Event, service="leads", about="viewing", key="appointment_id"):
    """A customer is to be shown a unit by this consultant, from when to when (LEAD-21)."""

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_id: str | None
    unit_number: str
    starts_at: datetime
    ends_at: datetime


class ViewingMoved(Event, service="leads", about="viewing", key="appointment_id"):
    """A viewing is at another time than was planned, or by somebody else, or of another unit (LEAD-21)."""

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_id: str | None
    unit_number: str
    starts_at: datetime
    ends_at: datetime


class ViewingCancelled(Event, service="leads", about="viewing", key="appointment_id"):
    """A viewing will not be; its time is free again (LEAD-21)."""

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_number: str
    reason: str


class ViewingHeld(Event, service="leads", about="viewing", key="appointment_id"):
    """A customer was shown a unit, on this day at the estate (LEAD-21)."""

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_id: str | None
    unit_number: str
    day: date


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
