"""The audit trail (GATE-8): who did what at which door, from where, what it changed, and what was refused.

Each service keeps its own, in the transaction of the act itself; the rows are chained by hash, so that one altered or
removed past the application is found by `verify`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, Integer, String, Table, event, inspect, select
from sqlalchemy.orm import Session

from kit import chain
from kit.append_only import refuse_changes
from kit.columns import BigKey, Json, Moment
from kit.doors import Call
from kit.errors import Problem
from kit.tables import kit_metadata
from kit.work import Work

MASK = "•••"
LONGEST = 500  # Of a longer text the trail keeps the beginning: a drawn signature is no news here.

audit_lines = Table(
    "audit_lines",
    kit_metadata,
    Column("position", BigKey, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("door", String(64), nullable=False),
    Column("caller_id", String(64), nullable=False, index=True),
    Column("caller", String(128), nullable=False),
    Column("address", String(64)),
    Column("params", Json, nullable=False),
    Column("status", Integer, nullable=False),
    Column("refused", String(64)),
    Column("changes", Json, nullable=False),
    Column("correlation_id", String(64), nullable=False, index=True),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

refuse_changes(audit_lines)
_SHOWN = [column for column in audit_lines.c if not column.name.endswith("hash")]


@dataclass
class Trail:
    """What a session changed while it was followed: one entry per row, with the values before and after."""

    changes: list[dict[str, Any]] = field(default_factory=list)


def follow(session: Session) -> Trail:
    """Notes from now on every mapped row that `session` inserts, updates or deletes."""
    trail = Trail()

    @event.listens_for(session, "before_flush")
    def note(session: Session, _context: Any, _instances: Any) -> None:
        trail.changes.extend(_change(row, "insert") for row in session.new)
        trail.changes.extend(_change(row, "update") for row in session.dirty if session.is_modified(row))
        trail.changes.extend(_change(row, "delete") for row in session.deleted)

    return trail


def _change(row: Any, kind: str) -> dict[str, Any]:
    before, after = {}, {}
    for attribute in inspect(row).mapper.column_attrs:
        history = inspect(row).attrs[attribute.key].load_history()
        personal = attribute.columns[0].info.get("personal", False)
        if kind != "insert" and history.deleted:
            before[attribute.key] = _told(history.deleted[0], personal)
        if kind != "delete" and history.added:
            after[attribute.key] = _told(history.added[0], personal)
    identity = inspect(row).identity or (getattr(row, "id", None),)
    return {"table": row.__tablename__, "id": str(identity[0]), "kind": kind, "before": before, "after": after}


def _told(value: Any, personal: bool) -> Any:
    return MASK if personal and value is not None else plain(value)


def plain(value: Any) -> Any:
    """A value as the trail keeps it: what JSON says the same way on every database, and nothing very long."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value.value if isinstance(value, Enum) else value).replace("\x00", "")
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"


def write(work: Work, call: Call, status: int, trail: Trail, refused: Problem | None = None) -> None:
    """Adds one line to the trail, in the work's own transaction."""
    add_line(
        work,
        door=call.door,
        params=call.params,
        status=status,
        refused=refused.type if refused else None,
        changes=trail.changes,
    )


def add_line(
    work: Work, *, door: str, status: int, params: dict[str, Any], refused: str | None = None, changes: Any = ()
) -> None:
    """Chains one line to the last; whoever writes at the same time waits until this work is over."""
    line = {
        "at": work.now,
        "door": door[:64],
        "caller_id": work.caller.id,
        "caller": work.caller.username,
        "address": work.caller.address,
        "params": plain(params),
        "status": status,
        "refused": refused,
        "changes": plain(changes),
        "correlation_id": work.cause.correlation_id,
    }
    chain.add(work.session, audit_lines, line, alone="atrium.audit")


def verify(session: Session) -> int | None:
    """The position of the first line that was altered, or that follows one removed; None when the trail is whole."""
    return chain.first_broken(session, audit_lines)


def lines(
    session: Session,
    *,
    caller: str | None = None,
    door: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    refused: bool | None = None,
    correlation_id: str | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """Lines of the trail, newest first, without their hashes; `caller` is a username, `until` is not included."""
    chosen = select(*_SHOWN).order_by(audit_lines.c.position.desc()).limit(limit)
    for column, value in (("caller", caller), ("door", door), ("correlation_id", correlation_id)):
        if value is not None:
            chosen = chosen.where(audit_lines.c[column] == value)
    if since is not None:
        chosen = chosen.where(audit_lines.c.at >= since)
    if until is not None:
        chosen = chosen.where(audit_lines.c.at < until)
    if refused is not None:
        chosen = chosen.where(audit_lines.c.refused.is_not(None) if refused else audit_lines.c.refused.is_(None))
    return [dict(row) for row in session.execute(chosen).mappings()]
