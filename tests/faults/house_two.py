"""The little house in its second version: a song has a language now, and its lines are told no more.

The agency says `SongSungV2`, which succeeds `SongSung`; the critic hears both. Its reviews have a new column, which the
first version's critic leaves empty.
"""

import sys

from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.columns import BigKey, metadata
from kit.doors import command
from kit.events import Event
from kit.service import on
from tests.faults.house import Agency, Critic, Singing, Song, SongReviewed, SongSung, SongView

EXPAND = "ALTER TABLE reviews ADD COLUMN language VARCHAR(8)"


class SongSungV2(Event, service="agency", about="singer", key="singer", succeeds=SongSung):
    """A singer has sung a song in a language."""

    singer: str
    number: int
    language: str

    def earlier(self):
        return SongSung(singer=self.singer, number=self.number)


class SecondBase(DeclarativeBase):
    metadata = metadata()


class ReviewInALanguage(SecondBase):
    __tablename__ = "reviews"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    singer: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    event_id: Mapped[str] = mapped_column(String(36))
    language: Mapped[str | None] = mapped_column(String(8))


class AgencyTwo(Agency):
    name = "agency"

    @command("POST", "/songs", may="sing", request=Singing, answer=SongView, status=201, zh="演唱", en="Sing")
    def sing(self, work, body):
        last = work.session.scalar(select(func.max(Song.number)).where(Song.singer == body["singer"])) or 0
        for number in range(last + 1, last + 1 + body["songs"]):
            song = Song(singer=body["singer"], number=number)
            work.session.add(song)
            work.announce(SongSungV2(singer=song.singer, number=number, language="la"))
        return song


class CriticTwo(Critic):
    name = "critic"
    metadata = SecondBase.metadata

    @on(SongSung, SongSungV2)
    def review(self, work, event):
        language = event.language if isinstance(event, SongSungV2) else None
        told = {"singer": event.singer, "number": event.number, "event_id": work.heard.id}
        work.session.add(ReviewInALanguage(**told, language=language))
        work.announce(SongReviewed(singer=event.singer, number=event.number))


HOUSE_TWO = [AgencyTwo, CriticTwo]

if __name__ == "__main__":
    from tests.faults import house, house_two

    sys.exit(house.main(house_two.HOUSE_TWO))
