"""What the bus has long done with is forgotten, in small batches, so that its tables stay small."""

from datetime import timedelta

from sqlalchemy import delete, select

from kit.bus import inbox, outbox
from kit.tables import answers, replays
from kit.work import Work

# Longer than anything is ever delivered again, and than an operator looks back for a replay.
ARCHIVE = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2)
BATCH, BATCHES = 1000, 20


def forget(work: Work) -> None:
    """Forgets sent and handled events past the archive's time, and answers to idempotency keys past theirs."""
    for _ in range(BATCHES):
        if not sum(box.forget(work.session, work.now - ARCHIVE, BATCH) for box in (outbox, inbox)):
            break
    work.session.execute(delete(replays).where(replays.c.finished_at < work.now - ARCHIVE))
    old = select(answers.c.caller_id, answers.c.key).where(answers.c.at < work.now - ANSWERS_KEPT).limit(1000)
    for caller_id, key in work.session.execute(old).all():
        work.session.execute(delete(answers).where(answers.c.caller_id == caller_id, answers.c.key == key))
