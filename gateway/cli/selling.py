"""The demo's sales control: it records the permits of the estates, and the first customers have units held."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from gateway.cli.visitors import Weeks
from gateway.house import House
from gateway.models import Person
from gateway.visitors import caller_for
from kit.caller import Caller
from kit.doors import Reply
from services.words import Department, Rank

# Number and first day of each permit; the client's clause names them, SALE-18 asks for them.
PERMITS = {
    "land_use": ("国用（2023）第 01127 号", "2023-03-06"),
    "planning": ("地字第 2023-0046 号", "2023-05-18"),
    "works_planning": ("建字第 2023-0093 号", "2023-09-11"),
    "construction": ("施字第 2023-1204 号", "2023-12-04"),
    "presale": ("售许字（2025）第 0031 号", "2025-06-20"),
    "business_licence": ("企独字 000417 号", "2022-11-01"),
    "mortgage_agreement": ("按揭合作协议 2025-017", "2025-06-25"),
}
TERMS = (
    "因本公司原因未能签约的，按法律规定双倍返还定金；因不可归责于任何一方的原因未能签约的，全额退还；"
    "客户因自身原因未在约定期限内签约的，定金不予退还。退还时须交回定金收据原件，并出示客户的身份证件。"
)
HOLDS = (("王伟", "A1102"), ("赵敏", "A0704"), ("刘洋", "A1510"))
CONFIRMED = "A1510"
DEPOSIT = Decimal(20000)


@dataclass
class Opening:
    """Sales control of all estates, after the weeks in which the first customers came."""

    house: House
    ask: Callable[..., Reply]
    weeks: Weeks

    def open(self, say: Callable[[str], None]) -> None:
        supervisor = self._somebody(Rank.SUPERVISOR)
        for estate_id in sorted(supervisor.estates):
            self._record_permits(supervisor, estate_id)
        for customer, number in HOLDS:
            self._hold(customer, number)
        say(f"  board: {len(PERMITS)} permits, {len(HOLDS)} units held")

    def _somebody(self, rank: Rank) -> Caller:
        """The first of that rank in sales control."""
        chosen = select(Person).where(Person.department == Department.SALES_CONTROL, Person.rank == rank)
        with self.house.runtimes["gateway"].look() as work:
            person = work.session.scalars(chosen.order_by(Person.staff_number).limit(1)).one()
            return caller_for(person, "zh", None)

    def _record_permits(self, supervisor: Caller, estate_id: str) -> None:
        for permit, (number, since) in PERMITS.items():
            paper = {"estate_id": estate_id, "permit": permit, "number": number, "since": since}
            self._do(supervisor, "record_permit", paper, f"demo-{estate_id}-{permit}")

    def _hold(self, customer: str, number: str) -> None:
        """Holds a unit by the consultant whose customer it is; sales control confirms one of them."""
        wish = {"unit_id": self._unit(number), "kind": "lease", "customer_name": customer}
        wish["customer_id"] = self.weeks.customers[customer]
        deal = self._do(self.weeks.consultant_of[customer], "hold_unit", wish, f"demo-hold-{number}")
        if number == CONFIRMED:
            told = {"price": deal["list_price"], "deposit": str(DEPOSIT), "terms": TERMS, "terms_shown": True}
            clerk = self._somebody(Rank.CLERK)
            self._do(clerk, "confirm_unit", told, f"demo-confirm-{number}", id=deal["id"])

    def _unit(self, number: str) -> str:
        found = self.ask("contracts", "list_board", body={"estate_id": self.weeks.estate_id, "q": number}).body
        return str(found["items"][0]["unit_id"])

    def _do(self, caller: Caller, door: str, body: dict[str, Any], key: str, **params: str) -> Any:
        """One act under a key: a filling that was cut short and is done anew does nothing twice."""
        return self.ask("contracts", door, caller, body=body, idempotency_key=key, params=params).body
