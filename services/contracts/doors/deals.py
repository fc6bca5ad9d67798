"""The doors of deals: from holding a unit to the deposit (SALE-1, SALE-2, SALE-4)."""

from typing import Any

from kit.doors import Download, command, query
from kit.print import PDF
from kit.work import Work
from services.contracts import forms, scope
from services.contracts.actions import deals
from services.contracts.actions.deals import Wish
from services.contracts.rules.deals import Confirmation
from services.contracts.schemas.deals import (
    ConfirmationForm,
    DealPage,
    DealQuery,
    DealView,
    DepositForm,
    HoldForm,
    ReasonForm,
)
from services.contracts.shown import board
from services.contracts.shown import deals as shown

TAGS = ("deals",)
RUSH = 15.0  # Seconds: on the day a sale opens, everybody asks at once.


class DealDoors:
    """One customer's way to a unit."""

    @command(
        "POST",
        "/deals",
        may="deal.hold",
        request=HoldForm,
        answer=DealView,
        status=201,
        zh="保留单元",
        en="Hold a unit for a customer",
        tags=TAGS,
        rules=("SALE-1",),
        deadline=RUSH,
    )
    def hold_unit(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.deal(work, deals.hold(work, Wish(**body)).id)

    @query(
        "/deals",
        may="deal.read",
        request=DealQuery,
        answer=DealPage,
        zh="认购列表",
        en="List the deals",
        tags=TAGS,
        rules=("SALE-2", "GATE-5"),
    )
    def list_deals(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.deals(work, body)

    @query(
        "/deals/<id>",
        may="deal.read",
        answer=DealView,
        zh="一张认购单",
        en="Show a deal",
        tags=TAGS,
        rules=("SALE-2",),
    )
    def show_deal(self, work: Work, id: str) -> dict[str, Any]:
        return shown.deal(work, id)

    @command(
        "POST",
        "/deals/<id>/confirmation",
        may="deal.confirm",
        request=ConfirmationForm,
        answer=DealView,
        zh="开房位确认单",
        en="Issue the unit confirmation",
        tags=TAGS,
        rules=("SALE-2", "SALE-4", "SALE-18"),
    )
    def confirm_unit(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        body.pop("terms_shown")
        return shown.deal(work, deals.confirm(work, id, Confirmation(**body)).id)

    @query(
        "/deals/<id>/confirmation.pdf",
        may="deal.read",
        download=PDF,
        zh="房位确认单",
        en="Print the unit confirmation",
        tags=TAGS,
        rules=("SALE-2", "SALE-4"),
    )
    def print_confirmation(self, work: Work, id: str) -> Download:
        deal = shown.deal(work, id)
        unit, estate = board.board_unit(work, deal["unit_id"]), scope.estate(work, deal["estate_id"])
        confirmed_at = deal["confirmed_at"]
        until = deals.deposit_by(work, estate.id, confirmed_at) if confirmed_at else None
        paper = forms.confirmation(deal, unit, estate.name, estate.timezone, work.now, until)
        return Download(f"{forms.TITLE} {deal['number']}.pdf", PDF, paper)

    @command(
        "POST",
        "/deals/<id>/deposit",
        may="deal.deposit",
        request=DepositForm,
        answer=DealView,
        zh="收定金",
        en="Take the deposit",
        tags=TAGS,
        rules=("SALE-2",),
    )
    def take_deposit(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.deal(work, deals.take_deposit(work, id, **body).id)

    @command(
        "POST",
        "/deals/<id>/let-go",
        may="deal.hold",
        request=ReasonForm,
        answer=DealView,
        zh="放弃认购",
        en="Let a unit go",
        tags=TAGS,
        rules=("SALE-1",),
    )
    def let_unit_go(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.deal(work, deals.let_go(work, id, **body).id)
