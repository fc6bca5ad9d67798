"""A little house for the tests of the bus: a singer's agency that speaks, a critic that listens and answers.

As a program it sings in rounds, each after the echo of the one before, and ends when every echo is there. It may be
killed at any moment and started again; it goes on where its databases are.
"""

import argparse
import sys
import threading
import time
from dataclasses import replace

from marshmallow import Schema, fields
from sqlalchemy import String, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import kit.regular  # noqa: F401 (its table belongs to every database)
from kit.caller import Caller
from kit.columns import BigKey, metadata
from kit.database import Database
from kit.doors import Call, Download, command, query
from kit.events import Envelope, Event
from kit.ids import new_id
from kit.schemas import Form
from kit.service import Service, on
from kit.tables import kit_metadata

SINGERS = ("alto", "bass")
ROUNDS = 6
EVERYTHING = frozenset({"sing", "listen", "operations.read", "operations.act"})
IMPRESARIO = Caller(id="impresario", username="impresario", name="Impresario", permissions=EVERYTHING)


class SongSung(Event, service="agency", about="singer", key="singer"):
    """A singer has sung a song."""

    singer: str
    number: int
    lines: tuple[str, ...] = ()


class SongReviewed(Event, service="critic", about="singer", key="singer"):
    """The critic has heard a song."""

    singer: str
    number: int


class AgencyBase(DeclarativeBase):
    metadata = metadata()


class CriticBase(DeclarativeBase):
    metadata = metadata()


class Song(AgencyBase):
    __tablename__ = "songs"
    singer: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)


class Echo(AgencyBase):
    __tablename__ = "echoes"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    singer: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]


class Review(CriticBase):
    """What hearing a song did. Nothing in the database keeps a second review of a song out: the bus has to."""

    __tablename__ = "reviews"
    position: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    singer: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    event_id: Mapped[str] = mapped_column(String(36))


class Singing(Form):
    singer = fields.String(required=True)
    songs = fields.Integer(load_default=1)
    lines = fields.List(fields.String(), load_default=list)


class Rehearsal(Form):
    singer = fields.String(required=True)
    seconds = fields.Float(required=True)


class Score(Form):
    file = fields.Raw(required=True)


class SongView(Schema):
    singer = fields.String()
    number = fields.Integer()


class Agency(Service):
    name = "agency"
    zh = "经纪公司"
    metadata = AgencyBase.metadata

    @command("POST", "/songs", may="sing", request=Singing, answer=SongView, status=201, zh="演唱", en="Sing")
    def sing(self, work, body):
        """Sings the singer's next songs, all in one transaction."""
        last = work.session.scalar(select(func.max(Song.number)).where(Song.singer == body["singer"])) or 0
        for number in range(last + 1, last + 1 + body["songs"]):
            song = Song(singer=body["singer"], number=number)
            work.session.add(song)
            work.announce(SongSung(singer=song.singer, number=number, lines=tuple(body["lines"])))
        return song

    @query("/songs/<singer>", may="listen", answer=SongView, many=True, zh="歌单", en="List songs")
    def list_songs(self, work, singer):
        return work.session.scalars(select(Song).where(Song.singer == singer).order_by(Song.number)).all()

    @command("POST", "/rehearsals", may="sing", request=Rehearsal, zh="排练", en="Rehearse")
    def rehearse(self, work, body):
        """Takes some seconds; sings once at the end."""
        time.sleep(body["seconds"])
        self.sing(work, {"singer": body["singer"], "songs": 1, "lines": []})

    @command("POST", "/scores", may="sing", files=("file",), request=Score, download="x/score", zh="交谱", en="Score")
    def hand_in_a_score(self, work, body):
        """Gives a file back as it came."""
        return Download(body["file"].name, "application/pdf", body["file"].data)

    @on(SongReviewed)
    def hear_the_echo(self, work, event):
        work.session.add(Echo(singer=event.singer, number=event.number))


class Critic(Service):
    name = "critic"
    zh = "评论家"
    metadata = CriticBase.metadata

    @on(SongSung)
    def review(self, work, event):
        """Reviews a song; one whose first line is `boo` is too much for the critic."""
        if event.lines[:1] == ("boo",):
            raise RuntimeError("the critic has walked out")
        work.session.add(Review(singer=event.singer, number=event.number, event_id=work.heard.id))
        work.announce(SongReviewed(singer=event.singer, number=event.number))


HOUSE = [Agency, Critic]


def make_tables(url, service):
    """Gives an empty database the tables of a service."""
    database = Database(url)
    kit_metadata.create_all(database.engine)
    service.metadata.create_all(database.engine)
    database.close()


def an_event(event, at, service="agency", **attributes):
    """The envelope of an event as it comes over the bus, with other attributes where they are given."""
    envelope = Envelope.around(
        event,
        service,
        id=new_id(),
        time=at,
        correlation_id=new_id(),
        causation_id=None,
        actor="impresario",
        estate=None,
    )
    return replace(envelope, **attributes)


def sing(agency, singer, songs=1, lines=()):
    """Asks the agency for songs, as the gateway would."""
    reply = agency.call(Call("sing", IMPRESARIO, body={"singer": singer, "songs": songs, "lines": list(lines)}))
    assert reply.status == 201, reply.body
    return reply


def wait_until(condition, what, seconds=60.0):
    """Waits for a condition; fails with `what` did not become true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.02)


def waits_for_a_lock(runtime):
    """How many connections of a PostgreSQL database wait for a lock."""
    with runtime.look() as work:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return work.session.scalar(text(waiting))


def count(runtime, model) -> int:
    with runtime.look() as work:
        return work.session.scalar(select(func.count()).select_from(model))


def sing_in_rounds(agency, rounds):
    """Sings until each singer has sung twice as many songs as there are rounds, and every echo has come back."""
    for done in range(rounds):
        for singer in SINGERS:
            with agency.look() as work:
                sung = work.session.scalar(select(func.count()).where(Song.singer == singer))
            if sung <= done * 2:
                sing(agency, singer, songs=2)
        wait_until(lambda: count(agency, Echo) >= count(agency, Song), "every song has its echo")


def main(services=HOUSE) -> int:
    from kit.host import green

    green.patch()
    # Green threads are all one to a tracer such as coverage; one that begins anew in each loses the others.
    threading.settrace(None)  # type: ignore[arg-type]
    from kit import logs
    from kit.clock import RealClock
    from kit.database import Database
    from kit.host.local import LocalHost
    from kit.runtime import Runtime

    parser = argparse.ArgumentParser()
    parser.add_argument("--agency", help="the agency's database")
    parser.add_argument("--critic", help="the critic's database")
    parser.add_argument("--amqp")
    parser.add_argument("--rounds", type=int, default=0, help="sing this many rounds and end; otherwise serve for ever")
    asked = parser.parse_args()
    logs.configure("WARNING")
    runtimes = [
        Runtime(service, Database(url), RealClock())
        for service, url in zip(services, (asked.agency, asked.critic), strict=True)
        if url
    ]
    if asked.amqp:
        from kit.host.nameko import NamekoHost

        host = NamekoHost(runtimes, asked.amqp, known=services)
    else:
        host = LocalHost(runtimes)
    host.start()
    if asked.amqp:
        wait_until(host.is_ready, "the broker is reached", 60)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if asked.rounds:
        sing_in_rounds(host.runtimes["agency"], asked.rounds)
    else:
        green.in_thread(sys.stdin.read)
    host.stop()
    return 0


if __name__ == "__main__":
    from tests.faults import house

    sys.exit(house.main())
