"""Property at work, as a test speaks with it: asked at its doors, told events, overheard."""

import threading
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from gateway.roles import permissions_of
from kit.bus import inbox
from kit.bus.worker import Worker
from kit.caller import EVERY_ESTATE, Caller
from kit.doors import Call, Reply
from kit.events import Envelope, Event
from kit.ids import new_id
from kit.runtime import Runtime
from kit.tables import inbox as inbox_table
from kit.tables import outbox
from services.words import Department, Rank


def an_id(name: str) -> str:
    """The same id for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def staff(department: Department, rank: Rank, name: str, *estates: str) -> Caller:
    """Somebody of a department, with what the table of roles lets them do, at these estates or at all."""
    return Caller(
        id=an_id(name),
        username=f"{department}.{rank}",
        name=name,
        department=department.value,
        rank=rank.value,
        permissions=permissions_of(department, rank),
        estates=frozenset(estates or {EVERY_ESTATE}),
        language="en",
    )


LEASING = staff(Department.LEASING, Rank.CLERK, "马丽")
PROPERTY = staff(Department.PROPERTY, Rank.CLERK, "何芳")
SUPERVISOR = staff(Department.PROPERTY, Rank.SUPERVISOR, "周敏")
ENGINEER = staff(Department.ENGINEERING, Rank.CLERK, "杨军")
FINANCE = staff(Department.FINANCE, Rank.CLERK, "林芳")


class Desk:
    """The service's runtime, the ids of what is there, and a voice to tell it things."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.estates: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.leases: dict[str, str] = {}

    def ask(
        self,
        who: Caller,
        door: str,
        body: dict[str, Any] | None = None,
        version: int | None = None,
        key: str | None = None,
        **params: str,
    ) -> Reply:
        call = Call(door, who, params=params, body=body or {}, expected_version=version, idempotency_key=key)
        return self.runtime.call(call)

    def get(self, who: Caller, door: str, body: dict[str, Any] | None = None, **params: str) -> Any:
        """The body of an answer that is expected to be fine."""
        reply = self.ask(who, door, body, **params)
        assert reply.status < 300, reply.body
        return reply.body

    def refusal(
        self, who: Caller, door: str, body: dict[str, Any] | None = None, **params: str
    ) -> tuple[int, list[str]]:
        """The status of a refusal and the codes of its reasons."""
        reply = self.ask(who, door, body, **params)
        assert reply.status >= 400, reply.body
        return reply.status, [reason["code"] for reason in reply.body["reasons"]]

    def hear(self, *events: Event, at: int = 1) -> None:
        """Tells the service, which takes it in and handles it; each is so-manieth about its subject, from `at` on."""
        bodies = [self._envelope(event).numbered(place).to_json() for place, event in enumerate(events, at)]
        with self.runtime.work() as work:
            inbox.store(work.session, bodies, work.now)
        worker = Worker(self.runtime, stop=None)
        while worker.handle():
            pass
        assert self.troubles() == []

    def _envelope(self, event: Event) -> Envelope:
        return Envelope.around(
            event,
            event.service,
            id=new_id(),
            time=self.runtime.clock.now(),
            correlation_id=new_id(),
            causation_id=None,
            actor="somebody",
            estate=getattr(event, "estate_id", None),
        )

    def troubles(self) -> list[str]:
        with self.runtime.look() as work:
            return list(work.session.scalars(select(inbox_table.c.error).where(inbox_table.c.state != "done")))

    def said(self, *kinds: type[Event]) -> list[Event]:
        """What the service has said, of these kinds only where some are given."""
        with self.runtime.look() as work:
            bodies = work.session.scalars(select(outbox.c.body).order_by(outbox.c.position)).all()
        events = [Envelope.from_json(body).event() for body in bodies]
        return [event for event in events if not kinds or isinstance(event, kinds)]

    def rows(self, model: Any) -> list[Any]:
        with self.runtime.look() as work:
            found = list(work.session.scalars(select(model)))
            work.session.expunge_all()
            return found

    def by_the_clock(self, name: str) -> None:
        """Runs one regular work now."""
        with self.runtime.work() as work:
            getattr(self.runtime.service, name)(work)


def at_once(act: Callable[[Any], Reply], arguments: Sequence[Any]) -> list[Reply]:
    """Runs `act` for each argument in a thread of its own, all begun at the same moment."""
    ready = threading.Barrier(len(arguments))
    results: dict[int, Reply] = {}

    def run(place: int, argument: Any) -> None:
        ready.wait()
        results[place] = act(argument)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(arguments)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [results[place] for place in range(len(arguments))]
