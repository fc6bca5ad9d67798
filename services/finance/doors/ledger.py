"""The doors to the ledger (FIN-1)."""

from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.finance import shown
from services.finance.actions import ledger
from services.finance.schemas.ledger import (
    AdjustmentForm,
    BalanceQuery,
    BalancesView,
    ChargeForm,
    EntryPage,
    EntryQuery,
    EntryView,
    ReasonForm,
    ReceiptForm,
    RefundForm,
)

LEDGER: dict[str, Any] = {"tags": ("ledger",), "rules": ("FIN-1",)}
WRITE: dict[str, Any] = {"may": "ledger.write", "answer": EntryView, "status": 201} | LEDGER


class LedgerDoors:
    """What every lease was charged and has paid."""

    @command("POST", "/ledger/charges", request=ChargeForm, zh="登记应收费用", en="Charge a customer", **WRITE)
    def charge(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """The customer owes more, for what `income` says."""
        entry = ledger.charge(work, body["lease_id"], body["income"], body["amount"], _about(body))
        return shown.entry(work, entry.id)

    @command("POST", "/ledger/receipts", request=ReceiptForm, zh="登记收款", en="Take a payment", **WRITE)
    def receive(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """The customer has paid."""
        entry = ledger.receive(work, body["lease_id"], body["purse"], body["amount"], _about(body))
        return shown.entry(work, entry.id)

    @command("POST", "/ledger/refunds", request=RefundForm, zh="登记退款", en="Owe or pay a refund", **WRITE)
    def refund(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """What was paid too much is owed back, or is paid out."""
        purse = body.get("purse")
        entry = ledger.refund(work, body["lease_id"], body["step"], body["amount"], purse, _about(body))
        return shown.entry(work, entry.id)

    @command("POST", "/ledger/adjustments", request=AdjustmentForm, zh="登记调整", en="Adjust an account", **WRITE)
    def adjust(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """The customer owes more or less, for a reason given."""
        return shown.entry(work, ledger.adjust(work, body["lease_id"], body["amount"], _about(body)).id)

    @command(
        "POST",
        "/ledger/entries/<id>/reverse",
        request=ReasonForm,
        zh="冲销凭证",
        en="Reverse an entry",
        **WRITE | {"may": "ledger.reverse"},
    )
    def reverse(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Takes an entry back by its opposite, once and with a reason."""
        return shown.entry(work, ledger.reverse(work, id, body["reason"]).id)

    @query(
        "/ledger/entries",
        may="ledger.read",
        request=EntryQuery,
        answer=EntryPage,
        zh="凭证列表",
        en="List the entries",
        **LEDGER,
    )
    def list_entries(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Entries by customer, lease, unit, kind, cause and day."""
        return shown.entries(work, body)

    @query("/ledger/entries/<id>", may="ledger.read", answer=EntryView, zh="一张凭证", en="Show an entry", **LEDGER)
    def show_entry(self, work: Work, id: str) -> dict[str, Any]:
        """One entry with its postings."""
        return shown.entry(work, id)

    @query(
        "/ledger/balances",
        may="ledger.read",
        request=BalanceQuery,
        answer=BalancesView,
        zh="客户余额",
        en="See where a customer stands",
        **LEDGER,
    )
    def show_balances(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """What a customer owes and is owed, lease by lease."""
        return shown.balances(work, body["customer_id"], body.get("lease_id"))


def _about(body: dict[str, Any]) -> ledger.About:
    return ledger.About(body["memo"], body.get("happened_on"), body.get("cause"))
