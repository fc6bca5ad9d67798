"""The doors that operators have in every service, under a path of the service's own: `/operations/<name>`."""

from typing import Any

from kit import audit
from kit.bus import depths, parked, replay, trace
from kit.doors import command, query
from kit.errors import NotFound, Refused
from kit.operations import schemas
from kit.reasons import Reason
from kit.signal import HEARD, notify
from kit.work import Work

READ, ACT = "operations.read", "operations.act"
TAGS = ("operations",)
MOST_IN_A_PLACE = 2**63 - 1


class OperatorDoors:
    """What a service shows of its own outbox, inbox and audit trail, and what an operator may do about them."""

    @query(
        "/operations/{service}/trace/<correlation>",
        may=READ,
        answer=schemas.TraceView,
        tags=TAGS,
        zh="追踪一次业务在本部门的经过",
        en="Trace what one cause brought about in this service",
    )
    def operations_trace(self, work: Work, correlation: str) -> trace.Part:
        return trace.of(work.session, correlation)

    @query(
        "/operations/{service}/depths",
        may=READ,
        answer=schemas.DepthsView,
        tags=TAGS,
        zh="查看待发与待办事件数",
        en="Show what waits to be sent and to be handled",
    )
    def operations_depths(self, work: Work) -> dict[str, Any]:
        return depths.of(work.session)

    @query(
        "/operations/{service}/parked",
        may=READ,
        request=schemas.ParkedQuery,
        answer=schemas.ParkedView,
        many=True,
        tags=TAGS,
        zh="列出搁置的事件",
        en="List parked events",
    )
    def operations_list_parked(self, work: Work, body: dict[str, Any]) -> list[dict[str, Any]]:
        return parked.listed(work.session, body["type"], body["after"], body["limit"])

    @query(
        "/operations/{service}/parked/<position>",
        may=READ,
        answer=schemas.ParkedEventView,
        tags=TAGS,
        zh="查看一条搁置的事件",
        en="Show a parked event with its payload and error",
    )
    def operations_show_parked(self, work: Work, position: str) -> dict[str, Any]:
        found = parked.shown(work.session, _number(position))
        if found is None:
            raise NotFound()
        return found

    @command(
        "POST",
        "/operations/{service}/parked/<position>/send-again",
        may=ACT,
        answer=schemas.CountView,
        tags=TAGS,
        zh="重新处理一条搁置的事件",
        en="Send one parked event again",
    )
    def operations_send_one_again(self, work: Work, position: str) -> dict[str, int]:
        return _concerning(work, parked.send_again(work.session, parked.one(_number(position)), work.now))

    @command(
        "POST",
        "/operations/{service}/parked/send-again",
        may=ACT,
        request=schemas.WhichForm,
        answer=schemas.CountView,
        tags=TAGS,
        zh="重新处理一类或全部搁置的事件",
        en="Send parked events of a type, or all, again",
    )
    def operations_send_again(self, work: Work, body: dict[str, Any]) -> dict[str, int]:
        which = parked.every_one() if body["all"] else parked.of_type(body["type"])
        return _concerning(work, parked.send_again(work.session, which, work.now))

    @command(
        "POST",
        "/operations/{service}/parked/<position>/discard",
        may=ACT,
        request=schemas.ReasonForm,
        answer=schemas.CountView,
        tags=TAGS,
        zh="放弃一条搁置的事件并注明理由",
        en="Discard a parked event with a reason",
    )
    def operations_discard(self, work: Work, position: str, body: dict[str, Any]) -> dict[str, int]:
        reason = f"{work.caller.username}: {body['reason']}"
        return _concerning(work, parked.discard(work.session, parked.one(_number(position)), reason, work.now))

    @query(
        "/operations/{service}/replays",
        may=READ,
        answer=schemas.ReplayView,
        many=True,
        tags=TAGS,
        zh="列出重放任务",
        en="List replays",
    )
    def operations_list_replays(self, work: Work) -> list[dict[str, Any]]:
        return replay.listed(work.session)

    @command(
        "POST",
        "/operations/{service}/replays",
        may=ACT,
        request=schemas.ReplayForm,
        answer=schemas.ReplayView,
        status=201,
        tags=TAGS,
        zh="向一个部门重放一段时间内的事件",
        en="Replay what was said in a time to one listener",
    )
    def operations_replay(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        if not replay.count(work.session, body["since"], body["until"], body["types"]):
            raise Refused(
                Reason("nothing_said", "该时段内没有此类事件。", "Nothing of the kind was said in that time.")
            )
        return replay.shown(work.session, replay.ask(work, **body))

    @query(
        "/operations/{service}/audit",
        may=READ,
        request=schemas.AuditQuery,
        answer=schemas.AuditView,
        many=True,
        tags=TAGS,
        rules=("GATE-8",),
        zh="查看审计记录",
        en="List lines of the audit trail",
    )
    def operations_list_audit(self, work: Work, body: dict[str, Any]) -> list[dict[str, Any]]:
        return audit.lines(work.session, **body)

    @query(
        "/operations/{service}/audit/verdict",
        may=READ,
        answer=schemas.VerdictView,
        tags=TAGS,
        rules=("GATE-8",),
        deadline=60.0,
        zh="核验审计记录是否完整",
        en="Check that the audit trail is whole",
    )
    def operations_verify_audit(self, work: Work) -> dict[str, Any]:
        broken_at = audit.verify(work.session)
        return {"whole": broken_at is None, "broken_at": broken_at}


def _number(position: str) -> int:
    """A parked event's position out of a path; what is no number belongs to nothing."""
    if not position.isascii() or not position.isdigit() or int(position) > MOST_IN_A_PLACE:
        raise NotFound()
    return int(position)


def _concerning(work: Work, events: int) -> dict[str, int]:
    """The count, with the workers of all copies woken; none at all is an event that is not parked, or no longer."""
    if not events:
        raise NotFound()
    notify(work.session, HEARD)
    return {"events": events}
