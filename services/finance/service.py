"""The doors of finance, and what it hears."""

from typing import Any

from kit.doors import Download, command, query
from kit.print import PDF
from kit.service import Service, on
from kit.work import Work
from services.contracts.events import LeaseMoved, LeaseRegistered
from services.finance import shown
from services.finance.actions import leases, ledger, missing, settlements
from services.finance.models import Base
from services.finance.schemas import (
    AdjustmentForm,
    BalanceQuery,
    BalancesView,
    ChargeForm,
    EntryPage,
    EntryQuery,
    EntryView,
    OtherCostForm,
    ReasonForm,
    ReceiptForm,
    RefundForm,
    SettlementPage,
    SettlementQuery,
    SettlementView,
)
from services.finance.statement import statement_of
from services.property.events import (
    EstateOpened,
    ItemFound,
    ItemLost,
    OldUnitReadyToSettle,
    UnitChangeCancelled,
    UnitChanged,
)

LEDGER: dict[str, Any] = {"tags": ("ledger",), "rules": ("FIN-1",)}
WRITE: dict[str, Any] = {"may": "ledger.write", "answer": EntryView, "status": 201} | LEDGER
SETTLING: dict[str, Any] = {"tags": ("settlements",), "rules": ("FIN-4",), "answer": SettlementView}


class Finance(Service):
    """Finance: the ledger, and the settling of the unit a tenant leaves."""

    name = "finance"
    zh = "财务部"
    metadata = Base.metadata

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

    @on(EstateOpened)
    def know_the_estate(self, work: Work, event: EstateOpened) -> None:
        """Keeps the estate's time zone."""
        leases.know_the_estate(work, event)

    @on(LeaseRegistered)
    def know_the_lease(self, work: Work, event: LeaseRegistered) -> None:
        """Keeps whom to charge and at which tariffs."""
        leases.know_the_lease(work, event)

    @on(LeaseMoved)
    def note_the_move(self, work: Work, event: LeaseMoved) -> None:
        """Sends charges to the new unit from the day the lease moved."""
        leases.note_the_move(work, event)

    @on(UnitChanged)
    def charge_the_new_unit(self, work: Work, event: UnitChanged) -> None:
        """Sends charges to the new unit from the change date."""
        leases.charge_the_new_unit(work, event)

    @on(OldUnitReadyToSettle)
    def draft_the_settlement(self, work: Work, event: OldUnitReadyToSettle) -> None:
        """Works out what the tenant owes for the old unit (FIN-4)."""
        settlements.draft(work, event)

    @on(ItemLost)
    def charge_the_lost_item(self, work: Work, event: ItemLost) -> None:
        """Charges what a tenant has lost, unless a settlement has."""
        missing.charge_lost_item(work, event)

    @on(ItemFound)
    def credit_the_found_item(self, work: Work, event: ItemFound) -> None:
        """Takes the charge back for what has turned up."""
        missing.credit_found_item(work, event)

    @on(UnitChangeCancelled)
    def void_the_draft(self, work: Work, event: UnitChangeCancelled) -> None:
        """Voids a settlement that is not confirmed yet."""
        settlements.void(work, event)


def _about(body: dict[str, Any]) -> ledger.About:
    return ledger.About(body["memo"], body.get("happened_on"), body.get("cause"))


def _settlement(work: Work, settlement_id: str) -> dict[str, Any]:
    work.session.flush()
    return shown.settlement(work, settlement_id)
