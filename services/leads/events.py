"""What leasing tells the others; names and phones stay in the register."""

from dataclasses import dataclass
from datetime import date
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
