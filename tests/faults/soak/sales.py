"""Sales as the business of a soak: two customers for one unit, six ways that a deal goes, and what each comes to."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import count as numbers_from
from typing import Any

from tests.faults.soak import seeding
from tests.faults.soak.business import Business
from tests.faults.soak.clients import PATIENCE, Desk
from tests.journeys.selling import CONSULTANT, FINANCE, RIVAL, SALES, SALES_MANAGER, Selling
from tests.journeys.the_sale import DEPOSIT, FIRST_PAYMENT, TERMS

PAYS = "finance.manager"
LISTED, HIGHEST = 2_000_000, 3_000_000
CENT = Decimal("0.01")
_TO_DEPOSIT = ("board held", "board confirmed")
_CLOSED = (*_TO_DEPOSIT, "board sold", "deposit confirmed", "verdict given")
# Each way a deal may go, and what the databases tell of it then, beside its commissions.
ENDS = {
    "held": ("deal held", "board held"),
    "let go": ("deal lapsed", "board held", "board let_go"),
    "refused by finance": ("deal lapsed", *_TO_DEPOSIT, "board deposit_refused", "deposit refused"),
    "not claimed": ("deal closed", *_CLOSED),
    "claimed": ("deal signed", *_CLOSED, "board signed", "verdict claimed"),
    "one's own": ("deal signed", *_CLOSED, "board signed"),
}
WAYS = tuple(ENDS)
_HERE = "number ~ '^A[0-9]{2}[PQ]'"  # The units of the soak, and not those of the demo.


@dataclass
class Sale(Selling):
    """One customer's way to a unit; `price` is agreed above the list, so that shares of it have odd cents."""

    patience: float = PATIENCE
    price: Decimal = Decimal(LISTED)
    deal: dict[str, Any] = field(default_factory=dict)

    def walk(self, way: str, wanted: str, spare: str) -> None:
        """All the way; then says in the history what has to come of it."""
        closer = CONSULTANT if way == "one's own" else RIVAL
        customer = self.register()["customer_id"]
        self.hold_one_of(closer, customer, wanted, spare)
        if way == "let go":
            self.house.as_(closer).do(f"/deals/{self.deal['id']}/let-go", {"reason": "另有选择"})
        elif way != "held":
            self.pay_the_deposit()
            self.decide(is_there=way != "refused by finance")
        commissions = self.bring_to_its_end(way)
        self.house.history.said += [(self.deal["id"], what) for what in (*ENDS[way], *commissions)]

    def hold_one_of(self, who: str, customer: str, *units: str) -> None:
        """Another may have the first one; then the customer takes the second."""
        for number in units:
            answer = self.ask_to_hold(who, self.unit(number), customer)
            if answer.status == 201:
                self.deal = answer.body
                return
            assert [one["code"] for one in answer.body["reasons"]] == ["unit_taken"], answer
        raise AssertionError(f"somebody has both of {units}")

    def unit(self, number: str) -> Any:
        (unit,) = self.house.as_(SALES).get(f"/board?estate_id={self.estate()}&q={number}")["items"]
        return unit

    def pay_the_deposit(self) -> None:
        told = {"price": str(self.price), "deposit": DEPOSIT, "terms": TERMS, "terms_shown": True}
        self.house.as_(SALES).do(f"/deals/{self.deal['id']}/confirmation", told)
        self.house.as_(SALES).do(f"/deals/{self.deal['id']}/deposit", {"purse": "bank"})

    def decide(self, is_there: bool) -> None:
        """Finance has the deposit or not, and the unit is sold or free."""
        finance = self.house.as_(FINANCE)
        deposit = self.soon(lambda: finance.get(f"/deposits?deal_id={self.deal['id']}")["items"])[0]
        if is_there:
            paper = {"receipt_number": f"SJ-{self.phone}", "invoice_number": f"FP-{self.phone}"}
            told = paper | {"received_on": deposit["taken_at"][:10]}
            finance.do(f"/deposits/{deposit['id']}/confirm", told)
        else:
            finance.do(f"/deposits/{deposit['id']}/refuse", {"reason": "银行未到账"})
        state = "closed" if is_there else "lapsed"
        self.soon(lambda: self.house.as_(SALES).get(f"/deals/{self.deal['id']}")["state"] == state)

    def bring_to_its_end(self, way: str) -> list[str]:
        """What follows a deal that is closed; gives what the consultants' commissions must be."""
        first, rival = self.me(CONSULTANT), self.me(RIVAL)
        total = (self.price / 100).quantize(CENT, ROUND_HALF_UP)
        half = (total / 2).quantize(CENT, ROUND_DOWN)
        if way == "not claimed":
            self.soon(lambda: self.commissions("accrued"))
            return [commission(rival, total, "accrued")]
        if way == "claimed":
            self.claim()
            self.be_paid(2)
            return [commission(first, total - half, "paid"), commission(rival, half, "paid")]
        if way == "one's own":
            self.be_paid(1)
            return [commission(first, total, "paid")]
        return []

    def claim(self) -> None:
        path = f"/attributions/{self.deal['id']}"
        self.soon(lambda: self.house.as_(SALES_MANAGER).ask("GET", path).status == 200)
        self.house.as_(CONSULTANT).do(f"{path}/claim")

    def be_paid(self, consultants: int) -> None:
        """The contract is signed, the first payment is in, and so many commissions are paid."""
        path = f"/deals/{self.deal['id']}"
        today = self.house.as_(SALES).get(path)["closed_on"]
        plan = ((today, FIRST_PAYMENT), (f"{int(today[:4]) + 1}-06-30", str(self.price - Decimal(FIRST_PAYMENT))))
        parts = [{"due_on": day, "amount": amount, "means": "bank"} for day, amount in plan]
        told = {"number": f"HT-{self.phone}", "parties": "出卖人:本公司;买受人:王伟", "plan": "instalments"}
        self.house.as_(SALES).do(f"{path}/contract", told | {"signed_on": today, "parts": parts})
        finance = self.house.as_(FINANCE)
        self.soon(lambda: len(finance.get(f"/receivables?deal_id={self.deal['id']}")["items"]) == 2)
        finance.do(f"{path}/receipts", {"amount": FIRST_PAYMENT, "purse": "bank", "memo": "首期款"})
        self.soon(lambda: len(self.commissions("payable")) == consultants)
        for one in self.commissions("payable"):
            self.house.as_(PAYS).do(f"/commissions/{one['id']}/pay", {"purse": "bank"})

    def commissions(self, state: str) -> list[Any]:
        rows = self.house.as_(PAYS).get(f"/commissions?deal_id={self.deal['id']}")["items"]
        return [row for row in rows if row["state"] == state]

    def soon(self, condition: Callable[[], Any]) -> Any:
        return self.eventually(condition, lambda: f"{self.deal} does not go on")


