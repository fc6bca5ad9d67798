"""The doors to concessions (LEAD-14)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import conceding
from services.leads.queries import conceded
from services.leads.rules.concessions import Act
from services.leads.schemas.concessions import (
    ConcessionForm,
    ConcessionItem,
    ConcessionQuery,
    ConcessionView,
    DecisionForm,
)
from services.leads.schemas.forms import ReasonForm

TAGS = ("concessions",)
LEAD_14 = ("LEAD-14",)


class ConcessionDoors:
    """What is conceded to whom, and who decided it."""

    @command(
        "POST",
        "/concessions",
        may="concession.ask",
        request=ConcessionForm,
        answer=ConcessionView,
        status=201,
        zh="给予或申请优惠",
        en="Grant a concession inside one's authority, or apply for one beyond it",
        tags=TAGS,
        rules=("LEAD-14", "LEAD-19"),
    )
    def ask_for_concession(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return conceded.shown(work, conceding.ask(work, **body).id)

    @query(
        "/concessions",
        may="concession.read",
        request=ConcessionQuery,
        answer=page_of(ConcessionItem),
        zh="优惠及申请",
        en="List concessions and applications",
        tags=TAGS,
        rules=LEAD_14,
    )
    def list_concessions(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return conceded.concessions(work, body)

    @query(
        "/concessions/<id>",
        may="concession.read",
        answer=ConcessionView,
        zh="查看优惠",
        en="Show a concession with its history",
        tags=TAGS,
        rules=LEAD_14,
    )
    def show_concession(self, work: Work, id: str) -> dict[str, Any]:
        return conceded.shown(work, id)

    @command(
        "POST",
        "/concessions/<id>/decision",
        may="concession.decide",
        request=DecisionForm,
        answer=ConcessionView,
        zh="审批优惠申请",
        en="Decide on an application",
        tags=TAGS,
        rules=LEAD_14,
    )
    def decide_on_concession(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        conceding.decide(work, id, **body)
        return conceded.shown(work, id)

    @command(
        "POST",
        "/concessions/<id>/withdrawal",
        may="concession.ask",
        request=ReasonForm,
        answer=ConcessionView,
        zh="撤回优惠申请",
        en="Withdraw an application",
        tags=TAGS,
        rules=LEAD_14,
    )
    def withdraw_concession(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        conceding.decide(work, id, Act.WITHDRAW, body["reason"])
        return conceded.shown(work, id)
