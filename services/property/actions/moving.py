"""What property does on the day: meters read with the others, old items back, new ones handed over (PROP-2, 5-7)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.procedure import Signature, do, find_case, sign
from kit.procedure.models import Case, CaseStep, StepState
from kit.reasons import Reason
from kit.work import Work
from services.property.actions.estates import list_keys, strike_keys
from services.property.actions.items import issue_items, lose_item, take_back_item
from services.property.actions.steps import check
from services.property.events import MeterReading, MissingItem, OldUnitReadyToSettle
from services.property.models import Item, Occupancy, Reading, UnitChange
from services.property.procedures import COUNTED
from services.property.queries import items as items_held
from services.property.queries import meters as queries
from services.property.queries.estates import keys_of
from services.property.queries.meters import MeterNow
from services.property.rules.items import (
    Handed,
    Tick,
    reasons_not_to_hand_over,
    reasons_not_to_issue,
    reasons_not_to_take_back,
)
from services.property.rules.meters import Read, counts_from, reasons_against_reading_day, reasons_against_readings
from services.property.rules.words import ItemKind, ItemState, ReadingSource


def read_meters(
    work: Work,
    change: UnitChange,
    reads: Sequence[Read],
    read_on: date | None,
    customer: Sequence[Signature],
    image: str | None,
) -> None:
    """Writes down the meters of both units, signed by property and the customer; engineering signs next."""
    case = find_case(work, change.id)
    today = work.today(change.estate.timezone)
    day = read_on or today
    meters = _meters(work, change)
    recorded = {"readings": _as_read(work, change, meters, reads, day)}
    against = [
        *reasons_against_reading_day(day, change.change_date, today),
        *reasons_against_readings([meter.standing for meter in meters], reads, day),
    ]
    check(work, case, "read_meters", recorded, customer, against)
    do(work, case, "read_meters", recorded, customer, image)


def _meters(work: Work, change: UnitChange) -> list[MeterNow]:
    return queries.meters_of(work, (change.old_unit_id, change.new_unit_id), lock=True)


def _as_read(
    work: Work, change: UnitChange, meters: Sequence[MeterNow], reads: Sequence[Read], day: date
) -> list[dict[str, Any]] | None:
    """The readings as they are recorded, each with the one before it; None when no meter was read and one is there."""
    by_id = {meter.meter_id: meter for meter in meters}
    since = {change.old_unit_id: _moved_in(work, change)}
    taken = [
        {
            "meter_id": meter.meter_id,
            "number": meter.number,
            "kind": meter.kind,
            "unit_id": meter.unit_id,
            "unit_number": meter.unit_number,
            "previous": meter.standing.value,
            "previous_on": meter.read_on or counts_from(meter.installed_on, since.get(meter.unit_id), meter.replaces),
            "value": read.value,
            "read_on": day,
        }
        for read in reads
        if (meter := by_id.get(read.meter_id))
    ]
    return taken if taken or not meters else None


def _moved_in(work: Work, change: UnitChange) -> date:
    """The day from which the customer has had the old unit: a meter never read before counts from there."""
    mine = (Occupancy.lease_id == change.lease_id) & (Occupancy.unit_id == change.old_unit_id)
    since = work.session.scalar(select(func.max(Occupancy.since)).where(mine))
    return since or change.change_date


def sign_readings(work: Work, change: UnitChange, image: str | None) -> None:
    """Engineering signs the readings; with all signatures there they count as the meters' own, if they still can."""
    case = find_case(work, change.id)
    row = sign(work, case, "read_meters", image)
    if row.state == StepState.DONE:
        raise_if_any(_reasons_against_keeping(work, change, row))
        work.session.add_all(_reading(work, change, row, told) for told in _recorded(row))


def _recorded(row: CaseStep) -> list[dict[str, Any]]:
    readings: list[dict[str, Any]] = (row.recorded or {})["readings"]
    return readings


