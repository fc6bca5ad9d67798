"""What contracts tells of leases."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.events import Event


@dataclass(frozen=True)
class Tariffs:
    """What a lease charges, in yuan, each named with what it is charged for."""

    rent_per_sqm_day: Decimal
    management_per_sqm_month: Decimal
    electricity_per_kwh: Decimal
    water_per_m3: Decimal
    parking_spaces: int
    parking_per_month: Decimal
    phone_lines: int
    phone_per_line_month: Decimal


class LeaseRegistered(Event, service="contracts", about="lease", key="lease_id"):
    """A lease has been entered in the register: this customer rents this unit, at these tariffs, until then.

    `business` is the customer's trade, where it was written down.
    """

    lease_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    customer_id: str
    customer_name: str
    starts_on: date
    ends_on: date
    tariffs: Tariffs
    payment: str
    business: str = ""


class LeaseMoved(Event, service="contracts", about="lease", key="lease_id"):
    """From that day on the lease is for another unit, after a unit change (SALE-17)."""

    lease_id: str
    number: str
    estate_id: str
    customer_id: str
    unit_change_id: str
    old_unit_id: str
    new_unit_id: str
    moved_on: date
