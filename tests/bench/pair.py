"""A lean pair of services for the benches: a teller that says how its things are, a keeper that notes each saying."""

import time
from functools import partial

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.columns import BigKey, metadata
from kit.events import Event
from kit.service import Service, on
from tests.bench.sizes import TEXT, numbered


class Told(Event, service="teller", about="thing", key="thing"):
    """A thing has been told of once more; `at` is when, in seconds since the epoch."""

    thing: str
    number: int
    at: float
    text: str


class TellerBase(DeclarativeBase):
    metadata = metadata()


class KeeperBase(DeclarativeBase):
    metadata = metadata()


class Saying(TellerBase):
    """The business row that an announcement tells of."""

    __tablename__ = "sayings"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    thing: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]


class Note(KeeperBase):
    """The effect of hearing one. Nothing in the database keeps a second one out, or its order: the bus has to."""

    __tablename__ = "notes"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    thing: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]


class Teller(Service):
    name = "teller"
    zh = "讲述者"
    metadata = TellerBase.metadata

    def tell(self, work, which):
        """Tells of the `which`-th thing there is to tell: a row, and the announcement of it."""
        thing, number = numbered(which)
        work.session.add(Saying(thing=thing, number=number))
        work.announce(Told(thing, number, time.time(), TEXT))


class Keeper(Service):
    """`kept` is told of each effect once it is committed: when, and when it was announced."""

    name = "keeper"
    zh = "记录者"
    metadata = KeeperBase.metadata
    kept = staticmethod(lambda at: None)

    @on(Told)
    def note(self, work, event):
        work.session.add(Note(thing=event.thing, number=event.number))
        work.after_commit.append(partial(self.kept, event.at))


PAIR = (Teller, Keeper)
