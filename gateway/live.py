"""The live inbox: tells every connected page at once what moved in its person's inbox (NOTE-1).

Each copy of the gateway reads the moves from the common database, woken at once by what its own process heard and
looking once a second for what another copy did.
"""

import json
import queue
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from gateway import queries
from gateway.actions.sessions import life_of
from gateway.models import ApiToken, InboxMove, Person, Session
from gateway.rules import Numbers
from gateway.visitors import Visitor
from kit import logs
from kit.caller import Caller
from kit.runtime import Runtime
from kit.signal import Signal
from kit.work import Work

log = logs.get(__name__)
SWEEP = 1.0
CATCH_UP = 500
BOARD_READ = "board.read"
LONGEST_FEED = 5.0
# A page that gave its place to a newer one stays away for a while (milliseconds), or they would all chase each other.
GIVE_WAY = "retry: 60000\n\n"


@dataclass(eq=False)
class Stream:
    """One connected page. What it has not yet been sent waits in `waiting`; None there ends it."""

    visitor: Visitor
    heartbeat: float
    live: "Live"
    waiting: "queue.Queue[str | None]" = field(default_factory=queue.Queue)

    def __iter__(self) -> Iterator[bytes]:
        yield b"retry: 2000\n\n"
        while True:
            try:
                told = self.waiting.get(timeout=self.heartbeat)
            except queue.Empty:
                told = ": still here\n\n"
            if told is None:
                return
            yield told.encode()

    def close(self) -> None:
        """Called by the server when the connection is over, however it ended."""
        self.live.leave(self)


class Live:
    """All streams of this process and the one loop that feeds them."""

    def __init__(self, runtime: Runtime, moved: Signal, heartbeat: float = 15.0) -> None:
        self.runtime, self.moved, self.heartbeat = runtime, moved, heartbeat
        self._streams: dict[Stream, None] = {}  # In the order in which they came.
        self._lock = threading.Lock()
        self._position: int | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, visitor: Visitor, last_seen: int | None = None) -> Stream:
        """A stream for this visitor, from `last_seen` on where the page says what it saw last."""
        stream = Stream(visitor, self.heartbeat, self)
        with self._lock, self.runtime.look() as work:
            self._make_room(work, visitor)
            if self._position is None or not self._streams:
                self._position = newest_position(work)
            for told in self._missed(work, visitor.caller, last_seen, self._position):
                stream.waiting.put(told)
            self._streams[stream] = None
            self._start()
        return stream

    def leave(self, stream: Stream) -> None:
        with self._lock:
            self._streams.pop(stream, None)

    def stop(self) -> None:
        """Ends all streams and the loop; once it returns, nobody here is at the database any more."""
        self._stopped.set()
        self.moved.set()
        with self._lock:
            for stream in self._streams:
                stream.waiting.put(None)
        if self._thread is not None:
            self._thread.join(LONGEST_FEED)

    def __len__(self) -> int:
        return len(self._streams)

    def _make_room(self, work: Work, visitor: Visitor) -> None:
        """Ends the person's oldest stream where there are as many as there may be.

        It is most likely that of a page long closed, which the server learns only when it next writes to it.
        """
        allowed = Numbers.from_settings(work.settings).streams_per_person
        theirs = [stream for stream in self._streams if stream.visitor.caller.id == visitor.caller.id]
        for stream in theirs[: max(0, len(theirs) + 1 - allowed)]:
            stream.waiting.put(GIVE_WAY)
            stream.waiting.put(None)
            del self._streams[stream]

    def _missed(self, work: Work, caller: Caller, last_seen: int | None, until: int) -> Iterator[str]:
        if last_seen is None or last_seen >= until:
            return
        moves = queries.moves_after(work, last_seen, CATCH_UP)
        if len(moves) == CATCH_UP:
            yield f"id: {until}\nevent: reload\ndata: {{}}\n\n"
            return
        for move in moves:
            if move.position <= until and concerns(move, caller):
                yield as_text(move)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="gateway.live", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self.moved.wait(SWEEP)
            try:
                with self._lock:
                    if self._streams:
                        self._feed()
            except DBAPIError as error:
                log.warning("the live inboxes wait for the database", error=str(error).partition("\n")[0])
            except Exception:
                log.exception("the live inboxes could not be fed")

    def _feed(self) -> None:
        with self.runtime.look() as work:
            moves = queries.moves_after(work, self._position or 0)
            going_on = set(still_valid(work, self._streams))
            for stream in going_on:
                for move in moves:
                    if concerns(move, stream.visitor.caller):
                        stream.waiting.put(as_text(move))
            if moves:
                self._position = moves[-1].position
        for stream in self._streams.keys() - going_on:
            stream.waiting.put(None)


def newest_position(work: Work) -> int:
    return work.session.execute(select(func.max(InboxMove.position))).scalar() or 0


def concerns(move: InboxMove, caller: Caller) -> bool:
    """Whether the inbox that moved is the caller's own, or one of their department at an estate they work for.

    A unit on the board concerns everybody who may see the board of its estate.
    """
    if move.is_of_the_board:
        return caller.may(BOARD_READ) and caller.may_see(move.estate_id)
    if move.person_id is not None:
        return move.person_id == caller.id
    right_rank = move.rank is None or move.rank == caller.rank
    return (
        move.department is not None
        and move.department == caller.department
        and right_rank
        and caller.may_see(move.estate_id)
    )


def still_valid(work: Work, streams: Collection[Stream]) -> Iterator[Stream]:
    """The streams whose session or token is still good, and their person in the post they had when they connected."""
    people = {one.visitor.caller.id for one in streams}
    versions = dict(work.session.execute(select(Person.id, Person.version).where(Person.id.in_(people))).all())
    alive = living_sessions(work, streams) | living_tokens(work, streams)
    for one in streams:
        shown = one.visitor.session_id or one.visitor.token_id
        if shown in alive and versions.get(one.visitor.caller.id) == one.visitor.person_version:
            yield one


def living_sessions(work: Work, streams: Collection[Stream]) -> set[str]:
    numbers = Numbers.from_settings(work.settings)
    asked = select(Session).where(Session.id.in_({one.visitor.session_id for one in streams}))
    found = work.session.execute(asked).scalars()
    return {session.id for session in found if life_of(session, numbers).is_alive(work.now)}


def living_tokens(work: Work, streams: Collection[Stream]) -> set[str]:
    asked = select(ApiToken).where(ApiToken.id.in_({one.visitor.token_id for one in streams}))
    return {token.id for token in work.session.execute(asked).scalars() if token.is_alive(work.now)}


def as_text(move: InboxMove) -> str:
    """The change as a server-sent event; what became of it the page asks at the inbox, or the board, itself."""
    if move.is_of_the_board:
        unit = {"estate_id": move.estate_id, "unit_id": move.item_id, "state": move.change}
        return f"id: {move.position}\nevent: board\ndata: {json.dumps(unit)}\n\n"
    told = {"inbox_id": move.inbox_id, "revision": move.revision, "item_id": move.item_id, "change": move.change}
    return f"id: {move.position}\nevent: inbox\ndata: {json.dumps(told)}\n\n"