def _reasons_against_keeping(work: Work, change: UnitChange, row: CaseStep) -> Iterator[Reason]:
    """What happened to the meters since the readings were taken may speak against them."""
    recorded = _recorded(row)
    reads = [Read(told["meter_id"], Decimal(told["value"]), "readings") for told in recorded]
    meters = [meter.standing for meter in _meters(work, change)]
    read_on = max((date.fromisoformat(told["read_on"]) for told in recorded), default=change.change_date)
    return reasons_against_readings(meters, reads, read_on)


def _reading(work: Work, change: UnitChange, row: CaseStep, told: Mapping[str, Any]) -> Reading:
    reading = Reading(id=new_id(), meter_id=told["meter_id"], value=Decimal(told["value"]))
    reading.read_on, reading.source = date.fromisoformat(told["read_on"]), ReadingSource.UNIT_CHANGE
    reading.unit_change_id, reading.recorded_at, reading.recorded_by = change.id, work.now, row.done_by or ""
    reading.signers = [{name: signature[name] for name in ("role", "name", "at")} for signature in row.signatures]
    return reading


def return_items(work: Work, change: UnitChange, ticks: Sequence[Tick], image: str | None) -> None:
    """Ticks off what was issued for the old unit: back or missing; then finance can close the old unit's account."""
    case = find_case(work, change.id)
    issued = items_held.issued_to(work, change.customer_id, change.old_unit_id)
    recorded = {"items": [_plain(tick.item) | {"outcome": tick.outcome} for tick in ticks]}
    against = reasons_not_to_take_back([item.ticket for item in issued], ticks)
    check(work, case, "return_items", recorded, against=against)
    do(work, case, "return_items", recorded, image=image)
    outcomes = {tick.item: tick.outcome for tick in ticks}
    missing = [item for item in issued if outcomes[item.ticket] is ItemState.MISSING]
    for item in issued:
        tick_off = lose_item if item in missing else take_back_item
        tick_off(work, item, unit_change_id=change.id)
    strike_keys(work, change.old_unit, (item.number for item in missing if item.kind is ItemKind.KEY))
    _tell_finance(work, change, case, missing)


def _plain(item: Any) -> dict[str, Any]:
    return {"kind": item.kind, "number": item.number}


def _tell_finance(work: Work, change: UnitChange, case: Case, missing: Sequence[Item]) -> None:
    recorded = _recorded(case.step("read_meters"))
    told = OldUnitReadyToSettle(
        unit_change_id=change.id,
        number=change.number,
        estate_id=change.estate_id,
        customer_id=change.customer_id,
        lease_id=change.lease_id,
        old_unit_id=change.old_unit_id,
        old_unit_number=change.old_unit.number,
        change_date=change.change_date,
        readings=tuple(_as_told(one) for one in recorded if one["unit_id"] == change.old_unit_id),
        missing=tuple(MissingItem(item.kind.value, item.number, item.charged) for item in missing),
        round=case.step(COUNTED).round,
    )
    work.announce(told, estate=change.estate_id)


def _as_told(reading: Mapping[str, Any]) -> MeterReading:
    return MeterReading(
        meter_number=reading["number"],
        kind=reading["kind"],
        previous=Decimal(reading["previous"]),
        previous_on=date.fromisoformat(reading["previous_on"]),
        value=Decimal(reading["value"]),
        read_on=date.fromisoformat(reading["read_on"]),
    )


def hand_over(
    work: Work, change: UnitChange, handed: Sequence[Handed], customer: Sequence[Signature], image: str | None
) -> None:
    """Hands the new cards, permits and keys to the customer, who signs for them."""
    case = find_case(work, change.id)
    tickets = [one.ticket for one in handed]
    recorded = {"items": [_plain(one.ticket) for one in handed]}
    out = items_held.out(work, change.estate_id, tickets)
    against = [*reasons_not_to_hand_over(tickets), *reasons_not_to_issue(tickets, out)]
    check(work, case, "hand_over", recorded, customer, against)
    do(work, case, "hand_over", recorded, customer, image)
    today = work.today(change.estate.timezone)
    issue_items(work, change.lease, change.new_unit_id, handed, today, change.id)
    new_keys = {ticket.number for ticket in tickets if ticket.kind is ItemKind.KEY}
    list_keys(work, change.new_unit, new_keys.union(keys_of(work, change.new_unit_id)), today)