def commission(whose: str, amount: Decimal, state: str) -> str:
    return f"commission {whose} {amount} {state}"


class Sales(Business):
    """Two at a time want the same unit; whoever comes second takes another."""

    name = "sales"
    people = (
        *(CONSULTANT, RIVAL, SALES, SALES_MANAGER, FINANCE, PAYS),
        "property.supervisor",
    )
    effects = {
        "contracts": f"""SELECT d.id::text, 'deal ' || d.state FROM deals d JOIN units u ON u.id = d.unit_id
            WHERE u.{_HERE} UNION ALL
            SELECT c.deal_id::text, 'board ' || c.cause FROM board_changes c JOIN units u ON u.id = c.unit_id
            WHERE u.{_HERE} AND c.deal_id IS NOT NULL""",
        "finance": f"""SELECT deal_id::text, 'deposit ' || p.state FROM deposits p JOIN deals d USING (deal_id)
            WHERE d.unit_{_HERE} UNION ALL
            SELECT deal_id::text, 'commission ' || c.consultant_id || ' ' || amount || ' ' || state
            FROM commissions c JOIN deals d USING (deal_id) WHERE d.unit_{_HERE} AND state <> 'reversed'""",
        "leads": f"SELECT deal_id::text, 'verdict ' || kind FROM verdicts WHERE unit_{_HERE}",
    }
    wrong = {
        "units with two deals": (
            "contracts",
            "SELECT unit_id::text, count(*) FROM deals WHERE has_unit GROUP BY unit_id HAVING count(*) > 1",
        ),
        "units that say otherwise than their deals": (
            "contracts",
            """SELECT u.number, u.state, d.number, d.state
            FROM units u FULL JOIN (SELECT * FROM deals WHERE has_unit) d ON d.id = u.deal_id
            WHERE u.deal_id IS DISTINCT FROM d.id OR d.id IS NOT NULL AND (u.id IS DISTINCT FROM d.unit_id
            OR u.state <> CASE d.state WHEN 'closed' THEN 'sold' ELSE d.state END)""",
        ),
        "commissions that the books do not have": (
            "finance",
            """SELECT deal_id::text, earned.amount, booked.amount
            FROM (SELECT deal_id, sum(amount) AS amount FROM commissions
                WHERE state IN ('accrued', 'payable', 'paid') GROUP BY deal_id) earned
            FULL JOIN (SELECT e.deal_id, sum(p.amount) AS amount FROM entries e JOIN postings p ON p.entry_id = e.id
                JOIN accounts a ON a.id = p.account_id WHERE a.kind = 'commission_expense' GROUP BY e.deal_id) booked
            USING (deal_id) WHERE coalesce(earned.amount, 0) <> coalesce(booked.amount, 0)""",
        ),
    }

    def fill(self, desk: Desk, count: int) -> None:
        self.desk, self.written = desk, numbers_from(1)
        units = [number for one in range(1, count + 1) for number in _units(one)]
        seeding.units_for_sale(desk, sorted(set(units)), LISTED)

    def write(self) -> None:
        Selling(self.desk, f"178{next(self.written):08}").register(RIVAL)

    def do(self, desk: Desk, number: int, rng: random.Random) -> None:
        price = Decimal(rng.randrange(LISTED * 100, HIGHEST * 100)) / 100
        Sale(desk, f"177{number:08}", price=price).walk(WAYS[number % len(WAYS)], *_units(number))


def _units(number: int) -> tuple[str, str]:
    """The unit that this sale and its neighbour want, and the one that nobody else does."""
    return f"A05P{(number + 1) // 2:04}", f"A05Q{number:04}"
