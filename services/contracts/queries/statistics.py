"""Sales in numbers (SALE-3): units by a dimension of theirs, and what each day, week, month or half-year brought."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from kit.work import Work
from services.contracts import scope
from services.contracts.models import Deal, Unit, Withdrawal
from services.contracts.rules.board import Kind, State
from services.contracts.rules.statistics import AREA_BAND, PRICE_BAND, By, Dimension, band_of, period_of
from services.contracts.rules.withdrawals import WithdrawalState

_STATES = (State.AVAILABLE, State.HELD, State.CONFIRMED, State.SOLD, State.LET, State.SIGNED, State.WITHDRAWN)
_VALUES: dict[Dimension, Any] = {
    Dimension.BUILDING: Unit.building,
    Dimension.LAYOUT: Unit.layout,
    Dimension.FLOOR: Unit.floor,
    Dimension.AREA: Unit.area_built - Unit.area_built % AREA_BAND,
    Dimension.PRICE: Unit.sale_price - Unit.sale_price % PRICE_BAND,
}


def sales(work: Work, estate_id: str, dimension: Dimension) -> dict[str, Any]:
    """The estate's units counted by state for each value of the dimension, with the price of what is sold, in yuan."""
    scope.estate(work, estate_id)
    value = _VALUES[dimension].label("value")
    counts = [func.count(case((Unit.state == state, 1))).label(state.value) for state in _STATES]
    taken = Unit.state.in_((State.SOLD, State.SIGNED)) & (Deal.kind == Kind.SALE)
    amount = func.coalesce(func.sum(case((taken, Deal.price))), 0).label("amount")
    rows = select(value, func.count().label("units"), *counts, amount).select_from(Unit)
    rows = rows.outerjoin(Deal, (Deal.id == Unit.deal_id) & (Deal.estate_id == estate_id))
    rows = rows.where(Unit.estate_id == estate_id).group_by(value)
    found = [_counted(dimension, row) for row in work.session.execute(rows.order_by(value))]
    return {"estate_id": estate_id, "dimension": dimension, "rows": found}


def _counted(dimension: Dimension, row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("units", *(state.value for state in _STATES))}
    taken = told["sold"] + told["let"] + told["signed"]
    share = round(Decimal(100 * taken) / told["units"], 1)
    return told | {"value": band_of(dimension, row.value), "taken_percent": share, "amount": row.amount}


def report(work: Work, estate_id: str, since: date, until: date, by: By) -> dict[str, Any]:
    """What each period between two days, both included, has brought: deals, and units given back; money in yuan.

    `amount` is the price of what was sold, `rents` are the rents for a month of what was let.

    A deal counts on the day it was made, and stays counted there when it is withdrawn later, which counts on its own
    day.
    """
    scope.estate(work, estate_id)
    periods: dict[date, dict[str, Any]] = {}
    day = since
    while day <= until:
        periods.setdefault(period_of(day, by), dict.fromkeys(_FIGURES, 0))
        day += timedelta(1)
    for on, kind, number, amount in _closed(work, estate_id, since, until):
        row = periods[period_of(on, by)]
        row[f"{kind.value}s"] += number
        row["amount" if kind is Kind.SALE else "rents"] += amount
    for on, number, refund in _withdrawn(work, estate_id, since, until):
        row = periods[period_of(on, by)]
        row["withdrawn"] += number
        row["refunds"] += refund
    told = [{"since": start, **figures} for start, figures in sorted(periods.items())]
    totals: Mapping[str, Any] = {name: sum(row[name] for row in told) for name in _FIGURES}
    return {"estate_id": estate_id, "by": by, "rows": told, "total": totals}


_FIGURES = ("sales", "leases", "amount", "rents", "withdrawn", "refunds")


def _closed(work: Work, estate_id: str, since: date, until: date) -> Any:
    within = (Deal.estate_id == estate_id, Deal.closed_on >= since, Deal.closed_on <= until)
    chosen = select(Deal.closed_on, Deal.kind, func.count(), func.sum(Deal.price)).where(*within)
    return work.session.execute(chosen.group_by(Deal.closed_on, Deal.kind))


def _withdrawn(work: Work, estate_id: str, since: date, until: date) -> Any:
    within = (Withdrawal.withdrawn_on >= since, Withdrawal.withdrawn_on <= until)
    chosen = select(Withdrawal.withdrawn_on, func.count(), func.sum(Withdrawal.refund))
    chosen = chosen.where(Withdrawal.estate_id == estate_id, Withdrawal.state == WithdrawalState.DONE, *within)
    return work.session.execute(chosen.group_by(Withdrawal.withdrawn_on))
