"""Keeping leasing's own copy of what can be offered; what is told comes in any order (LEAD-12)."""

from datetime import datetime

from kit.database import lock
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts.events import LeaseMoved, LeaseRegistered, UnitKept, UnitLetGo, UnitPriced, UnitStateChanged
from services.leads import scope
from services.leads.errors import NotYet
from services.leads.models import FloorPlan, OfferedUnit, Tenancy
from services.leads.rules.offers import BoardState, file_name, kind_of_plan, reasons_against_plan
from services.property.events import UnitRecorded

RECORDED = ("building", "floor", "area_built", "area_usable", "layout", "aspect", "fit_out", "use")
PRICED = (
    "sale_price",
    "rent_per_sqm_day",
    "management_per_sqm_month",
    "parking_per_month",
    "phone_per_line_month",
)


def note_unit(work: Work, event: UnitRecorded) -> OfferedUnit:
    """Remembers the unit; property's is the word on its number and estate."""
    unit = _take(work, event.unit_id, event.estate_id, event.number)
    unit.estate_id, unit.number = event.estate_id, event.number
    _set(unit, event, RECORDED)
    return unit


def note_price(work: Work, event: UnitPriced) -> OfferedUnit:
    """Remembers what the unit costs from now on."""
    unit = _take(work, event.unit_id, event.estate_id, event.number)
    _set(unit, event, PRICED)
    return unit


def note_state(work: Work, event: UnitStateChanged) -> OfferedUnit:
    """Remembers how the unit stands on the board."""
    unit = _take(work, event.unit_id, event.estate_id, event.number)
    unit.state = BoardState(event.state)
    unit.free_since = _told_at(work) if unit.state is BoardState.AVAILABLE else None
    return unit


def note_kept(work: Work, event: UnitKept) -> None:
    """Remembers that a tenant is about to move in: the unit is offered to nobody (SALE-17)."""
    _take(work, event.unit_id, event.estate_id, event.unit_number).kept_for = event.unit_change_number


def note_let_go(work: Work, event: UnitLetGo) -> OfferedUnit:
    """The unit may be offered again, if the board has it available."""
    unit = _take(work, event.unit_id, event.estate_id, event.unit_number)
    unit.kept_for = None
    return unit


def note_lease(work: Work, event: LeaseRegistered) -> None:
    """Remembers which trade has the unit, and until when."""
    told = {name: getattr(event, name) for name in ("lease_id", "estate_id", "unit_id", "starts_on", "ends_on")}
    work.session.merge(Tenancy(business=event.business, **told))


def note_move(work: Work, event: LeaseMoved) -> None:
    """The trade is on the new unit's floor now. Raises NotYet for a lease not known here."""
    tenancy = work.session.get(Tenancy, event.lease_id)
    if tenancy is None:
        raise NotYet(f"lease {event.number} is not known here")
    tenancy.unit_id = event.new_unit_id


def keep_plan(work: Work, unit_id: str, name: str, data: bytes, for_layout: bool) -> FloorPlan:
    """Keeps a floor plan of the unit, or of all units of its building with the same layout."""
    unit = scope.unit(work, unit_id)
    raise_if_any(reasons_against_plan(data))
    plan = FloorPlan(
        id=new_id(),
        estate_id=unit.estate_id,
        unit_id=None if for_layout else unit.id,
        building=unit.building or "",
        layout=unit.layout or "",
        name=file_name(name),
        content_type=kind_of_plan(data) or "",
        data=data,
        at=work.now,
        added_by=work.caller.name,
    )
    work.session.add(plan)
    return plan


def _take(work: Work, unit_id: str, estate_id: str, number: str) -> OfferedUnit:
    """The unit's row, for this work alone: several who tell of it at once find one another's words."""
    lock(work.session, f"atrium.leads.unit.{unit_id}")
    unit = work.session.get(OfferedUnit, unit_id, populate_existing=True)
    if unit is None:
        unit = OfferedUnit(id=unit_id, estate_id=estate_id, number=number)
        unit.state = BoardState.WITHDRAWN
        work.session.add(unit)
    return unit


def _set(unit: OfferedUnit, event: UnitRecorded | UnitPriced, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(unit, name, getattr(event, name))
    if unit.area_built is not None and unit.rent_per_sqm_day is not None:
        unit.rent_per_day = unit.area_built * unit.rent_per_sqm_day
    else:
        unit.rent_per_day = None


def _told_at(work: Work) -> datetime:
    """When the event was said: the same for each time it is heard."""
    return work.heard.time if work.heard else work.now
