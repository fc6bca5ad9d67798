"""Which permits of an estate decide today (SALE-18)."""

from datetime import date

from sqlalchemy import select

from kit.work import Work
from services.contracts import scope
from services.contracts.models import PermitEntry
from services.contracts.rules.permits import Held, Permit, deciding


def entries_of(work: Work, estate_id: str) -> dict[Permit, PermitEntry]:
    """Of each kind the entry that decides today, where one is recorded."""
    rows = work.session.scalars(select(PermitEntry).where(PermitEntry.estate_id == estate_id).order_by(PermitEntry.id))
    by_kind: dict[Permit, list[PermitEntry]] = {}
    for row in rows:
        by_kind.setdefault(row.permit, []).append(row)
    today = scope.today_at(work, estate_id)
    return {permit: found[deciding([one.as_held() for one in found], today)] for permit, found in by_kind.items()}


def permits_of(work: Work, estate_id: str) -> tuple[list[Held], date]:
    """The permits of the estate as they are today, and the day it is there."""
    held = [entry.as_held() for entry in entries_of(work, estate_id).values()]
    return held, scope.today_at(work, estate_id)
