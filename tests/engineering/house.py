"""One service at work, as a test speaks with it: it is asked at its doors, told events, and overheard."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from kit.bus import inbox
from kit.bus.worker import Worker
from kit.caller import Caller
from kit.doors import Call, Reply
from kit.events import Envelope, Event
from kit.ids import new_id
from kit.runtime import Runtime
from kit.tables import inbox as inbox_table
from kit.tables import outbox


def an_id(name: str) -> str:
    """The same id for the same name, so that a test can speak of unit A1109."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


ESTATE, ELSEWHERE = an_id("云栖中心"), an_id("水墨林溪")


def a_caller(department: str | None, rank: str | None, name: str = "", estate: str = ESTATE, **told: Any) -> Caller:
    known = {
        "id": an_id(name or f"{department}.{rank}"),
        "username": f"{department}.{rank}",
        "name": name or f"{department}.{rank}",
        "department": department,
        "rank": rank,
        "estates": frozenset({estate}),
        "language": "en",
    }
    return Caller(**known | told)


class House:
    """A service's runtime and a voice to tell it things."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._seen = 0

    def ask(self, caller: Caller, door: str, body: dict[str, Any] | None = None, **params: str) -> Reply:
        return self.runtime.call(Call(door=door, caller=caller, params=params, body=body or {}))

    def get(self, caller: Caller, door: str, body: dict[str, Any] | None = None, **params: str) -> Any:
        """The body of an answer that is expected to be fine."""
        reply = self.ask(caller, door, body, **params)
        assert reply.status < 300, reply.body
        return reply.body

    def codes(
        self, caller: Caller, door: str, body: dict[str, Any] | None = None, **params: str
    ) -> tuple[int, list[str]]:
        """The status of a refusal and the codes of its reasons."""
        reply = self.ask(caller, door, body, **params)
        return reply.status, [reason["code"] for reason in reply.body["reasons"]]

    def hear(self, *events: Event, by: str | None = None, actor: str = "somebody") -> list[str]:
        """Tells the service, which takes it in and handles it; returns the events' ids."""
        envelopes = [self._envelope(event, by, actor) for event in events]
        self.hear_again(envelopes)
        return [envelope.id for envelope in envelopes]

    def hear_again(self, envelopes: Sequence[Envelope]) -> None:
        with self.runtime.work() as work:
            inbox.store(work.session, [envelope.to_json() for envelope in envelopes], work.now)
        worker = Worker(self.runtime, stop=None)
        while worker.handle():
            pass
        assert self.troubles() == []

    def _envelope(self, event: Event, by: str | None, actor: str = "somebody") -> Envelope:
        return Envelope.around(
            event,
            by or ("property" if event.service == "*" else event.service),
            id=new_id(),
            time=self.runtime.clock.now(),
            correlation_id=new_id(),
            causation_id=None,
            actor=actor,
            estate=getattr(event, "estate_id", None),
        ).numbered(1)

    def troubles(self) -> list[str]:
        with self.runtime.look() as work:
            return list(work.session.scalars(select(inbox_table.c.error).where(inbox_table.c.state != "done")))

    def by_the_clock(self, name: str) -> None:
        """Runs one regular work now."""
        with self.runtime.work() as work:
            getattr(self.runtime.service, name)(work)

    def said(self, *kinds: type[Event]) -> list[Event]:
        """What the service has said, of these kinds only where some are given."""
        with self.runtime.look() as work:
            bodies = work.session.scalars(select(outbox.c.body).order_by(outbox.c.position)).all()
        events = [Envelope.from_json(body).event() for body in bodies]
        return [event for event in events if not kinds or isinstance(event, kinds)]

    def count(self, model: Any) -> int:
        with self.runtime.look() as work:
            return len(work.session.scalars(select(model)).all())
