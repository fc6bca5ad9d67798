"""Units as somebody may be told of them: facts, prices, the trades on their floor, floor plans (LEAD-12)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select

from kit.procedure.due import number
from kit.work import Work
from services.leads import scope, settings
from services.leads.models import FloorPlan, OfferedUnit, Tenancy
from services.leads.queries.audiences import Listener
from services.leads.rules.disclosure import Matter, PriceKind, may_hear, price_kind
from services.leads.rules.offers import usable_ratio
from services.leads.rules.quoting import charged, month_of, said_price

FACTS = ("id", "estate_id", "number", "building", "floor", "layout", "aspect", "area_built", "area_usable", "fit_out")
Floor = tuple[str, str | None, int | None]


def shown_units(work: Work, units: Sequence[OfferedUnit], to: Listener) -> list[dict[str, Any]]:
    """Units as this listener is told of them: what may not be said is not there."""
    trades = trades_on(work, units) if may_hear(to.audience, Matter.TENANTS) else None
    planned = _planned(work, units) if may_hear(to.audience, Matter.FLOOR_PLAN) else None
    shown = []
    for unit in units:
        told = {name: getattr(unit, name) for name in FACTS} | _prices(work, unit, price_kind(to.audience))
        told["usable_ratio"] = usable_ratio(unit.area_usable or Decimal(0), unit.area_built or Decimal(0))
        if trades is not None:
            told["neighbours"] = sorted(trades[_floor(unit)])
        if planned is not None:
            told["floor_plan"] = f"/offers/{unit.id}/floor-plan" if unit.id in planned else None
        shown.append(told)
    return shown


def percent(work: Work) -> int:
    """How far above the list a conservative rent is."""
    return number(settings.CONSERVATIVE_PERCENT, work.settings)


def _prices(work: Work, unit: OfferedUnit, said_as: PriceKind | None) -> dict[str, Any]:
    listed = unit.as_price()
    if said_as is None or listed is None:
        return {}
    price = said_price(listed, said_as, percent(work))
    area, year_days = unit.area_built or Decimal(0), settings.year_days_of(work.settings)
    rent = price.rent_per_sqm_day
    return {
        "sale_price": price.sale_price,
        "rent_per_sqm_day": rent,
        "rent_month": None if rent is None else month_of(rent, area, year_days),
        "management_per_sqm_month": price.management_per_sqm_month,
        "management_month": charged(price.management_per_sqm_month, area),
        "parking_per_month": price.parking_per_month,
        "phone_per_line_month": price.phone_per_line_month,
    }


def _floor(unit: OfferedUnit) -> Floor:
    return unit.estate_id, unit.building, unit.floor


def trades_on(work: Work, units: Sequence[OfferedUnit]) -> dict[Floor, set[str]]:
    """The trades of those who rent on each unit's floor today, by floor; never who they are."""
    found: dict[Floor, set[str]] = defaultdict(set)
    for estate_id in {unit.estate_id for unit in units}:
        floors = {unit.floor for unit in units if unit.estate_id == estate_id}
        today = scope.today_at(work, estate_id)
        chosen = (
            select(OfferedUnit.building, OfferedUnit.floor, Tenancy.business)
            .join(Tenancy, Tenancy.unit_id == OfferedUnit.id)
            .where(OfferedUnit.estate_id == estate_id, OfferedUnit.floor.in_(floors))
            .where(Tenancy.starts_on <= today, Tenancy.ends_on >= today, Tenancy.business != "")
        )
        for building, floor, business in work.session.execute(chosen):
            found[estate_id, building, floor].add(business)
    return found


def _planned(work: Work, units: Sequence[OfferedUnit]) -> set[str]:
    """The units of which there is a floor plan, their own or their layout's."""
    wanted = {(unit.estate_id, unit.building or "", unit.layout or "") for unit in units}
    own = FloorPlan.unit_id.in_([unit.id for unit in units])
    of_layout = FloorPlan.unit_id.is_(None) & FloorPlan.estate_id.in_({estate for estate, _, _ in wanted})
    columns = select(FloorPlan.unit_id, FloorPlan.estate_id, FloorPlan.building, FloorPlan.layout)
    rows = work.session.execute(columns.where(or_(own, of_layout))).all()
    of_units = {row.unit_id for row in rows}
    of_layouts = {(row.estate_id, row.building, row.layout) for row in rows if row.unit_id is None}
    return {
        unit.id
        for unit in units
        if unit.id in of_units or (unit.estate_id, unit.building or "", unit.layout or "") in of_layouts
    }


def plan_of(work: Work, unit: OfferedUnit) -> FloorPlan | None:
    """The newest floor plan of the unit itself, else of its layout in its building."""
    of_layout = and_(
        FloorPlan.unit_id.is_(None),
        FloorPlan.estate_id == unit.estate_id,
        FloorPlan.building == (unit.building or ""),
        FloorPlan.layout == (unit.layout or ""),
    )
    for which in (FloorPlan.unit_id == unit.id, of_layout):
        newest = select(FloorPlan).where(which).order_by(FloorPlan.at.desc(), FloorPlan.id.desc()).limit(1)
        if found := work.session.scalars(newest).first():
            return found
    return None
