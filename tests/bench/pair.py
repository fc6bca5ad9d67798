"""A lean pair of services for the benches: a teller that says how its things are, a keeper that notes each saying."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.columns import BigKey, metadata
from kit.events import Event
from kit.service import Service, on


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
    """The effect of hearing one."""

    __tablename__ = "notes"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    thing: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]


class Teller(Service):
    name = "teller"
    zh = "讲述者"
    metadata = TellerBase.metadata


class Keeper(Service):
    name = "keeper"
    zh = "记录者"
    metadata = KeeperBase.metadata

    @on(Told)
    def note(self, work, event):
        work.session.add(Note(thing=event.thing, number=event.number))


PAIR = (Teller, Keeper)
