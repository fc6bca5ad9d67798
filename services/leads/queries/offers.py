"""What leasing offers: available units near the wanted area, each with what its listener may be told (LEAD-12)."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select

from kit.columns import Exact
from kit.errors import raise_if_any
from kit.listing import Listing
from kit.procedure.due import number
from kit.work import Work
from services.leads import scope, settings
from services.leads.errors import NoFloorPlan
from services.leads.models import FloorPlan, OfferedUnit
from services.leads.queries import audiences, conceded, offered
from services.leads.queries.audiences import Listener
from services.leads.rules.concessions import Authority
from services.leads.rules.disclosure import Matter, PriceKind, may_hear, price_kind, reasons_not_to_say
from services.leads.rules.offers import BoardState, Dealing, Span, Wanted, reasons_against_search, span_of

_AREA = Exact(2)


def offers(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what can be offered, the nearest first. Refused to whoever may not be told of it, or what they ask."""
    to = audiences.listener(work, asked)
    for matter in (Matter.VACANCY, asked.get("asks", Matter.VACANCY)):
        raise_if_any(reasons_not_to_say(to.audience, matter))
    wanted = _wanted(work, asked, to)
    raise_if_any(reasons_against_search(wanted))
    span, tolerance = span_of(wanted), number(settings.AREA_TOLERANCE, work.settings)
    chosen = _chosen(work, asked, to, span.widened(tolerance) if span else None)
    page = _listing(span).page(work, chosen, asked)
    shown = page | {"items": offered.shown_units(work, page["items"], to)}
    return shown | _said(work, to) | {"area_from": wanted.area_from, "area_to": wanted.area_to}


def _wanted(work: Work, asked: Mapping[str, Any], to: Listener) -> Wanted:
    """What was asked for here, else what the register says of the customer."""
    if asked.get("area") is not None:
        return Wanted(asked["area"], asked["area"])
    if asked.get("area_from") is not None or asked.get("area_to") is not None:
        return Wanted(asked.get("area_from"), asked.get("area_to"))
    return audiences.wanted_by(work, to.registrations)


def _chosen(work: Work, asked: Mapping[str, Any], to: Listener, near: Span | None) -> Any:
    price = OfferedUnit.rent_per_sqm_day if asked["dealing"] is Dealing.LEASE else OfferedUnit.sale_price
    chosen = select(OfferedUnit).where(
        scope.within(work.caller, OfferedUnit.estate_id),
        OfferedUnit.state == BoardState.AVAILABLE,
        OfferedUnit.kept_for.is_(None),
        OfferedUnit.area_built.is_not(None),
        price.is_not(None),
    )
    if near is not None:
        least, most = near.least.quantize(Decimal("0.01")), near.most.quantize(Decimal("0.01"))
        chosen = chosen.where(OfferedUnit.area_built.between(least, most))
    if asked.get("budget") is not None:
        chosen = chosen.where(_affordable(work, asked, to))
    return chosen


def _affordable(work: Work, asked: Mapping[str, Any], to: Listener) -> ColumnElement[bool]:
    """Whether a unit costs no more than the budget, at the price that is said."""
    budget: Decimal = asked["budget"]
    if asked["dealing"] is Dealing.SALE:
        return OfferedUnit.sale_price <= budget
    percent = offered.percent(work) if price_kind(to.audience) is PriceKind.CONSERVATIVE else 0
    a_day = budget * 12 / settings.year_days_of(work.settings) * 100 / (100 + percent)
    return OfferedUnit.rent_per_day <= a_day.quantize(Decimal("0.000001"), ROUND_FLOOR)


def _listing(span: Span | None) -> Listing:
    columns = {
        "number": OfferedUnit.number,
        "area": OfferedUnit.area_built,
        "floor": OfferedUnit.floor,
        "rent": OfferedUnit.rent_per_day,
        "price": OfferedUnit.sale_price,
    }
    if span is not None:
        columns["nearness"] = _nearness(span)
    return Listing(
        columns=columns,
        key=OfferedUnit.id,
        default_sort="nearness" if span is not None else "number",
        filters={
            "estate_id": OfferedUnit.estate_id,
            "layout": lambda told: OfferedUnit.layout.icontains(told, autoescape=True),
            "aspect": lambda told: OfferedUnit.aspect.icontains(told, autoescape=True),
            "floor_from": lambda floor: OfferedUnit.floor >= floor,
            "floor_to": lambda floor: OfferedUnit.floor <= floor,
        },
        search=(OfferedUnit.number, OfferedUnit.building),
    )


def _nearness(span: Span) -> Any:
    """How far a unit's area lies outside of what is wanted."""
    least, most = literal(span.least, _AREA), literal(span.most, _AREA)
    area = OfferedUnit.area_built
    return case((area < least, least - area), (area > most, area - most), else_=literal(Decimal(0), _AREA))


def _said(work: Work, to: Listener) -> dict[str, Any]:
    """Who listens, what they may be told, and what the caller may concede to them alone."""
    told: dict[str, Any] = {"audience": to.audience, "said_as": price_kind(to.audience)}
    told["may_say"] = [matter for matter in Matter if may_hear(to.audience, matter)]
    if may_hear(to.audience, Matter.FLEXIBLE_TERMS):
        told["flexible_terms"] = authority_of(work)
    return told


def authority_of(work: Work) -> Authority:
    """How far the caller may go alone (LEAD-14)."""
    return conceded.person_of(work).authority(settings.authority_of(work.settings))


def floor_plan(work: Work, unit_id: str, asked: Mapping[str, Any]) -> FloorPlan:
    """The unit's floor plan, for a listener who may see it. Raises NoFloorPlan."""
    unit = scope.unit(work, unit_id)
    to = audiences.listener(work, asked)
    raise_if_any(reasons_not_to_say(to.audience, Matter.FLOOR_PLAN))
    found = offered.plan_of(work, unit)
    if found is None:
        raise NoFloorPlan()
    return found
