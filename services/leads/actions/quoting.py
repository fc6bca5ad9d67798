"""Quoting: what is said to somebody about units, kept as it was said (LEAD-13, LEAD-15, LEAD-16)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from kit.database import lock
from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.procedure.due import number
from kit.work import Work
from services.leads import scope, settings
from services.leads.actions import brokers
from services.leads.models import Concession, OfferedUnit, Quotation, QuotedUnit
from services.leads.queries import audiences, conceded, offered
from services.leads.queries.audiences import Listener
from services.leads.rules.concessions import Kind, reasons_against_two, reasons_not_to_carry
from services.leads.rules.disclosure import Audience, Matter, price_kind, reasons_not_to_quote, reasons_not_to_say
from services.leads.rules.offers import Dealing, Price, usable_ratio
from services.leads.rules.quoting import (
    Conceded,
    Extra,
    Line,
    Place,
    charged,
    lines_of,
    number_of,
    plain,
    reasons_against_units,
    reasons_not_to_quote_unit,
    said_price,
    total,
)

ALONE = "atrium.leads.quotations"


def quote(work: Work, asked: Mapping[str, Any]) -> Quotation:
    """Works a quotation out and keeps it. Refused for whoever is told no price, and for a unit not on offer."""
    to, dealing = audiences.listener(work, asked), asked["dealing"]
    raise_if_any(reasons_not_to_quote(to.audience))
    units = [scope.unit(work, one["unit_id"], "units") for one in asked["units"]]
    raise_if_any(reasons_against_units([one.estate_id for one in units], [one.id for one in units]), Invalid)
    raise_if_any(reason for one in units for reason in reasons_not_to_quote_unit(one.as_unit(), one.number, dealing))
    today = scope.today_at(work, units[0].estate_id)
    carried = _carried(work, asked.get("concessions", ()), to, units, dealing, today)
    places = _places(work, units, asked["units"], to)
    extras = [Extra(**one) for one in asked.get("others", ())]
    year_days = settings.year_days_of(work.settings)
    lines = lines_of(places, extras, dealing, [_as_conceded(one) for one in carried], year_days)
    told = {
        "units": [_unit(place, dealing) for place in places],
        "lines": [_line(line) for line in lines],
        "concessions": [_concession(one, places) for one in carried],
        "note": asked.get("note", ""),
    }
    quotation = _keep(work, to, asked, units, today, lines, told)
    if to.audience is Audience.STRANGER:
        brokers.report(work, quotation.estate_id, asked.get("looks", ""), quotation_id=quotation.id)
    return quotation


def _carried(
    work: Work, ids: Sequence[str], to: Listener, units: Sequence[OfferedUnit], dealing: Dealing, today: date
) -> list[Concession]:
    """The concessions that the quotation is to carry, each of which was granted for just this."""
    if not ids:
        return []
    raise_if_any(reasons_not_to_say(to.audience, Matter.FLEXIBLE_TERMS))
    found = [conceded.concession(work, one, "concessions") for one in dict.fromkeys(ids)]
    unit_ids, carried = [one.id for one in units], [conceded.as_carried(work, one) for one in found]
    against = (
        reason for one in carried for reason in reasons_not_to_carry(one, to.customer_id, unit_ids, dealing, today)
    )
    raise_if_any([*against, *reasons_against_two(carried)])
    return found


def _places(work: Work, units: Sequence[OfferedUnit], asked: Sequence[Mapping[str, Any]], to: Listener) -> list[Place]:
    """The units with the prices that may be said; what has none was refused before."""
    said_as = price_kind(to.audience)
    places = []
    for row, told in zip(units, asked, strict=True):
        unit = row.as_unit()
        if said_as is not None and unit is not None and unit.price is not None:
            price = said_price(unit.price, said_as, offered.percent(work))
            places.append(Place(unit, price, told["parking_spaces"], told["phone_lines"]))
    return places


def _keep(
    work: Work,
    to: Listener,
    asked: Mapping[str, Any],
    units: Sequence[OfferedUnit],
    today: date,
    lines: Sequence[Line],
    told: dict[str, Any],
) -> Quotation:
    lock(work.session, ALONE)
    position = (work.session.scalar(select(func.max(Quotation.position))) or 0) + 1
    quotation = Quotation(
        id=new_id(),
        position=position,
        number=number_of(position),
        estate_id=units[0].estate_id,
        at=work.now,
        day=today,
        valid_until=today + timedelta(number(settings.QUOTATION_DAYS, work.settings)),
        dealing=asked["dealing"],
        audience=to.audience,
        said_as=price_kind(to.audience),
        customer_id=to.customer_id,
        broker_id=to.broker_id,
        addressee=to.called,
        term_months=asked.get("term_months"),
        monthly=total(lines, is_monthly=True),
        once=total(lines, is_monthly=False),
        told=told,
        listed={one.id: _listed(one.as_price()) for one in units},
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    work.session.add(quotation)
    work.session.add_all(QuotedUnit(quotation_id=quotation.id, unit_id=one.id) for one in units)
    return quotation


def _listed(price: Price | None) -> dict[str, str | None]:
    told = asdict(price) if price else {}
    return {name: None if value is None else str(value) for name, value in told.items()}


def _unit(place: Place, dealing: Dealing) -> dict[str, Any]:
    """A unit as a quotation has it, in JSON."""
    unit, price = place.unit, place.price
    told = {name: getattr(unit, name) for name in ("id", "number", "building", "floor", "layout", "aspect", "fit_out")}
    areas = {"area_built": str(unit.area_built), "area_usable": str(unit.area_usable)}
    counts = {"parking_spaces": place.parking_spaces, "phone_lines": place.phone_lines}
    ratio = usable_ratio(unit.area_usable, unit.area_built)
    asked = plain(price.of(dealing) or Decimal(0))
    return told | areas | counts | {"usable_ratio": None if ratio is None else str(ratio), "price": asked}


def _line(line: Line) -> dict[str, Any]:
    name = {"zh": line.name or line.kind.zh, "en": line.name or line.kind.en}
    told = {"kind": line.kind.value, "unit_number": line.unit_number, "working": line.working}
    return told | name | {"amount": str(line.amount), "is_monthly": line.is_monthly}


def _as_conceded(one: Concession) -> Conceded:
    return Conceded(one.unit_id, one.kind, one.granted, one.number)


def _concession(one: Concession, places: Sequence[Place]) -> dict[str, Any]:
    """A concession as a quotation tells of it; rent-free days with what they are worth."""
    zh, en = conceded.in_words(one.kind, one.granted)
    place = next(place for place in places if place.unit.id == one.unit_id)
    rent = place.price.rent_per_sqm_day
    told = {"id": one.id, "number": one.number, "kind": one.kind.value, "unit_number": one.unit_number}
    told |= {"zh": zh, "en": en, "valid_until": f"{one.valid_until}"}
    if one.kind is Kind.RENT_FREE and rent is not None and one.granted is not None:
        return told | {"worth": str(charged(rent * place.unit.area_built, one.granted))}
    return told
