"""Whether the register is as it was entered: a check that anyone may run (LEAD-3)."""

from typing import Any

from sqlalchemy import func, select

from kit import chain
from kit.work import Work
from services.leads.models import Entry, Registered


def verification(work: Work) -> dict[str, Any]:
    """Follows the chain from the first entry to the last; names the first that was altered, or follows one removed."""
    count = work.session.scalar(select(func.count()).select_from(Entry)) or 0
    last = work.session.scalar(select(Entry.hash).order_by(Entry.position.desc()).limit(1)) or ""
    broken = chain.first_broken(work.session, Entry.__table__)  # type: ignore[arg-type]
    told = {"whole": broken is None, "entries": count, "last_hash": last, "broken_at": broken, "number": None}
    if broken is not None:
        of = select(Registered.number).join(Entry, Entry.registration_id == Registered.id)
        told["number"] = work.session.scalar(of.where(Entry.position == broken))
    return told
