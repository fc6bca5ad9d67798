"""What the bus has long done with is forgotten, in small batches, so that its tables stay small."""

from datetime import timedelta

from sqlalchemy import delete

from kit import idempotency
from kit.bus import inbox, outbox
from kit.tables import replays
from kit.work import Work

# Longer than anything is ever delivered again, and than an operator looks back for a replay.
ARCHIVE = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2)
BATCH, BATCHES = 1000, 20


def forget(work: Work) -> None:
    """Forgets sent and handled events past the archive's time, and answers to idempotency keys past theirs."""
    for _ in range(BATCHES):
        if not sum(
            (
                outbox.forget(work.session, work.now - ARCHIVE, BATCH),
                inbox.forget(work.session, work.now - ARCHIVE, BATCH),
                idempotency.forget(work.session, work.now - ANSWERS_KEPT, BATCH),
            )
        ):
            break
    work.session.execute(delete(replays).where(replays.c.finished_at < work.now - ARCHIVE))
