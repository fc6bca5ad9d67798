"""The doors to money whose owner is not known (FIN-3)."""

from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.finance.actions import matching, suspense
from services.finance.queries import money
from services.finance.schemas.ledger import ReasonForm
from services.finance.schemas.suspense import MatchForm, SuspenseForm, SuspensePage, SuspenseQuery, SuspenseView

IN_SUSPENSE: dict[str, Any] = {"tags": ("suspense",), "rules": ("FIN-3",)}


class SuspenseDoors:
    """Money that is here before anybody knows whose it is."""

    @command(
        "POST",
        "/suspense",
        may="ledger.write",
        request=SuspenseForm,
        answer=SuspenseView,
        status=201,
        zh="登记待查款",
        en="Enter money in suspense",
        **IN_SUSPENSE,
    )
    def enter_suspense(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Money is here and nobody knows whose it is."""
        return self._suspense(work, suspense.enter(work, suspense.Arrival(**body)).id)

    @query(
        "/suspense",
        may="receivable.read",
        request=SuspenseQuery,
        answer=SuspensePage,
        zh="待查款列表",
        en="List money in suspense",
        **IN_SUSPENSE,
    )
    def list_suspense(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Money in suspense with its age, the oldest first."""
        return money.suspense_list(work, body)

    @query(
        "/suspense/<id>",
        may="receivable.read",
        answer=SuspenseView,
        zh="一笔待查款",
        en="Show money in suspense",
        **IN_SUSPENSE,
    )
    def show_suspense(self, work: Work, id: str) -> dict[str, Any]:
        """One sum in suspense, with what became of it."""
        return money.suspense(work, id)

    @command(
        "POST",
        "/suspense/<id>/match",
        may="ledger.write",
        request=MatchForm,
        answer=SuspenseView,
        zh="待查款归户",
        en="Match money in suspense",
        **IN_SUSPENSE,
    )
    def match_suspense(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """It is a payment on that deal's contract, or on that lease."""
        matching.to_owner(work, id, body.get("deal_id"), body.get("lease_id"), body.get("amount"))
        return self._suspense(work, id)

    @command(
        "POST",
        "/suspense/<id>/matches/<match_id>/reverse",
        may="ledger.reverse",
        request=ReasonForm,
        answer=SuspenseView,
        zh="撤回归户",
        en="Take a match back",
        **IN_SUSPENSE,
    )
    def reverse_match(self, work: Work, id: str, match_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """It was somebody else's after all: the money is in suspense again."""
        matching.back(work, id, match_id, body["reason"])
        return self._suspense(work, id)

    @command(
        "POST",
        "/suspense/<id>/take-back",
        may="ledger.reverse",
        request=ReasonForm,
        answer=SuspenseView,
        zh="撤销待查款",
        en="Take an entry of money in suspense back",
        **IN_SUSPENSE,
    )
    def take_suspense_back(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        """It was entered by mistake."""
        suspense.take_back(work, id, body["reason"])
        return self._suspense(work, id)

    def _suspense(self, work: Work, suspense_id: str) -> dict[str, Any]:
        work.session.flush()
        return money.suspense(work, suspense_id)
