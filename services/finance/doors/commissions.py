"""The doors to commissions (FIN-6)."""

from decimal import Decimal
from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.finance.actions import commissions
from services.finance.queries import commissions as shown
from services.finance.rules.commission import State
from services.finance.schemas.commissions import (
    CommissionPage,
    CommissionQuery,
    CommissionView,
    PayForm,
    PayRunForm,
    RunView,
)

COMMISSIONS: dict[str, Any] = {"tags": ("commissions",), "rules": ("FIN-6",)}


class CommissionDoors:
    """What consultants earn by deals."""

    @query(
        "/commissions",
        may="commission.read",
        request=CommissionQuery,
        answer=CommissionPage,
        zh="佣金列表",
        en="List the commissions",
        **COMMISSIONS,
    )
    def list_commissions(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Commissions by estate, consultant, deal, state and month; a consultant sees their own."""
        return shown.commissions(work, body)

    @query(
        "/commissions/<id>",
        may="commission.read",
        answer=CommissionView,
        zh="一笔佣金",
        en="Show a commission",
        **COMMISSIONS,
    )
    def show_commission(self, work: Work, id: str) -> dict[str, Any]:
        """One commission, and what is missing before it is paid."""
        return shown.commission(work, id)

    @command(
        "POST",
        "/commissions/<id>/pay",
        may="commission.pay",
        request=PayForm,
        answer=CommissionView,
        zh="支付佣金",
        en="Pay a commission",
        **COMMISSIONS,
    )
    def pay_commission(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Pays one commission as a whole."""
        commissions.pay(work, id, body["purse"])
        return shown.commission(work, id)

    @command(
        "POST",
        "/commissions/<id>/recover",
        may="commission.pay",
        request=PayForm,
        answer=CommissionView,
        zh="收回佣金",
        en="Recover a commission",
        **COMMISSIONS,
    )
    def recover_commission(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """The consultant gives back what was paid and then taken back."""
        commissions.recover(work, id, body["purse"])
        return shown.commission(work, id)

    @command(
        "POST",
        "/commissions/pay",
        may="commission.pay",
        request=PayRunForm,
        answer=RunView,
        zh="按月支付佣金",
        en="Pay what is payable",
        deadline=30.0,
        **COMMISSIONS,
    )
    def pay_commissions(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Pays each consultant what is payable, less what they owe."""
        run = commissions.pay_all(work, **body)
        amounts = [one.amount if one.state == State.PAID else -one.amount for one in run.settled]
        settled = [shown.shown(one) for one in run.settled]
        return {"settled": settled, "total": sum(amounts, Decimal(0)), "left_out": run.left_out}
