"""What property tells the others: its estates and units, and where a unit change stands."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kit.events import Event


@dataclass(frozen=True)
class Meter:
    """A meter of a unit; `kind` is `electricity` (kWh) or `water` (cubic metres)."""

    meter_id: str
    kind: str
    number: str


@dataclass(frozen=True)
class Fault:
    """Something engineering has to repair; `trade` is a word of `services.words.Trade`."""

    fault_id: str
    trade: str
    description: str


@dataclass(frozen=True)
class MeterReading:
    """A co-signed reading of a meter, with the one before it: kWh or cubic metres."""

    meter_number: str
    kind: str
    previous: Decimal
    previous_on: date
    value: Decimal
    read_on: date


@dataclass(frozen=True)
class MissingItem:
    """An issued item that did not come back; `kind` is key, access_card or parking_permit, `charge` is in yuan."""

    kind: str
    number: str
    charge: Decimal


class EstateOpened(Event, service="property", about="estate", key="estate_id"):
    """The company looks after this estate from now on; `timezone` is an IANA name."""

    estate_id: str
    name: str
    timezone: str


class UnitRecorded(Event, service="property", about="unit", key="unit_id"):
    """A unit has been entered, or its entry has changed; areas are in square metres."""

    unit_id: str
    estate_id: str
    estate_name: str
    number: str
    building: str
    floor: int
    area_built: Decimal
    area_usable: Decimal
    layout: str
    aspect: str
    fit_out: str
    use: str
    meters: tuple[Meter, ...]


class ItemLost(Event, service="property", about="item", key="item_id"):
    """An item is missing and its `charge`, in yuan, is the customer's, beside any settlement.

    `unit_change_id` is the unit change in which it was not given back, where that change was cancelled since.
    """

    item_id: str
    estate_id: str
    customer_id: str
    lease_id: str
    unit_id: str
    unit_number: str
    kind: str
    number: str
    charge: Decimal
    lost_on: date
    unit_change_id: str | None


class ItemFound(Event, service="property", about="item", key="item_id"):
    """A missing item has turned up, and its charge falls away.

    `unit_change_id` is the unit change in which it was not given back, if it was in one.
    """

    item_id: str
    estate_id: str
    customer_id: str
    lease_id: str
    kind: str
    number: str
    found_on: date
    unit_change_id: str | None


class UnitChangeRequested(Event, service="property", about="unit_change", key="unit_change_id"):
    """A customer is to change units on that day; `cause` is `customer_wish` or `unit_fault`."""

    unit_change_id: str
    number: str
    estate_id: str
    customer_id: str
    lease_id: str
    old_unit_id: str
    new_unit_id: str
    old_unit_number: str
    new_unit_number: str
    change_date: date
    cause: str


class FaultsFound(Event, service="property", about="unit_change", key="unit_change_id"):
    """The inspection of the new unit has found faults, to be repaired by the end of `repair_by`."""

    unit_change_id: str
    number: str
    estate_id: str
    unit_id: str
    unit_number: str
    building: str
    floor: int
    repair_by: date
    faults: tuple[Fault, ...]


class OldUnitReadyToSettle(Event, service="property", about="unit_change", key="unit_change_id"):
    """The old unit's meters are read and co-signed and its items counted: its account can be closed.

    `round` counts how often this was told of the unit change, from 1; what was told before no longer holds.
    """

    unit_change_id: str
    number: str
    estate_id: str
    customer_id: str
    lease_id: str
    old_unit_id: str
    old_unit_number: str
    change_date: date
    readings: tuple[MeterReading, ...]
    missing: tuple[MissingItem, ...]
    round: int = 1


class UnitChanged(Event, service="property", about="unit_change", key="unit_change_id"):
    """All is done and the unit change notice is issued: from the change date the customer is in the new unit."""

    unit_change_id: str
    number: str
    estate_id: str
    customer_id: str
    lease_id: str
    old_unit_id: str
    new_unit_id: str
    old_unit_number: str
    new_unit_number: str
    change_date: date
    cause: str
    issued_at: datetime


class UnitChangeBlocked(Event, service="property", about="unit_change", key="unit_change_id"):
    """A unit change cannot be finished: another has its new unit, as `why_zh` and `why_en` say."""

    unit_change_id: str
    number: str
    estate_id: str
    new_unit_id: str
    new_unit_number: str
    why_zh: str
    why_en: str


class UnitChangeUnblocked(Event, service="property", about="unit_change", key="unit_change_id"):
    """The new unit of a unit change has come free and is kept for it now: the change can be finished."""

    unit_change_id: str
    number: str
    estate_id: str
    new_unit_id: str
    new_unit_number: str


class UnitChangeCancelled(Event, service="property", about="unit_change", key="unit_change_id"):
    """The unit change will not take place; both units are free for others again."""

    unit_change_id: str
    number: str
    estate_id: str
    old_unit_id: str
    new_unit_id: str
    reason: str
