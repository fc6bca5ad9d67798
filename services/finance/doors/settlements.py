"""The doors to the settlements of old units (FIN-4)."""

from typing import Any

from kit.doors import Download, command, query
from kit.print import PDF
from kit.work import Work
from services.finance import shown
from services.finance.actions import settlements
from services.finance.schemas.ledger import (
    OtherCostForm,
    ReasonForm,
    SettlementPage,
    SettlementQuery,
    SettlementView,
)
from services.finance.statement import statement_of

SETTLING: dict[str, Any] = {"tags": ("settlements",), "rules": ("FIN-4",), "answer": SettlementView}


class SettlementDoors:
    """What a tenant owes for the unit they leave."""

    @query(
        "/settlements",
        may="settlement.read",
        request=SettlementQuery,
        zh="结算单列表",
        en="List the settlements",
        **SETTLING | {"answer": SettlementPage},
    )
    def list_settlements(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Settlements by unit change, lease, customer and state."""
        return shown.settlements(work, body)

    @query("/settlements/<id>", may="settlement.read", zh="一张结算单", en="Show a settlement", **SETTLING)
    def show_settlement(self, work: Work, id: str) -> dict[str, Any]:
        """One settlement with the working of each line."""
        return shown.settlement(work, id)

    @query(
        "/settlements/<id>/statement.pdf",
        may="settlement.read",
        download=PDF,
        zh="打印结算单",
        en="Print a settlement",
        tags=("settlements",),
        rules=("FIN-4",),
    )
    def print_settlement(self, work: Work, id: str) -> Download:
        """The statement for the customer."""
        return statement_of(work, shown.settlement(work, id))

    @command(
        "POST",
        "/settlements/<id>/lines",
        may="settlement.confirm",
        request=OtherCostForm,
        zh="添加其他费用",
        en="Add another cost",
        **SETTLING,
    )
    def add_cost(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Adds a cost that no reading or tariff gives, with its reason."""
        settlements.add_cost(work, id, body["reason"], body["amount"])
        return _settlement(work, id)

    @command(
        "POST",
        "/settlements/<id>/lines/<line_id>/remove",
        may="settlement.confirm",
        zh="删除其他费用",
        en="Take an added cost out",
        **SETTLING,
    )
    def remove_cost(self, work: Work, id: str, line_id: str) -> dict[str, Any]:
        """Takes out a cost that was added to a draft."""
        settlements.remove_cost(work, id, line_id)
        return _settlement(work, id)

    @command(
        "POST",
        "/settlements/<id>/confirm",
        may="settlement.confirm",
        zh="确认结算单",
        en="Confirm a settlement",
        **SETTLING,
    )
    def confirm_settlement(self, work: Work, id: str) -> dict[str, Any]:
        """Charges the settlement to the lease; the unit change goes on."""
        settlements.confirm(work, id)
        return _settlement(work, id)

    @command(
        "POST",
        "/settlements/<id>/take-back",
        may="settlement.take_back",
        request=ReasonForm,
        status=201,
        zh="撤回结算单",
        en="Take a settlement back",
        **SETTLING,
    )
    def take_settlement_back(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Reverses what a settlement has charged; the answer is the draft in its place."""
        return _settlement(work, settlements.take_back(work, id, body["reason"]).id)


def _settlement(work: Work, settlement_id: str) -> dict[str, Any]:
    work.session.flush()
    return shown.settlement(work, settlement_id)
