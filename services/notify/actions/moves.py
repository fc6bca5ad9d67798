"""Telling the live inboxes what moved: every change of an item counts its inbox up and is announced (NOTE-1)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kit.inserts import on_each_engine, up_to
from kit.work import Work
from services.notify.events import InboxChanged
from services.notify.models import Inbox, Item
from services.notify.rules.inboxes import Address, Change


def note(work: Work, item: Item, change: Change) -> None:
    """The item moved within its inbox, into it or out of it."""
    work.shared(_Moves).noted.append(_Move(work, item.address, item.id, change))


def note_read(work: Work, item_id: str) -> None:
    """Reading moves nothing but the reader's own inbox."""
    work.shared(_Moves).noted.append(_Move(work, Address(person_id=work.caller.id), item_id, Change.READ))


@dataclass(frozen=True)
class _Move:
    work: Work
    to: Address
    item_id: str
    change: Change

    def announce(self, revision: int) -> None:
        changed = InboxChanged(
            inbox_id=self.to.inbox_id,
            estate_id=self.to.estate_id,
            department=self.to.department,
            person_id=self.to.person_id,
            rank=self.to.rank,
            revision=revision,
            item_id=self.item_id,
            change=self.change.value,
        )
        self.work.announce(changed, estate=self.to.estate_id)


@dataclass
class _Moves:
    """All that moved during one transaction; its inboxes are counted up in one order, so that no two wait crosswise."""

    noted: list[_Move] = field(default_factory=list)

    def finish(self, session: Session) -> None:
        """Counts the inboxes up and announces each change."""
        if not self.noted:
            return
        places = {move.to.inbox_id: move.to for move in self.noted}
        moves = Counter(move.to.inbox_id for move in self.noted)
        given = [_row(places[inbox_id], moves[inbox_id]) for inbox_id in sorted(places)]
        connection = session.connection()
        revisions = up_to(connection.execute(_COUNT[connection.dialect.name], given), moves)
        for move in self.noted:
            move.announce(next(revisions[move.to.inbox_id]))


def _row(to: Address, moves: int) -> dict[str, Any]:
    place = {"estate_id": to.estate_id, "department": to.department, "rank": to.rank, "person_id": to.person_id}
    return {"id": to.inbox_id, **place, "revision": moves}


def _counting(dialect: Any) -> Any:
    taking = dialect.insert(Inbox.__table__)
    further = {"revision": Inbox.revision + taking.excluded.revision}
    return taking.on_conflict_do_update(index_elements=["id"], set_=further).returning(Inbox.id, Inbox.revision)


_COUNT = on_each_engine(_counting)
