"""Replay: a stretch of one service's outbox sent to one listener once more.

What the listener has in its inbox already, in whatever state, is passed over; with `again` its finished events become
pending and take effect anew, which is only right for a listener whose handling may be repeated, or whose tables were
emptied before. Parked events stay parked in either case. A replay goes in the order of the outbox and never overtakes
what still waits there, but it comes after whatever the listener heard meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from kit.ids import new_id
from kit.tables import outbox, replays
from kit.work import Work


def ask(
    work: Work, listener: str, since: datetime, until: datetime, types: Sequence[str] = (), again: bool = False
) -> str:
    """Notes a replay for the relay to do; gives its id."""
    replay_id = new_id()
    work.session.execute(
        insert(replays).values(
            id=replay_id,
            listener=listener,
            since=since,
            until=until,
            types=list(types),
            again=again,
            asked_at=work.now,
            asked_by=work.caller.username,
            position=0,
            sent=0,
        )
    )
    return replay_id


def count(session: Session, since: datetime, until: datetime, types: Sequence[str] = ()) -> int:
    """How many events a stretch holds."""
    chosen = select(func.count()).where(outbox.c.at >= since, outbox.c.at < until)
    if types:
        chosen = chosen.where(outbox.c.type.in_(types))
    return session.execute(chosen).scalar_one()


def shown(session: Session, replay_id: str) -> dict[str, Any]:
    """One replay, how far it is and what went wrong."""
    return dict(session.execute(select(replays).where(replays.c.id == replay_id)).mappings().one())


def listed(session: Session, limit: int = 50) -> list[dict[str, Any]]:
    """The latest replays, how far each is and what went wrong."""
    rows = session.execute(select(replays).order_by(replays.c.asked_at.desc()).limit(limit))
    return [dict(row) for row in rows.mappings()]
