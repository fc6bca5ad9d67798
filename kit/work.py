"""A unit of work: one transaction on one service's database, what it changes and what it announces.

What is announced becomes outbox rows in the same transaction, so that nothing is said of what was rolled back and
nothing committed stays unsaid.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from kit.bus import writing
from kit.caller import Caller, Cause
from kit.clock import DEFAULT_ZONE, Clock, local_date
from kit.database import READS_ONLY, lock
from kit.errors import Conflict
from kit.events import ANY, Envelope, Event
from kit.ids import new_id
from kit.reasons import Reason

Thing = TypeVar("Thing")


class Finishing(Protocol):
    """What a transaction leaves to its end."""

    def finish(self, session: Session) -> None: ...


AtTheEnd = TypeVar("AtTheEnd", bound=Finishing)


@dataclass
class Work:
    """What an action is given: the session, who asks, what time it is, and a voice.

    `expected_version` is the version the caller says it has seen of the thing it changes, if it said so. `heard` is the
    envelope of the event being handled, where there is one.
    """

    session: Session
    service: str
    caller: Caller
    cause: Cause
    now: datetime
    settings: Any = None
    expected_version: int | None = None
    heard: Envelope | None = None
    clock: Clock | None = None
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    _held: dict[tuple[type, str], Any] = field(default_factory=dict)
    _said: list[tuple[Event, dict[str, Any]]] = field(default_factory=list)
    _shared: dict[type, Any] = field(default_factory=dict)

    def announce(self, event: Event, estate: str | None = None) -> None:
        """Says `event`, which happened at `estate`, once this work is committed."""
        if event.service not in (self.service, ANY):
            raise ValueError(f"{self.service} cannot say {type(event).__name__}, which belongs to {event.service}")
        because = {"correlation_id": self.cause.correlation_id, "causation_id": self.cause.causation_id}
        self._said.append((event, {**because, "actor": self.caller.id, "estate": estate}))

    def beside(self, caller: Caller, cause: Cause, heard: Envelope) -> "Work":
        """A work for the next event in this one's transaction; what it announces goes out with this one's.

        It begins with nothing loaded, as every work does, so that it sees what others have changed meanwhile. What is
        only to be added goes to the database together with what the next ones add.
        """
        if self.session.identity_map or self.session.deleted:
            self.session.flush()
            self.session.expunge_all()
        return replace(self, caller=caller, cause=cause, heard=heard, _held={})

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of this work that may fail by itself: it has changed and announced nothing then; its error goes on.

        What is `shared` knows no parts: nothing that is left to the end may be done in one.
        """
        said, after = len(self._said), len(self.after_commit)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._said[said:], self.after_commit[after:]
            raise

    def alone(self, name: str) -> None:
        """From here to its end no other work is past this name; `now` is from then on when that came to be so.

        What such works write down then bears times in the order in which it was done, however long each had waited.
        """
        lock(self.session, name)
        if self.clock is not None:
            self.now = max(self.now, self.clock.now())

    def shared(self, kind: type[AtTheEnd]) -> AtTheEnd:
        """The one `kind` of the whole transaction, made when first asked for; it finishes just before the commit.

        For what many take and each in an order of its own, like counters: taken together, at the end and in one order,
        nobody waits for another in a circle, and not for long.
        """
        return self._shared.setdefault(kind, kind())  # type: ignore[no-any-return]

    def today(self, zone: str = DEFAULT_ZONE) -> date:
        return local_date(self.now, zone)

    def expect(self, version: int) -> None:
        """Refuses when the caller has seen another version than `version`, the current one (GATE-4)."""
        if self.expected_version is not None and self.expected_version != version:
            raise Conflict(
                Reason(
                    "version", f"此记录的当前版本是 {version}。", f"The current version is {version}.", rule="GATE-4"
                ),
                version=version,
            )

    @property
    def reads_only(self) -> bool:
        """Whether this is a look, which takes no locks and changes nothing."""
        return bool(self.session.info.get(READS_ONLY))

    def held(self, kind: type[Thing], id: str, find: Callable[[], Thing | None]) -> Thing | None:
        """The thing of that kind and id, found by `find`, which locks it in a work that writes.

        What is locked stays as this work has it to its end, and is found once.
        """
        if self.reads_only:
            return find()
        if self._held.get((kind, id)) is None:
            self._held[kind, id] = find()
        return self._held[kind, id]  # type: ignore[no-any-return]

    @property
    def said_something(self) -> bool:
        return bool(self._said)

    @property
    def said(self) -> list[str]:
        """The wire type of each event announced."""
        return [event.type_from(self.service) for event, _ in self._said]

    def write_down(self) -> None:
        """Finishes what was left to the end and turns what was announced into outbox rows; called before the commit."""
        for shared in self._shared.values():
            shared.finish(self.session)
        if self._said:
            writing.write_down(self.session.connection(), [self._enveloped(*said) for said in self._said])

    def _enveloped(self, event: Event, attributes: dict[str, Any]) -> tuple[str, Envelope]:
        envelope = Envelope.around(event, self.service, id=new_id(), time=self.now, **attributes)
        return (event.succeeds or event).routing_key, envelope
