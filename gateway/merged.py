"""Questions that every service is asked at once: the audit trail, whether it is whole, and what one request set off."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from gateway.routes import Route
from gateway.schemas import AuditCheck, AuditPage, AuditQuery, Trace
from gateway.visitors import Visitor
from kit.doors import Call, Reply
from kit.errors import NotFound, Problem
from kit.runtime import load
from kit.service import Service

AUDIT_DOOR = "list_audit_lines"
CHECK_DOOR = "check_audit_lines"
TRACE_DOOR = "trace_events"
Ask = Callable[[str, Call], Reply]


class Merged:
    """Puts together what the services answer. One that is away makes the answer smaller, not impossible."""

    def __init__(self, ask: Ask, services: Sequence[type[Service]]) -> None:
        self._ask, self._services = ask, services

    def audit(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """The newest lines of all trails, or of one service's. Raises NotFound for a service that is not there."""
        asked = load(AuditQuery, call.body)
        names = [service.name for service in self._services if asked.get("service") in (None, service.name)]
        if not names:
            raise NotFound()
        passed_on = {name: value for name, value in call.body.items() if name != "service"}
        answers = dict(self._from_all(names, replace(call, door=AUDIT_DOOR, params={}, body=passed_on)))
        lines = [line | {"service": name} for name, told in answers.items() for line in told["items"]]
        lines.sort(key=itemgetter("at", "service", "position"), reverse=True)
        shown = {"items": lines[: asked["limit"]], "silent": sorted(set(names) - set(answers))}
        return Reply(200, AuditPage().dump(shown))

    def check_audit(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """For each service whether its trail is whole; not known of one that is away."""
        names = [service.name for service in self._services]
        answers = dict(self._from_all(names, replace(call, door=CHECK_DOOR, params={}, body={})))
        told = [answers.get(name, {"whole": None, "altered_at": None}) | {"service": name} for name in names]
        return Reply(200, AuditCheck(many=True).dump(told))

    def trace(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """Every event of one correlation id, oldest first, with what became of it at each of its listeners."""
        names = [service.name for service in self._services]
        answers = dict(self._from_all(names, replace(call, door=TRACE_DOOR)))
        heard = {(row["event_id"], name): row for name, told in answers.items() for row in told["heard"]}
        said = [row | {"said_by": name} for name, told in answers.items() for row in told["said"]]
        for event in said:
            event["listeners"] = list(self._listeners(event, heard))
        said.sort(key=itemgetter("said_at", "event_id"))
        shown = {
            "correlation_id": call.params["correlation"],
            "events": said,
            "silent": sorted(set(names) - set(answers)),
        }
        return Reply(200, Trace().dump(shown))

    def _listeners(
        self, event: dict[str, Any], heard: dict[tuple[str, str], dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        nothing = {"state": "on_its_way", "attempts": 0, "received_at": None, "done_at": None, "error": None}
        for service in self._services:
            row = heard.get((event["event_id"], service.name))
            if row is not None or service.hears(event["type"]):
                yield (row or nothing) | {"service": service.name}

    def _from_all(self, names: Sequence[str], call: Call) -> Iterator[tuple[str, Any]]:
        for name in names:
            try:
                reply = self._ask(name, call)
            except Problem as problem:
                reply = Reply(problem.status)
            if reply.status < 400:
                yield name, reply.body
