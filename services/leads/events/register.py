"""What leasing tells of its register and its desk; names and phones stay there."""

from datetime import date

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
