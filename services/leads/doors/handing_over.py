"""The doors to handing leads over (LEAD-7)."""

from dataclasses import asdict
from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import handing_over
from services.leads.queries import caretaking
from services.leads.schemas.handing_over import HandedOverView, HandOverForm, HandOverQuery, HandOverView

TAGS, LEAD_7 = ("register",), ("LEAD-7",)


class HandingOverDoors:
    """Whose work goes to whom."""

    @command(
        "POST",
        "/hand-overs",
        may="lead.hand_over",
        request=HandOverForm,
        answer=HandedOverView,
        status=201,
        zh="移交客户",
        en="Hand a consultant's open leads over to a colleague",
        tags=TAGS,
        rules=LEAD_7,
    )
    def hand_over_leads(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        done, taken = handing_over.hand_over(work, **body)
        return caretaking.hand_over(done) | asdict(taken)

    @query(
        "/hand-overs",
        may="lead.hand_over",
        request=HandOverQuery,
        answer=page_of(HandOverView),
        zh="客户移交记录",
        en="List what was handed over",
        tags=TAGS,
        rules=LEAD_7,
    )
    def list_hand_overs(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return caretaking.hand_overs(work, body)
