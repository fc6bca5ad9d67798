"""A small house for tests of the kit: singers sing, a listener counts what it hears."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.columns import Exact, Id, Line, metadata
from kit.doors import ANYONE_LOGGED_IN, Download, command, query
from kit.errors import NotFound, Refused
from kit.events import Event
from kit.ids import new_id
from kit.reasons import Reason
from kit.schemas import Form
from kit.service import Service, every, on


class Mood(StrEnum):
    MERRY = "merry"
    SAD = "sad"


class SongSung(Event, service="singers", about="song", key="song_id"):
    """A song was sung to the end."""

    song_id: str
    words: tuple[str, ...] = ()
    mood: Mood = Mood.MERRY
    fee: Decimal = Decimal("0.00")
    on: date | None = None


class Base(DeclarativeBase):
    metadata = metadata()


class Song(Base):
    __tablename__ = "songs"

    id: Mapped[Id] = mapped_column(primary_key=True)
    title: Mapped[Line] = mapped_column(unique=True)
    phone: Mapped[Line] = mapped_column(default="", info={"personal": True})
    fee: Mapped[Decimal] = mapped_column(Exact(2), default=Decimal(0))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class ListenerBase(DeclarativeBase):
    metadata = metadata()


class HeardSong(ListenerBase):
    __tablename__ = "heard_songs"

    id: Mapped[Id] = mapped_column(primary_key=True)
    song_id: Mapped[Line]
    words: Mapped[Line]


class SongForm(Form):
    title = fields.String(required=True, validate=validate.Length(min=1, max=50))
    phone = fields.String(load_default="")
    fee = fields.Decimal(places=2, load_default=Decimal(0))


class SongView(Schema):
    id = fields.String()
    title = fields.String()
    version = fields.Integer()


class RetitleForm(Form):
    title = fields.String(required=True)


class Singers(Service):
    """Sings."""

    name = "singers"
    zh = "歌手"
    metadata = Base.metadata

    @command("POST", "/songs", may="song.sing", request=SongForm, answer=SongView, status=201, zh="唱歌", en="Sing")
    def sing(self, work, body):
        song = Song(id=new_id(), **body)
        work.session.add(song)
        work.announce(SongSung(song.id, tuple(song.title.split())), estate="e1")
        return song

    @command("PUT", "/songs/<id>", may="song.sing", request=RetitleForm, answer=SongView, zh="改名", en="Retitle")
    def retitle(self, work, id, body):
        song = work.session.get(Song, id)
        if song is None:
            raise NotFound()
        work.expect(song.version)
        song.title = body["title"]
        return song

    @command("POST", "/silence", may=ANYONE_LOGGED_IN, zh="安静", en="Keep silent")
    def keep_silent(self, work):
        work.announce(SongSung("never"))
        raise Refused(Reason("loud", "不能安静。", "Silence is not allowed.", rule="SONG-1"))

    @command("POST", "/broken", may=ANYONE_LOGGED_IN, zh="坏", en="Break")
    def break_down(self, work):
        raise ZeroDivisionError("secret detail")

    @command("POST", "/nothing", may=ANYONE_LOGGED_IN, zh="无", en="Nothing")
    def do_nothing(self, work):
        return None

    @command("POST", "/encore", may=ANYONE_LOGGED_IN, zh="再来", en="Sing again afterwards")
    def clap(self, work):
        work.announce(SongSung("encore"))
        work.after_commit.append(self.break_down_afterwards)

    def break_down_afterwards(self):
        raise ZeroDivisionError

    @command("POST", "/score", may=ANYONE_LOGGED_IN, download="text/plain", zh="抄谱", en="Copy the score")
    def copy_score(self, work):
        work.announce(SongSung("copied"))
        return Download("score.txt", "text/plain", "哆来咪".encode())

    @query("/songs/<id>", may=ANYONE_LOGGED_IN, answer=SongView, zh="看歌", en="Show a song")
    def show_song(self, work, id):
        song = work.session.get(Song, id)
        if song is None:
            raise NotFound()
        return song

    @query("/score", may=ANYONE_LOGGED_IN, download="text/plain", zh="歌谱", en="The score")
    def score(self, work):
        return Download("score.txt", "text/plain", "哆来咪".encode())


class Listener(Service):
    """Listens."""

    name = "listener"
    zh = "听众"
    metadata = ListenerBase.metadata
    ticks = 0

    @on(SongSung)
    def enjoy(self, work, event):
        if "poison" in event.words:
            raise ValueError("cannot listen to that")
        work.session.add(HeardSong(id=new_id(), song_id=event.song_id, words=" ".join(event.words)))

    @every(minutes=1)
    def tick(self, work):
        type(self).ticks += 1
