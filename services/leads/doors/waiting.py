"""The doors to lost leads and the long-term waiting list (LEAD-18, LEAD-19)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import losing
from services.leads.queries import waiting
from services.leads.schemas.forms import ReasonForm
from services.leads.schemas.waiting import LostForm, WaitingQuery, WaitingView

TAGS = ("waiting list",)
LEAD_18 = ("LEAD-18",)


class WaitingDoors:
    """Who went elsewhere, and what was found for them since."""

    @command(
        "POST",
        "/leads/<customer_id>/lost",
        may="lead.close",
        request=LostForm,
        answer=WaitingView,
        status=201,
        zh="客户流失，转入候租名单",
        en="Close a lead as lost; the customer waits",
        tags=TAGS,
        rules=("LEAD-18", "LEAD-19"),
    )
    def lose_lead(self, work: Work, customer_id: str, body: dict[str, Any]) -> dict[str, Any]:
        return waiting.shown(work, losing.lose(work, customer_id, body).id)

    @query(
        "/waiting-list",
        may="waiting_list.read",
        request=WaitingQuery,
        answer=page_of(WaitingView),
        zh="长期候租名单",
        en="List who waits, with the units found for each",
        tags=TAGS,
        rules=LEAD_18,
    )
    def list_waiting(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return waiting.waiting_list(work, body)

    @command(
        "POST",
        "/waiting-list/<id>/removal",
        may="lead.close",
        request=ReasonForm,
        answer=WaitingView,
        zh="移出候租名单",
        en="Take a customer off the waiting list",
        tags=TAGS,
        rules=LEAD_18,
    )
    def leave_waiting_list(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        losing.leave(work, id, body["reason"])
        return waiting.shown(work, id)
