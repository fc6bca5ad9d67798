"""The doors to deals and the verdicts on them (LEAD-7 to LEAD-10)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.print import PDF
from kit.work import Work
from services.leads import forms
from services.leads.actions import verdicts as actions
from services.leads.queries import verdicts
from services.leads.schemas.verdicts import AttributionItem, AttributionListQuery, AttributionView, OverruleForm

TAGS = ("attributions",)


class VerdictDoors:
    """Whose customer each deal was about, and who says otherwise."""

    @query(
        "/attributions",
        may="attribution.read",
        request=AttributionListQuery,
        answer=page_of(AttributionItem),
        zh="成交界定列表",
        en="List the deals with the verdicts in force",
        tags=TAGS,
        rules=("LEAD-10",),
    )
    def list_attributions(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return verdicts.attributions(work, body)

    @query(
        "/attributions/<deal_id>",
        may="attribution.read",
        answer=AttributionView,
        zh="查看一笔成交的界定",
        en="Show a deal with every verdict on it",
        tags=TAGS,
        rules=("LEAD-8", "LEAD-10"),
    )
    def show_attributed_deal(self, work: Work, deal_id: str) -> dict[str, Any]:
        return verdicts.attribution(work, deal_id)

    @command(
        "POST",
        "/attributions/<deal_id>/claim",
        may="attribution.claim",
        answer=AttributionView,
        zh="主张分单",
        en="Claim a share of a deal as its first consultant",
        tags=TAGS,
        rules=("LEAD-8",),
    )
    def claim_share(self, work: Work, deal_id: str) -> dict[str, Any]:
        actions.claim(work, deal_id)
        return verdicts.attribution(work, deal_id)

    @command(
        "POST",
        "/attributions/<deal_id>/overrule",
        may="attribution.overrule",
        request=OverruleForm,
        answer=AttributionView,
        zh="改判",
        en="Overrule the verdict on a deal",
        tags=TAGS,
        rules=("LEAD-10",),
    )
    def overrule_verdict(self, work: Work, deal_id: str, body: dict[str, Any]) -> dict[str, Any]:
        actions.overrule(work, deal_id, **body)
        return verdicts.attribution(work, deal_id)

    @query(
        "/attributions/<deal_id>/verdict.pdf",
        may="attribution.read",
        download=PDF,
        zh="打印客户界定书",
        en="Print the verdict on a deal",
        tags=TAGS,
        rules=("LEAD-10",),
    )
    def print_verdict(self, work: Work, deal_id: str) -> Download:
        deal = verdicts.attribution(work, deal_id)
        return Download(f"客户界定书 {deal['number']}.pdf", PDF, forms.verdict(deal, work.now))
