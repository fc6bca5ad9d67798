"""The collection overview out of the plans of contracts and the ledger (FIN-7)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from kit.errors import Invalid, raise_if_any
from kit.work import Work
from services.finance.models import Entry, Estate, Instalment, LedgerAccount, Posting
from services.finance.queries import in_sight, zone_of
from services.finance.rules.accounts import Account, Kind
from services.finance.rules.collection import Collected, by_month, first_day_after, reasons_against_months


def collection(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Due against received by month and estate, of this year unless asked otherwise. Raises Invalid."""
    estate_id = asked.get("estate_id")
    today = work.today(zone_of(work.session, estate_id)) if estate_id else work.today()
    since = asked.get("since", date(today.year, 1, 1)).replace(day=1)
    until = asked.get("until", date(today.year, 12, 1))
    raise_if_any(reasons_against_months(since, until), Invalid)
    rows = _rows(work, since, first_day_after(until), estate_id)
    names = {one.id: one.name for one in work.session.scalars(select(Estate))}
    totals = {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("due", "open", "received")}
    return {
        "since": since,
        "until": until.replace(day=1),
        "items": [asdict(row) | {"estate_name": names.get(row.estate_id, "")} for row in rows],
        **totals,
    }


def _rows(work: Work, since: date, end: date, estate_id: str | None) -> list[Collected]:
    due = (
        select(
            Instalment.estate_id,
            Instalment.pays_by,
            func.sum(Instalment.amount),
            func.sum(Instalment.amount - Instalment.paid),
        )
        .where(Instalment.cancelled.is_(False), Instalment.pays_by >= since, Instalment.pays_by < end)
        .where(in_sight(work, Instalment.estate_id))
        .group_by(Instalment.estate_id, Instalment.pays_by)
    )
    first, account = aliased(Entry), LedgerAccount.kind
    kind = func.coalesce(first.kind, Entry.kind)
    is_forfeit = kind == Kind.FORFEIT.value
    came_in = and_(account == Account.RECEIVABLE.value, kind != Kind.CHARGE.value, ~is_forfeit)
    received = (
        select(Entry.estate_id, Entry.happened_on, func.sum(case((is_forfeit, Posting.amount), else_=-Posting.amount)))
        .join(Posting, Posting.entry_id == Entry.id)
        .join(LedgerAccount, Posting.account_id == LedgerAccount.id)
        .outerjoin(first, Entry.reverses_id == first.id)
        .where(Entry.deal_id.is_not(None), or_(came_in, and_(is_forfeit, account == Account.DEPOSITS_HELD.value)))
        .where(Entry.happened_on >= since, Entry.happened_on < end, in_sight(work, Entry.estate_id))
        .group_by(Entry.estate_id, Entry.happened_on)
    )
    if estate_id:
        due, received = due.where(Instalment.estate_id == estate_id), received.where(Entry.estate_id == estate_id)
    session = work.session
    return by_month(
        [(estate, day, amount, still_open) for estate, day, amount, still_open in session.execute(due)],
        [(estate, day, amount) for estate, day, amount in session.execute(received)],
    )
