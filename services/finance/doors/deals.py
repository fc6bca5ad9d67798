"""The doors to what is paid on the contracts of deals (FIN-3)."""

from typing import Any

from kit.doors import command
from kit.work import Work
from services.finance import shown
from services.finance.actions import receipts
from services.finance.actions.ledger import About
from services.finance.rules.instalments import RULE
from services.finance.schemas.deals import DealReceiptForm
from services.finance.schemas.ledger import EntryView, ReasonForm

RECEIVED: dict[str, Any] = {"tags": ("receivables",), "rules": ("FIN-3",), "answer": EntryView, "status": 201}


class DealDoors:
    """What comes in on the contract of a deal."""

    @command(
        "POST",
        "/deals/<id>/receipts",
        may="ledger.write",
        request=DealReceiptForm,
        zh="登记合同收款",
        en="Take a payment on a contract",
        **RECEIVED,
    )
    def receive_on_deal(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """The customer has paid; the oldest instalments are paid first."""
        about = About(body["memo"], body.get("happened_on"), body.get("cause"), rule=RULE)
        return shown.entry(work, receipts.receive(work, id, body["purse"], body["amount"], about).id)

    @command(
        "POST",
        "/deals/<id>/receipts/<entry_id>/reverse",
        may="ledger.reverse",
        request=ReasonForm,
        zh="冲销合同收款",
        en="Reverse a payment on a contract",
        **RECEIVED,
    )
    def reverse_receipt(self, work: Work, id: str, entry_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """A payment entered by mistake is taken back, once and with a reason."""
        return shown.entry(work, receipts.take_back(work, id, entry_id, body["reason"]).id)
