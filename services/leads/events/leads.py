"""What leasing tells of its leads: graded, called, shown units."""

from datetime import date, datetime

from kit.events import Event


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
    """A viewing will not be; its time is free again (LEAD-21).

    What kept the customer away stays with leasing: `reason` is empty, and there for what was told before.
    """

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_number: str
    reason: str = ""


class ViewingHeld(Event, service="leads", about="viewing", key="appointment_id"):
    """A customer was shown a unit, on this day at the estate (LEAD-21)."""

    appointment_id: str
    estate_id: str
    customer_id: str
    consultant_id: str
    unit_id: str | None
    unit_number: str
    day: date
