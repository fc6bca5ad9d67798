"""The doors to quotations (LEAD-13, LEAD-15, LEAD-16)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.print import PDF
from kit.work import Work
from services.leads import forms
from services.leads.actions import quoting
from services.leads.queries import quotations
from services.leads.schemas.quotations import QuotationForm, QuotationItem, QuotationQuery, QuotationView

TAGS = ("quotations",)
LEAD_13 = ("LEAD-13",)


class QuotationDoors:
    """What was quoted to whom."""

    @command(
        "POST",
        "/quotations",
        may="quotation.give",
        request=QuotationForm,
        answer=QuotationView,
        status=201,
        zh="报价",
        en="Quote units",
        tags=TAGS,
        rules=("LEAD-13", "LEAD-14", "LEAD-15", "LEAD-16"),
    )
    def quote_units(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return quotations.quotation(work, quoting.quote(work, body).id)

    @query(
        "/quotations",
        may="quotation.read",
        request=QuotationQuery,
        answer=page_of(QuotationItem),
        zh="报价单",
        en="List quotations",
        tags=TAGS,
        rules=LEAD_13,
    )
    def list_quotations(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return quotations.quotations(work, body)

    @query(
        "/quotations/<id>",
        may="quotation.read",
        answer=QuotationView,
        zh="查看报价单",
        en="Show a quotation, and what has changed under it since",
        tags=TAGS,
        rules=LEAD_13,
    )
    def show_quotation(self, work: Work, id: str) -> dict[str, Any]:
        return quotations.quotation(work, id)

    @query(
        "/quotations/<id>/quotation.pdf",
        may="quotation.read",
        download=PDF,
        zh="打印报价单",
        en="Print a quotation",
        tags=TAGS,
        rules=("LEAD-13", "LEAD-15", "LEAD-16"),
    )
    def print_quotation(self, work: Work, id: str) -> Download:
        told = quotations.quotation(work, id)
        return Download(f"报价单 {told['number']}.pdf", PDF, forms.quotation(told, work.now))
