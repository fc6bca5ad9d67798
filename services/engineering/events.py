"""What engineering tells the others: how a work order came to be, where it stands, and how it ended."""

from datetime import datetime
from decimal import Decimal

from kit.events import Event


class WorkOrderOpened(Event, service="engineering", about="work_order", key="work_order_id"):
    """Something is to be repaired. `priority` is `unit_change` or `ordinary`; `fault_id` names what property found."""

    work_order_id: str
    number: str
    estate_id: str
    unit_id: str | None
    trade: str
    priority: str
    due_at: datetime | None
    unit_change_id: str | None = None
    fault_id: str | None = None


class WorkOrderDispatched(Event, service="engineering", about="work_order", key="work_order_id"):
    """A technician has been given the work order; `person_id` is set where the technician has a log-in."""

    work_order_id: str
    number: str
    estate_id: str
    unit_id: str | None
    unit_number: str | None
    trade: str
    description: str
    technician_id: str
    technician: str
    person_id: str | None
    due_at: datetime | None


class WorkOrderFinished(Event, service="engineering", about="work_order", key="work_order_id"):
    """The repair is done. `technician` is the name; `cost` is in yuan."""

    work_order_id: str
    number: str
    estate_id: str
    unit_id: str | None
    unit_change_id: str | None
    fault_id: str | None
    technician: str
    cost: Decimal
    finished_at: datetime


class WorkOrderCancelled(Event, service="engineering", about="work_order", key="work_order_id"):
    """The work order will not be done, for the reason given."""

    work_order_id: str
    number: str
    estate_id: str
    unit_id: str | None
    unit_change_id: str | None
    fault_id: str | None
    reason: str


class WorkOrderOverdue(Event, service="engineering", about="work_order", key="work_order_id"):
    """The work order's deadline has passed and it is not done; said once per work order."""

    work_order_id: str
    number: str
    estate_id: str
    unit_id: str | None
    unit_change_id: str | None
    fault_id: str | None
    technician: str | None
    due_at: datetime
