"""Doors for what goes on: the live inbox, and the audit trail and traces gathered from all services.

What the gathering doors answer comes from every service, so the gateway's desk answers them; the declarations stand
here with all others.
"""

from typing import Any

from gateway.schemas import StreamQuery
from gateway.watching import AuditCheck, AuditPage, AuditQuery, Trace
from kit.doors import ANYONE_LOGGED_IN, query
from kit.errors import Unavailable
from kit.work import Work

_TAGS = ("watch",)


class WatchDoors:
    @query(
        "/inbox/stream",
        may=ANYONE_LOGGED_IN,
        request=StreamQuery,
        download="text/event-stream",
        tags=("inbox",),
        rules=("NOTE-1",),
        zh="收件箱实时变化",
        en="What moves in my inbox, live",
    )
    def stream_inbox(self, work: Work, body: Any, last_event_id: str = "") -> Any:
        raise Unavailable()

    @query(
        "/audit",
        may="audit.read",
        request=AuditQuery,
        answer=AuditPage,
        tags=_TAGS,
        rules=("GATE-8",),
        zh="审计记录",
        en="The audit trail",
    )
    def list_audit(self, work: Work, body: Any) -> Any:
        raise Unavailable()

    @query(
        "/audit/check",
        may="audit.read",
        answer=AuditCheck,
        many=True,
        tags=_TAGS,
        rules=("GATE-8",),
        zh="核对审计记录是否被改动",
        en="Check that the audit trail is whole",
    )
    def check_audit(self, work: Work) -> Any:
        raise Unavailable()

    @query(
        "/trace/<correlation>",
        may="trace.read",
        answer=Trace,
        tags=_TAGS,
        zh="一件事的来龙去脉",
        en="What one request set off",
    )
    def trace(self, work: Work, correlation: str) -> Any:
        raise Unavailable()
