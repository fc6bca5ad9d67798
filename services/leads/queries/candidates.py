"""Who of the waiting list may want a unit: narrowed by the database before the rule looks at each (LEAD-18)."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from kit.work import Work
from services.leads.models import FoundOffer, OfferedUnit, Waiting
from services.leads.rules.losing import Cause, asked_for, wanted_near
from services.leads.rules.offers import Dealing, Unit

_CENT = Decimal("0.01")


def candidates(work: Work, row: OfferedUnit, unit: Unit, tolerance: int, year_days: int) -> Sequence[Waiting]:
    """Those who wait at its estate and were not told of it since it came free, the first lost first.

    Nobody is left out whom the rule would find; it has the last word on those who are here, on layouts for one.
    """
    suited = [suits for dealing in Dealing if (suits := _suits(unit, dealing, tolerance, year_days)) is not None]
    told = exists().where(
        FoundOffer.waiting_id == Waiting.id, FoundOffer.unit_id == row.id, FoundOffer.free_since == row.free_since
    )
    waits = select(Waiting).where(Waiting.estate_id == row.estate_id, Waiting.left_at.is_(None), or_(false(), *suited))
    return work.session.scalars(waits.where(~told).order_by(Waiting.at, Waiting.id)).all()


def _suits(unit: Unit, dealing: Dealing, tolerance: int, year_days: int) -> ColumnElement[bool] | None:
    """That neither area nor price stand against the unit, for whoever looks for it so; None where it has no price."""
    price = unit.price.of(dealing) if unit.price else None
    if price is None:
        return None
    least, most = wanted_near(unit.area_built, tolerance)
    budget = asked_for(price, unit.area_built, dealing, year_days)
    conditions = [
        Waiting.dealing == dealing,
        or_(Waiting.area_to.is_(None), Waiting.area_to == 0, Waiting.area_to >= least.quantize(_CENT, ROUND_FLOOR)),
        or_(Waiting.budget.is_(None), Waiting.budget >= budget),
        or_(Waiting.cause != Cause.PRICE, Waiting.expected_price.is_(None), Waiting.expected_price >= price),
    ]
    if most is not None:
        conditions.append(or_(Waiting.area_from.is_(None), Waiting.area_from <= most.quantize(_CENT, ROUND_CEILING)))
    return and_(*conditions)
