"""What was said before the cut and lay with the broker, so that a listener had not heard it: it is said again.

A queue is first in, first out, and what has come is stored in its order. So what was marked as sent before the last
event that a listener has of a speaker is there too, or was no concern of the listener's at the time: only what was sent
after that one may be missing. What a listener has already is passed over by its inbox when it comes again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kit.operations.upkeep import ARCHIVE
from kit.runtime import Runtime
from kit.tables import inbox, outbox

PAGE = 1000
# Two copies of a service, one relaying after the other, may differ by this much in what time it is.
SKEW = timedelta(minutes=5)
# An inbox forgets what is as old as this: there it cannot be told any more what was heard.
TOLD_APART = ARCHIVE - timedelta(days=1)


def say_again(speaker: Runtime, listeners: Sequence[Runtime], at: datetime) -> dict[str, int]:
    """Marks as not yet sent what any of `listeners` had not heard of `speaker` at the cut; says how many each."""
    missing = {listener.name: list(_missing(speaker, listener, at - TOLD_APART)) for listener in listeners}
    with speaker.work() as work:
        for positions in missing.values():
            for start in range(0, len(positions), PAGE):
                these = outbox.c.position.in_(positions[start : start + PAGE])
                work.session.execute(update(outbox).where(these).values(sent_at=None))
    return {name: len(positions) for name, positions in missing.items() if positions}


def _missing(speaker: Runtime, listener: Runtime, since: datetime) -> Iterator[int]:
    """The positions of what was sent, not before `since`, and is not in the listener's inbox; the latest first."""
    last_heard = None
    with speaker.look() as said, listener.look() as heard:
        for page in _sent(said.session, listener, since):
            known = _known(heard.session, [row.event_id for row in page])
            for row in page:
                if last_heard and row.sent_at < last_heard - SKEW:
                    return
                if row.event_id not in known:
                    yield row.position
                elif last_heard is None:
                    last_heard = row.sent_at


def _sent(session: Session, listener: Runtime, since: datetime) -> Iterator[Sequence[Any]]:
    """What was sent that the listener listens to, page by page, the latest first."""
    kinds = [kind for kind in session.scalars(select(outbox.c.type).distinct()) if listener.service.hears(kind)]
    sent = select(outbox.c.position, outbox.c.event_id, outbox.c.sent_at)
    sent = sent.where(outbox.c.sent_at.is_not(None), outbox.c.at >= since, outbox.c.type.in_(kinds))
    rows = session.execute(sent.order_by(outbox.c.sent_at.desc(), outbox.c.position.desc()))
    yield from rows.partitions(PAGE)


def _known(session: Session, event_ids: Sequence[str]) -> set[str]:
    return set(session.scalars(select(inbox.c.event_id).where(inbox.c.event_id.in_(event_ids))))
