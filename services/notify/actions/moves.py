"""Telling the live inboxes what moved: every change of an item counts its inbox up and is announced (NOTE-1)."""

from dataclasses import dataclass, field

from sqlalchemy.dialects import postgresql, sqlite

from kit.work import Work
from services.notify.events import InboxChanged
from services.notify.models import Inbox, Item
from services.notify.rules.inboxes import Address, Change


@dataclass
class Moves:
    """What moved during one piece of work; said at its end and in one order, so that no two works lock crosswise."""

    work: Work
    noted: list[tuple[Address, str, Change]] = field(default_factory=list)

    def note(self, item: Item, change: Change) -> None:
        self.noted.append((item.address, item.id, change))

    def note_read(self, person_id: str, item_id: str) -> None:
        """Reading moves nothing but the reader's own inbox."""
        self.noted.append((Address(person_id=person_id), item_id, Change.READ))

    def say(self) -> None:
        """Counts the inboxes up and announces each change."""
        self.work.session.flush()
        for address, item_id, change in sorted(self.noted, key=lambda move: move[0].inbox_id):
            changed = InboxChanged(
                inbox_id=address.inbox_id,
                estate_id=address.estate_id,
                department=address.department,
                person_id=address.person_id,
                rank=address.rank,
                revision=self._count_up(address),
                item_id=item_id,
                change=change.value,
            )
            self.work.announce(changed, estate=address.estate_id)
        self.noted.clear()

    def _count_up(self, address: Address) -> int:
        dialect = postgresql if self.work.session.get_bind().dialect.name == "postgresql" else sqlite
        taking = dialect.insert(Inbox).values(
            id=address.inbox_id,
            estate_id=address.estate_id,
            department=address.department,
            rank=address.rank,
            person_id=address.person_id,
            revision=1,
        )
        taking = taking.on_conflict_do_update(index_elements=["id"], set_={"revision": Inbox.revision + 1})
        return int(self.work.session.execute(taking.returning(Inbox.revision)).scalar_one())
