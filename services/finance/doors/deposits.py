"""The doors to deposits: finance says whether each is there (FIN-2)."""

from typing import Any

from kit.doors import Download, command, query
from kit.print import PDF
from kit.work import Work
from services.finance.actions import deposits
from services.finance.queries import deposits as shown
from services.finance.receipt import receipt_of
from services.finance.schemas.deposits import ConfirmationForm, DepositPage, DepositQuery, DepositView, RefusalForm

DEPOSITS: dict[str, Any] = {"tags": ("deposits",), "rules": ("FIN-2",)}


class DepositDoors:
    """What customers have paid on a unit, and whether it has come."""

    @query(
        "/deposits",
        may="deposit.read",
        request=DepositQuery,
        answer=DepositPage,
        zh="定金列表",
        en="List the deposits",
        **DEPOSITS,
    )
    def list_deposits(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Deposits by estate, deal, customer, consultant and state, and those that are late."""
        return shown.deposits(work, body)

    @query("/deposits/<id>", may="deposit.read", answer=DepositView, zh="一笔定金", en="Show a deposit", **DEPOSITS)
    def show_deposit(self, work: Work, id: str) -> dict[str, Any]:
        """One deposit with its terms of refund."""
        return shown.deposit(work, id)

    @command(
        "POST",
        "/deposits/<id>/confirm",
        may="deposit.confirm",
        request=ConfirmationForm,
        answer=DepositView,
        zh="确认定金到账",
        en="Confirm a deposit",
        **DEPOSITS,
    )
    def confirm_deposit(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """The money is there, with its receipt and its invoice."""
        deposits.confirm(work, id, deposits.Papers(**body))
        work.session.flush()
        return shown.deposit(work, id)

    @command(
        "POST",
        "/deposits/<id>/refuse",
        may="deposit.confirm",
        request=RefusalForm,
        answer=DepositView,
        zh="退回定金登记",
        en="Refuse a deposit",
        **DEPOSITS,
    )
    def refuse_deposit(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """The money is not there, and why."""
        deposits.refuse(work, id, body["reason"])
        work.session.flush()
        return shown.deposit(work, id)

    @query(
        "/deposits/<id>/receipt.pdf",
        may="deposit.read",
        download=PDF,
        zh="打印定金收据",
        en="Print a deposit's receipt",
        tags=("deposits",),
        rules=("FIN-2", "SALE-4"),
    )
    def print_receipt(self, work: Work, id: str) -> Download:
        """The receipt for the customer, with the terms of refund on it."""
        return receipt_of(work, shown.deposit(work, id))
