"""What leasing shows of quotations: as they were said, and what has changed under them since (LEAD-13)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope
from services.leads.errors import NoSuchQuotation
from services.leads.models import KnownEstate, OfferedUnit, Quotation, QuotedUnit
from services.leads.queries import identities
from services.leads.rules.changes import reasons_to_call_stale

QUOTATIONS = Listing(
    columns={"position": Quotation.position, "valid_until": Quotation.valid_until},
    key=Quotation.id,
    default_sort="-position",
    filters={
        "estate_id": Quotation.estate_id,
        "customer_id": identities.is_of(Quotation.customer_id),
        "broker_id": Quotation.broker_id,
        "unit_id": lambda unit_id: Quotation.id.in_(
            select(QuotedUnit.quotation_id).where(QuotedUnit.unit_id == unit_id)
        ),
        "dealing": Quotation.dealing,
        "audience": Quotation.audience,
        "since": lambda day: Quotation.day >= day,
        "until": lambda day: Quotation.day <= day,
    },
    search=(Quotation.number, Quotation.addressee, Quotation.by_name),
)


def quotations(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the quotations of the caller's estates, the newest first."""
    chosen = select(Quotation).where(scope.within(work.caller, Quotation.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(Quotation.by_id == work.caller.id)
    page = QUOTATIONS.page(work, chosen, asked)
    units = _units(work, page["items"])
    return page | {"items": [_row(work, one, units) for one in page["items"]]}


def quotation(work: Work, quotation_id: str) -> dict[str, Any]:
    """One quotation, whole. Raises NoSuchQuotation."""
    work.session.flush()
    one = work.session.get(Quotation, quotation_id)
    if one is None or not work.caller.may_see(one.estate_id):
        raise NoSuchQuotation()
    estate = work.session.get(KnownEstate, one.estate_id)
    shown = _row(work, one, _units(work, [one])) | one.told
    return shown | {"estate": estate.name if estate else "", "zone": estate.zone if estate else None}


def _units(work: Work, quotations: list[Quotation]) -> dict[str, OfferedUnit]:
    """The quoted units as they are now."""
    ids = {unit_id for one in quotations for unit_id in one.listed}
    return {unit.id: unit for unit in work.session.scalars(select(OfferedUnit).where(OfferedUnit.id.in_(ids)))}


def _row(work: Work, one: Quotation, units: Mapping[str, OfferedUnit]) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    numbers = [unit["number"] for unit in one.told["units"]]
    is_over = one.valid_until < scope.today_at(work, one.estate_id)
    return told | {"unit_numbers": numbers, "is_over": is_over, "stale": list(_stale(one, units))}


def _stale(one: Quotation, units: Mapping[str, OfferedUnit]) -> Iterator[Reason]:
    """What has changed in the units quoted since it was said; the quotation itself stays as it was."""
    for told in one.told["units"]:
        row = units.get(told["id"])
        unit = row.as_unit() if row else None
        if unit is not None:
            listed = {name: None if value is None else Decimal(value) for name, value in one.listed[unit.id].items()}
            yield from reasons_to_call_stale(unit, Decimal(told["area_built"]), listed, one.dealing, one.said_as)
