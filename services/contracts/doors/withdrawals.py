"""The doors of units given back (SALE-9), and of customers with a problem (SALE-8)."""

from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.contracts.actions import withdrawals
from services.contracts.actions.withdrawals import Wish
from services.contracts.schemas.board import SummaryQuery
from services.contracts.schemas.contracts import DecisionForm
from services.contracts.schemas.withdrawals import (
    ProblemForm,
    ProblemView,
    ReasonsView,
    ResolutionForm,
    WithdrawalForm,
    WithdrawalView,
)
from services.contracts.shown import contracts as shown

TAGS = ("deals",)


class WithdrawalDoors:
    """What does not end as it was meant to."""

    @command(
        "POST",
        "/deals/<id>/withdrawal",
        may="deal.hold",
        request=WithdrawalForm,
        answer=WithdrawalView,
        status=201,
        zh="申请退房",
        en="Ask to give a unit back",
        tags=TAGS,
        rules=("SALE-4", "SALE-9"),
    )
    def request_withdrawal(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.withdrawal(work, withdrawals.request(work, id, Wish(**body)).id)

    @query(
        "/withdrawals/<id>",
        may="deal.read",
        answer=WithdrawalView,
        zh="一张退房申请",
        en="Show a withdrawal",
        tags=TAGS,
        rules=("SALE-9",),
    )
    def show_withdrawal(self, work: Work, id: str) -> dict[str, Any]:
        return shown.withdrawal(work, id)

    @command(
        "POST",
        "/withdrawals/<id>/decision",
        may="withdrawal.decide",
        request=DecisionForm,
        answer=WithdrawalView,
        zh="审批退房",
        en="Decide on a withdrawal",
        tags=TAGS,
        rules=("SALE-9",),
    )
    def decide_on_withdrawal(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        one = withdrawals.decide(work, id, body["is_approved"], body["reason"])
        return shown.withdrawal(work, one.id)

    @query(
        "/reports/withdrawal-reasons",
        may="sales_list.read",
        request=SummaryQuery,
        answer=ReasonsView,
        zh="退房原因统计",
        en="Why units were given back",
        tags=("reports",),
        rules=("SALE-8", "SALE-9"),
    )
    def count_withdrawal_reasons(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.reasons_counted(work, body["estate_id"])

    @command(
        "POST",
        "/deals/<id>/problems",
        may="deal.hold",
        request=ProblemForm,
        answer=ProblemView,
        status=201,
        zh="上报问题客户",
        en="Report a customer's problem",
        tags=TAGS,
        rules=("SALE-8",),
    )
    def report_problem(self, work: Work, body: dict[str, Any], id: str) -> Any:
        return withdrawals.report(work, id, **body)

    @command(
        "POST",
        "/problems/<id>/resolution",
        may="problem.resolve",
        request=ResolutionForm,
        answer=ProblemView,
        zh="记录问题处理结果",
        en="Write down how a problem was resolved",
        tags=TAGS,
        rules=("SALE-8",),
    )
    def resolve_problem(self, work: Work, body: dict[str, Any], id: str) -> Any:
        return withdrawals.resolve(work, id, **body)
