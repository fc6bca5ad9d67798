"""The demo's visitors: a morning at the desk, each entered by the consultant who received them, through the doors."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.house import House
from gateway.models import Person
from gateway.visitors import caller_for
from kit.caller import Caller
from kit.doors import Reply
from services.words import Department, Rank

TABLE = Path(__file__).parent.parent.parent / "services" / "leads" / "demo" / "visitors.csv"
CHANNELS = {
    "来访": "walk_in",
    "来电": "phone",
    "展场": "exhibition",
    "老客户推荐": "referral",
    "直接沟通": "outreach",
    "中介": "broker",
}
RELATIONS = {"夫妻": "spouse"}
COLUMNS = {
    "姓名": "name",
    "公司": "company",
    "公司性质": "company_nature",
    "业务": "business",
    "面积从": "area_from",
    "面积到": "area_to",
    "预算": "budget",
    "现驻大楼": "building",
    "地址": "address",
    "认知途径": "medium",
    "意向": "intent",
    "特征": "features",
    "疑问": "doubts",
}


class Morning:
    """Puts the consultants of the demo estate on duty and enters the visitors of the table."""

    def __init__(self, house: House, ask: Callable[..., Reply], estate_id: str) -> None:
        self.house = house
        self.ask = ask
        self.estate_id = estate_id
        self.customers: dict[str, str] = {}
        self.consultant_of: dict[str, Caller] = {}

    def pass_by(self, say: Callable[[str], None]) -> None:
        consultants = self._consultants()
        for one in consultants:
            self._do(one, "set_rota_duty", {"on_duty": True})
        with TABLE.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for number, row in enumerate(rows):
            consultant = consultants[(int(row["顾问"]) - 1) % len(consultants)]
            self._enter(consultant, row, f"demo-{number}")
            self.consultant_of[row["姓名"]] = consultant
        say(f"  visitors: {len(rows)} rows")

    def _consultants(self) -> list[Caller]:
        chosen = select(Person).where(Person.department == Department.LEASING, Person.rank == Rank.CLERK, Person.active)
        with self.house.runtimes["gateway"].look() as work:
            people = work.session.scalars(chosen.order_by(Person.staff_number)).all()
            return [caller_for(person, "zh", None) for person in people if self.estate_id in person.estates]

    def _enter(self, consultant: Caller, row: dict[str, str], key: str) -> None:
        """Enters one visitor, under a key: a filling that was cut short and is done anew enters nobody twice."""
        told: dict[str, Any] = {name: row[column] for column, name in COLUMNS.items() if row[column]}
        told |= {"channel": CHANNELS[row["渠道"]], "is_signed": row["签名"] == "是"}
        told |= {"phones": [row["电话"]]} if row["电话"] else {}
        if row["家属"]:
            relation, of = row["家属"].split(":")
            told["relatives"] = [{"customer_id": self.customers[of], "relation": RELATIONS[relation]}]
        if told["channel"] == "walk_in":
            visitor = {"visitor": row["姓名"] or row["特征"], "asked_for_id": consultant.id}
            self._do(consultant, "receive_visitor", visitor, f"{key}-received")
        self.customers[row["姓名"]] = self._do(consultant, "register_visitor", told, key)["customer_id"]

    def _do(self, caller: Caller, door: str, body: dict[str, Any], key: str | None = None) -> Any:
        body = {"estate_id": self.estate_id} | body
        return self.ask("leads", door, caller, body=body, idempotency_key=key).body
