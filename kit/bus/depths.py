"""How much waits in a service's outbox and inbox."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit.bus import inbox, outbox
from kit.tables import replays


def of(session: Session) -> dict[str, Any]:
    """What waits to be sent and to be handled, since when, and what is parked or being replayed."""
    unsent, oldest_unsent = outbox.depth(session)
    unhandled, oldest_unhandled, parked = inbox.depth(session)
    replaying = session.execute(select(func.count()).where(replays.c.finished_at.is_(None))).scalar_one()
    return {
        "unsent": unsent,
        "oldest_unsent": oldest_unsent,
        "unhandled": unhandled,
        "oldest_unhandled": oldest_unhandled,
        "parked": parked,
        "replays": replaying,
    }
