"""The doors to what is due on contracts, to later days, and to refunds (FIN-3)."""

from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.finance.actions import paying_back, receivables
from services.finance.queries import money
from services.finance.queries import receivables as shown
from services.finance.schemas.ledger import ReasonForm
from services.finance.schemas.receivables import (
    DeferralForm,
    DeferralPage,
    DeferralQuery,
    DeferralView,
    PayRefundForm,
    ReceivablePage,
    ReceivableQuery,
    RefundPage,
    RefundQuery,
    RefundView,
)

DUE: dict[str, Any] = {"tags": ("receivables",), "rules": ("FIN-3",)}


class ReceivableDoors:
    """What customers are to pay when, and what they are paid back."""

    @query(
        "/receivables",
        may="receivable.read",
        request=ReceivableQuery,
        answer=ReceivablePage,
        zh="应收款列表",
        en="List what is due",
        **DUE,
    )
    def list_receivables(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Payments that are due, overdue, deferred or paid."""
        return shown.receivables(work, body)

    @command(
        "POST",
        "/receivables/<id>/deferrals",
        may="deferral.request",
        request=DeferralForm,
        answer=DeferralView,
        status=201,
        zh="申请延期付款",
        en="Apply for a later day of payment",
        **DUE,
    )
    def ask_to_defer(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Applies for a later day of payment; somebody else decides."""
        return self._deferral(work, receivables.ask_to_defer(work, id, **body).id)

    @query(
        "/deferrals",
        may="receivable.read",
        request=DeferralQuery,
        answer=DeferralPage,
        zh="延期申请列表",
        en="List the applications for a later day",
        **DUE,
    )
    def list_deferrals(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Applications by estate, deal and state."""
        return shown.deferrals(work, body)

    @command(
        "POST",
        "/deferrals/<id>/approve",
        may="deferral.decide",
        answer=DeferralView,
        zh="批准延期",
        en="Approve a later day",
        **DUE,
    )
    def approve_deferral(self, work: Work, id: str) -> dict[str, Any]:
        """The payment is put off to the day asked for."""
        return self._deferral(work, receivables.decide_deferral(work, id, approved=True).id)

    @command(
        "POST",
        "/deferrals/<id>/refuse",
        may="deferral.decide",
        request=ReasonForm,
        answer=DeferralView,
        zh="不批准延期",
        en="Refuse a later day",
        **DUE,
    )
    def refuse_deferral(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """The payment stays due on its day."""
        return self._deferral(work, receivables.decide_deferral(work, id, approved=False, note=body["reason"]).id)

    def _deferral(self, work: Work, deferral_id: str) -> dict[str, Any]:
        work.session.flush()
        found = shown.find_deferral(work, deferral_id)
        assert found is not None
        return shown.deferral_shown(work, found)

    @query(
        "/refunds",
        may="receivable.read",
        request=RefundQuery,
        answer=RefundPage,
        zh="退款列表",
        en="List the refunds",
        **DUE,
    )
    def list_refunds(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Refunds by estate, deal and state."""
        return money.refunds(work, body)

    @command(
        "POST",
        "/refunds/<id>/pay",
        may="refund.pay",
        request=PayRefundForm,
        answer=RefundView,
        zh="支付退款",
        en="Pay a refund",
        **DUE,
    )
    def pay_refund(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Pays a refund that is owed."""
        paying_back.pay(work, id, body["purse"])
        work.session.flush()
        return money.refund(work, id)

    @command(
        "POST",
        "/refunds/<id>/refuse",
        may="refund.pay",
        request=ReasonForm,
        answer=RefundView,
        zh="退回退款",
        en="Send a refund back",
        **DUE,
    )
    def refuse_refund(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sends a refund for which too little is held back to sales control."""
        paying_back.refuse(work, id, body["reason"])
        work.session.flush()
        return money.refund(work, id)
