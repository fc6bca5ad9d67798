"""Whole records as they are shown: a unit, a meter, a unit change, each with everything that belongs to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from kit.procedure import find_case, view
from kit.procedure.models import CaseStep, StepState
from kit.procedure.showing import is_overdue
from kit.reasons import Reason
from kit.work import Work
from services.property.models import Item, Unit, UnitChange
from services.property.procedures import UNIT_CHANGE
from services.property.queries import changes, estates, items, meters
from services.property.rules.changes import reasons_not_kept, reasons_not_to_skip
from services.property.rules.units import usable_ratio
from services.property.rules.words import MeterKind
from services.words import Department, Trade


def units(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of units."""
    page = estates.UNITS.page(work, estates.units(work), asked)
    return page | {"items": [_unit(row) for row in page["items"]]}


def unit(work: Work, id: str) -> dict[str, Any]:
    """One unit with its meters, keys, items and tenants. Raises NoSuchUnit."""
    work.session.flush()
    estates.unit(work, id)
    row = work.session.execute(estates.units(work).where(Unit.id == id)).one()
    return _unit(row) | {
        "meters": meters.meters_of(work, [id]),
        "keys": estates.keys_of(work, id),
        "items": items.shown(work, Item.unit_id == id),
        "occupancies": estates.occupancies_of(work, id),
    }


def units_with_meters(work: Work, asked: dict[str, Any]) -> Iterator[tuple[Any, dict[MeterKind, str]]]:
    """All units that the same filters find, each with the numbers of its meters by kind, for an export."""
    for some in batched(estates.UNITS.rows(work, estates.units(work), asked)):
        numbers: dict[str, dict[MeterKind, str]] = defaultdict(dict)
        for one in meters.meters_of(work, [row.id for row in some]):
            numbers[one.unit_id][one.kind] = one.number
        yield from ((row, numbers[row.id]) for row in some)


def _unit(row: Any) -> dict[str, Any]:
    told: dict[str, Any] = row._asdict()
    return told | {"usable_ratio": usable_ratio(row.area_built, row.area_usable)}


def estate(work: Work, id: str) -> dict[str, Any]:
    """One estate with its buildings and floors. Raises NoSuchEstate."""
    found = estates.estate(work, id)
    told = {"id": found.id, "name": found.name, "timezone": found.timezone}
    return told | {"buildings": estates.floors(work, found)}


def meter(work: Work, id: str) -> dict[str, Any]:
    """One meter with all its readings. Raises NoSuchMeter."""
    found = meters.meter(work, id)
    told = {column: getattr(found, column) for column in ("id", "kind", "number", "unit_id", "installed_on")}
    told |= {"retired_on": found.retired_on, "unit_number": found.unit.number}
    return told | {"readings": meters.readings_of(work, id)}


def change_list(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of unit changes, each with the steps that wait for somebody."""
    page = changes.CHANGES.page(work, changes.changes(work), asked)
    return page | {"items": _with_waiting(work, page["items"])}


def change_rows(work: Work, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All unit changes that the same filters find, for an export."""
    for some in batched(changes.CHANGES.rows(work, changes.changes(work), asked)):
        yield from _with_waiting(work, some)


def _with_waiting(work: Work, rows: Sequence[Any]) -> list[dict[str, Any]]:
    waiting = changes.steps_waiting(work, [row.id for row in rows])
    return [row._asdict() | {"stuck_at": [_waiting(work, step) for step in waiting.get(row.id, ())]} for row in rows]


def batched(rows: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`, so that what belongs to them is looked up for many at once."""
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _waiting(work: Work, row: CaseStep) -> dict[str, Any]:
    step = UNIT_CHANGE.by_name[row.name]
    return {
        "step": row.name,
        "zh": step.zh,
        "en": step.en,
        "departments": [_department(code) for code, _kind in row.tasks],
        "kind": "sign" if row.state == StepState.AWAITING_SIGNATURES else "do",
        "due_at": row.due_at,
        "overdue": is_overdue(work, row),
    }


def _department(code: str) -> dict[str, str]:
    department = Department(code)
    return {"code": department.value, "zh": department.zh, "en": department.en}


def change(work: Work, id: str) -> dict[str, Any]:
    """One unit change with its steps and everything that belongs to them. Raises NoSuchChange."""
    work.session.flush()
    found = changes.change(work, id)
    case = find_case(work, id)
    of_change = items.of_change(work, found)
    against = list(changes.reasons_with_items_out(found, of_change.handed_over))
    procedure = view(work, case)
    for step in procedure["steps"]:
        step["may_skip"] = step["may_skip"] and not any(reasons_not_to_skip(step["name"]))
        if step["name"] == "issue_notice":
            _say_what_blocks(step, found)
        step["may_send_back"] &= not any(changes.reasons_against_sending_back(found, step["name"]))
    return (
        {column.key: getattr(found, column.key) for column in UnitChange.__table__.c}
        | _things_of(work, found, of_change)
        | {
            "version": case.version,
            "estate": found.estate,
            "old_unit": _brief(found.old_unit),
            "new_unit": _brief(found.new_unit),
            "procedure": procedure,
            "may_cancel": procedure["may_cancel"] and not against,
            "reasons_against_cancelling": against,
        }
    )


def _say_what_blocks(step: dict[str, Any], found: UnitChange) -> None:
    """The notice cannot go out while the new unit is not kept for the change, whoever has done what."""
    if found.issued_at is None:
        blocked = list(reasons_not_kept(found.new_unit.number, found.kept))
        step["may_do"] = step["may_do"] and not blocked
        step["reasons_against"] = [*step["reasons_against"], *blocked]


def _brief(unit: Unit) -> dict[str, Any]:
    told = {column.key: getattr(unit, column.key) for column in Unit.__table__.c}
    return told | {"usable_ratio": usable_ratio(unit.area_built, unit.area_usable)}


def _things_of(work: Work, found: UnitChange, of_change: items.OfChange) -> dict[str, Any]:
    """What the steps are about: meters to read, items to tick and hand over, faults, papers, acknowledgements."""
    acknowledged = changes.acknowledgements_of(work, found.id) if found.issued_at is not None else ()
    return {
        "inspections": list(_inspections(work, found.id)),
        "meters": meters.meters_of(work, (found.old_unit_id, found.new_unit_id)),
        "keys_on_list": estates.keys_of(work, found.new_unit_id),
        "items_to_return": of_change.to_return,
        "items_returned": of_change.returned,
        "items_handed_over": of_change.handed_over,
        "papers": changes.papers_of(work, found.id),
        "acknowledgements": [{"department": _department(one.department), "at": one.at} for one in acknowledged],
    }


def _inspections(work: Work, id: str) -> Iterator[dict[str, Any]]:
    inspections = changes.inspections_of(work, id)
    faults = [] if all(inspection.clear for inspection in inspections) else changes.faults_of(work, id)
    for inspection in inspections:
        yield {
            "round": inspection.round,
            "clear": inspection.clear,
            "inspected_at": inspection.inspected_at,
            "inspected_by": inspection.inspected_by,
            "faults": [_fault(fault) for fault in faults if fault.inspection_id == inspection.id],
        }


def _fault(fault: Any) -> dict[str, Any]:
    trade = Trade(fault.trade)
    told = {column.key: getattr(fault, column.key) for column in type(fault).__table__.c}
    return told | {"trade_zh": trade.zh, "trade_en": trade.en}


def check(reasons: Sequence[Reason]) -> dict[str, Any]:
    """Whether something may be done, and what stands against it."""
    return {"may": not reasons, "reasons": reasons}
