"""Trace: everything one cause brought about. Who said what, who heard it, who has not yet.

Each service tells what its own database knows of a correlation id (`of`); put together (`merged`) with the register of
who listens to what, this is the whole story.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.audit import audit_lines
from kit.bus.parked import last_line
from kit.tables import inbox, outbox

_SAID = (
    outbox.c.event_id,
    outbox.c.type,
    outbox.c.subject,
    outbox.c.causation_id,
    outbox.c.at,
    outbox.c.sent_at,
    outbox.c.body,
)
_HEARD = (
    inbox.c.event_id,
    inbox.c.type,
    inbox.c.subject,
    inbox.c.state,
    inbox.c.attempts,
    inbox.c.received_at,
    inbox.c.done_at,
    inbox.c.error,
    inbox.c.note,
)
_ASKED = (audit_lines.c.door, audit_lines.c.caller, audit_lines.c.status, audit_lines.c.refused, audit_lines.c.at)
_TOLD = ("state", "attempts", "received_at", "done_at", "error", "note")
Part = dict[str, list[dict[str, Any]]]


class Listening(Protocol):
    """What the story needs of a service's class."""

    @property
    def name(self) -> str: ...

    def hears(self, wire_type: str) -> bool: ...


def of(session: Session, correlation_id: str) -> Part:
    """What one service knows: what it was asked, what it said, and what it heard."""
    asked = select(*_ASKED).where(audit_lines.c.correlation_id == correlation_id).order_by(audit_lines.c.position)
    said = select(*_SAID).where(outbox.c.correlation_id == correlation_id).order_by(outbox.c.position)
    heard = select(*_HEARD).where(inbox.c.correlation_id == correlation_id).order_by(inbox.c.position)
    part = {
        name: [dict(row) for row in session.execute(rows).mappings()]
        for name, rows in (("asked", asked), ("said", said), ("heard", heard))
    }
    for row in part["said"]:
        row["estate"] = json.loads(row.pop("body")).get("estate")
    for row in part["heard"]:
        row["error"] = last_line(row["error"])
    return part


def merged(parts: Mapping[str, Part], services: Iterable[Listening]) -> dict[str, Any]:
    """The whole story: what was asked, and each event with every listener's state.

    A listener's state is that of its inbox (pending, done, parked, discarded), `on its way` where the event has not
    come in yet, and `unknown` where the listener itself could not be asked.
    """
    known = list(services)
    asked = [{"service": name, **row} for name, part in parts.items() for row in part["asked"]]
    heard = {(row["event_id"], name): row for name, part in parts.items() for row in part["heard"]}
    events = [
        {"service": name, **row, "heard_by": _heard_by(row, heard, known, parts)}
        for name, part in parts.items()
        for row in part["said"]
    ]
    return {
        "asked": sorted(asked, key=lambda row: row["at"]),
        "events": sorted(events, key=lambda row: (row["at"], row["event_id"])),
    }


def _heard_by(
    event: dict[str, Any],
    heard: Mapping[tuple[str, str], dict[str, Any]],
    services: Sequence[Listening],
    parts: Mapping[str, Part],
) -> list[dict[str, Any]]:
    """Every listener that has heard an event, or should."""
    told = []
    for service in services:
        row = heard.get((event["event_id"], service.name))
        if row is not None:
            told.append({"service": service.name, **{name: row[name] for name in _TOLD}})
        elif service.hears(event["type"]):
            state = "on its way" if service.name in parts else "unknown"
            told.append({"service": service.name, **dict.fromkeys(_TOLD), "state": state})
    return told
