"""The demo's visitors: some weeks at the desk, each entered by the consultant who received them, through the doors."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from gateway.house import House
from gateway.models import Person
from gateway.visitors import caller_for
from kit.caller import Caller
from kit.clock import DEFAULT_ZONE, RealClock
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


@dataclass(frozen=True)
class Act:
    """Something that was done so many days ago, at that hour; `when` sorts it into its place."""

    days_ago: int
    hour: int | None
    do: Callable[[], None]

    @property
    def when(self) -> tuple[int, int]:
        return -self.days_ago, self.hour or 24


class Weeks:
    """Puts the consultants of the demo estate on duty, and lets the weeks of the table pass until this morning.

    Each visitor is entered as of the day on which they came: graded, and called on the day the table says.
    """

    def __init__(self, house: House, ask: Callable[..., Reply], estate_id: str) -> None:
        self.house = house
        self.ask = ask
        self.estate_id = estate_id
        self.customers: dict[str, str] = {}
        self.consultant_of: dict[str, Caller] = {}

    def pass_by(self, say: Callable[[str], None]) -> None:
        """Does all of it in the order of its days; where that was cut short, what was entered is not entered again."""
        consultants = self._consultants()
        for one in consultants:
            self._do(one, "set_rota_duty", {"on_duty": True})
        with TABLE.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        entered = self._entered(consultants[0])
        acts: list[Act] = []
        for number, row in enumerate(rows):
            consultant = consultants[(int(row["顾问"]) - 1) % len(consultants)]
            self.consultant_of[row["姓名"]] = consultant
            if number < len(entered):
                self.customers[row["姓名"]] = entered[number]
            else:
                acts += self._acts(consultant, row, f"demo-{number}")
        for act in sorted(acts, key=lambda act: act.when):
            self._at_its_time(act)
        say(f"  visitors: {len(rows)} rows")

    def _entered(self, caller: Caller) -> list[str]:
        """The customers entered so far, in the order of the table, which is that of the register."""
        asked = {"estate_id": self.estate_id, "sort": "position", "limit": 100}
        found = self.ask("leads", "list_registrations", caller, body=asked).body["items"]
        return [row["customer_id"] for row in found]

    def _acts(self, consultant: Caller, row: dict[str, str], key: str) -> Iterator[Act]:
        days_ago, hour = int(row["天前"]), int(row["时"]) if row["时"] else None
        yield Act(days_ago, hour, partial(self._enter, consultant, row, key))
        if row["等级"]:
            yield Act(days_ago, hour, partial(self._grade, consultant, row, key))
        if row["回访"]:
            yield Act(days_ago - int(row["回访"]), 17, partial(self._call, consultant, row, key))

    def _at_its_time(self, act: Act) -> None:
        clock = self.house.runtimes["leads"].clock
        if act.hour is None or not isinstance(clock, RealClock):
            act.do()
            return
        local = clock.now().astimezone(ZoneInfo(DEFAULT_ZONE)) - timedelta(act.days_ago)
        with clock.moved_to(local.replace(hour=act.hour, minute=0, second=0, microsecond=0)):
            act.do()

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

    def _grade(self, consultant: Caller, row: dict[str, str], key: str) -> None:
        told = {"grade": row["等级"], "note": row["意向"]}
        self._do(consultant, "grade_lead", told, f"{key}-graded", customer_id=self.customers[row["姓名"]])

    def _call(self, consultant: Caller, row: dict[str, str], key: str) -> None:
        told = {"kind": "phone", "outcome": "thinking", "said": f"回访{row['姓名']}，了解近况。"}
        self._do(consultant, "log_contact", told, f"{key}-called", customer_id=self.customers[row["姓名"]])

    def _do(self, caller: Caller, door: str, body: dict[str, Any], key: str | None = None, **params: str) -> Any:
        body = {"estate_id": self.estate_id} | body
        return self.ask("leads", door, caller, body=body, idempotency_key=key, params=params).body
