"""Works off the replays that were asked for, a part at a time, over the relay's own carrier."""

from sqlalchemy import select, update

from kit.bus import outbox
from kit.bus.carrier import Carrier
from kit.runtime import Runtime
from kit.tables import replays

BATCH = 200


def step(runtime: Runtime, carrier: Carrier) -> int:
    """Does the next part of the oldest unfinished replay; says how many events it carried. Raises CarrierAway."""
    with runtime.look() as work:
        asked = work.session.execute(
            select(replays).where(replays.c.finished_at.is_(None)).order_by(replays.c.asked_at, replays.c.id).limit(1)
        ).first()
        if asked is None:
            return 0
        events = outbox.stretch(work.session, asked.since, asked.until, asked.types, asked.position, BATCH)
    error = None
    for wave in outbox.waves(events):
        if not carrier.post(wave, asked.listener, asked.again):
            error = f"{asked.listener} took nothing: there is no such service, or its inbox is missing"
            break
    over = error is not None or len(events) < BATCH
    with runtime.work() as work:
        work.session.execute(
            update(replays)
            .where(replays.c.id == asked.id)
            .values(
                position=events[-1].position if events and not error else asked.position,
                sent=replays.c.sent + (0 if error else len(events)),
                finished_at=work.now if over else None,
                error=error,
            )
        )
    return max(len(events), 1)
