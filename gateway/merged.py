"""Questions that every service is asked at once: the audit trail, whether it is whole, and what one request set off."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from gateway.errors import PassedOn
from gateway.routes import Route
from gateway.visitors import Visitor
from gateway.watching import AuditCheck, AuditPage, AuditQuery, Trace
from kit.bus import trace
from kit.caller import EVERY_ESTATE, Caller
from kit.doors import Call, Reply
from kit.errors import NotFound, TooSlow, Unavailable
from kit.operations.doors import READ
from kit.runtime import load
from kit.service import Service

Ask = Callable[[str, Call], Reply]
AWAY = (Unavailable, TooSlow)


class Merged:
    """Puts together what the services answer. One that is away makes the answer smaller, not impossible."""

    def __init__(self, ask: Ask, services: Sequence[type[Service]]) -> None:
        self._ask, self._services = ask, services
        self._names = [service.name for service in services]

    def audit(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """The newest lines of all trails, or of one service's. Raises NotFound for a service that is not there."""
        asked = load(AuditQuery, call.body)
        names = [name for name in self._names if asked.get("service") in (None, name)]
        if not names:
            raise NotFound()
        body = {name: value for name, value in call.body.items() if name != "service"}
        answers = self._from_all(
            names, replace(call, door="operations_list_audit", body=body | {"limit": asked["limit"]})
        )
        lines = [line | {"service": name} for name, told in answers.items() for line in told]
        lines.sort(key=itemgetter("at", "service", "position"), reverse=True)
        return Reply(200, AuditPage().dump({"items": lines[: asked["limit"]], "silent": silent(names, answers)}))

    def check_audit(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """For each service whether its trail is whole; not known of one that is away."""
        answers = self._from_all(self._names, replace(call, door="operations_verify_audit"))
        unknown: dict[str, Any] = {"whole": None, "broken_at": None}
        verdicts = {name: answers.get(name, unknown) for name in self._names}
        told = [
            {"service": name, "whole": verdict["whole"], "altered_at": verdict["broken_at"]}
            for name, verdict in verdicts.items()
        ]
        return Reply(200, AuditCheck(many=True).dump(told))

    def trace(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """Every event of one correlation id, oldest first, with what became of it at each of its listeners.

        What happened at an estate that the caller does not work for did not happen (GATE-2). What was asked names no
        estate: it is shown beside an event that may be seen, to whoever asked it, and to who works for every estate.
        """
        parts = self._from_all(self._names, replace(call, door="operations_trace"))
        story = trace.merged(parts, self._services)
        events = list(visible(story["events"], call.caller))
        asked = [line for line in story["asked"] if events or is_theirs(line, call.caller)]
        if not events and not asked:
            raise NotFound()
        shown = {"asked": asked, "events": events, "silent": silent(self._names, parts)}
        return Reply(200, Trace().dump(shown | {"correlation_id": call.params["correlation"]}))

    def _from_all(self, names: Sequence[str], call: Call) -> dict[str, Any]:
        """What each service answers that is there. Whether the caller may ask was decided at our own door.

        Raises PassedOn with the answer of a service that is there and refuses, or fails.
        """
        allowed = replace(call.caller, permissions=call.caller.permissions | {READ})
        answers = {}
        for name in names:
            try:
                reply = self._ask(name, replace(call, caller=allowed))
            except AWAY:
                continue
            if reply.status < 400:
                answers[name] = reply.body
            elif reply.status not in {away.status for away in AWAY}:
                raise PassedOn(reply)
        return answers


def silent(names: Iterable[str], answers: Iterable[str]) -> list[str]:
    return sorted(set(names) - set(answers))


def is_theirs(asked: dict[str, Any], caller: Caller) -> bool:
    return asked["caller"] == caller.username or EVERY_ESTATE in caller.estates


def visible(events: Iterable[dict[str, Any]], caller: Caller) -> Iterator[dict[str, Any]]:
    """The events the caller may know of, in the words of our own door."""
    for event in events:
        if caller.may_see(event["estate"]):
            listeners = [one | {"state": one["state"].replace(" ", "_")} for one in event["heard_by"]]
            yield event | {"said_by": event["service"], "said_at": event["at"], "listeners": listeners}
