"""A tenant's room change as five departments do it, each person by their own log-in, over HTTP only.

Every step of the way is a method, so that a journey can stop, kill something and go on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.running import RunningHouse, wait_for

DEPARTMENTS = ("leasing", "sales_control", "customer_service", "property", "engineering", "finance")
CHANGE_DATE = "2026-12-07"
ITEMS = (("key", "旧钥匙-1"), ("access_card", "旧证-1"), ("access_card", "旧证-2"), ("parking_permit", "旧停-1"))


@dataclass
class RoomChange:
    """One tenant's change, and where it stands."""

    house: RunningHouse
    old_unit: dict[str, Any] = field(default_factory=dict)
    new_unit: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    items: tuple[tuple[str, str], ...] = ITEMS
    floor: str = "A05"  # Where the tenant lives, as far as nothing else is said.
    patience: float = 60.0  # Seconds that anything may take to come about.

    def eventually(self, condition: Callable[[], Any], told: Callable[[], str]) -> Any:
        """Waits for what comes about by events, and gives it."""
        return wait_for(condition, told, seconds=self.patience)

    def now(self, who: str = "property.clerk") -> dict[str, Any]:
        return self.house.as_(who).get(f"/unit-changes/{self.id}")

    def step(self, name: str) -> dict[str, Any]:
        (step,) = [step for step in self.now()["procedure"]["steps"] if step["name"] == name]
        return step

    def do(self, who: str, step: str, **body: Any) -> dict[str, Any]:
        return self.house.as_(who).do(f"/unit-changes/{self.id}/steps/{step}", body)

    def wait_for_step(self, name: str, *states: str) -> None:
        self.eventually(
            lambda: self.step(name)["state"] in states,
            lambda: f"{name} is {self.step(name)['state']}",
        )

    def choose_units(self, old: str = "") -> None:
        """A tenant's unit and a vacant one on floors 5 to 13, for which there is a technician of every trade needed.

        A tenant who has moved already is left in peace.
        """
        clerk = self.house.as_("property.clerk")
        moved = {change["lease_id"] for change in clerk.get("/unit-changes?state=done")["items"]}
        let = clerk.get(f"/units?q={old or self.floor}&state=occupied&sort=number")["items"]
        vacant = clerk.get("/units?q=A0&state=vacant&sort=number")["items"]
        self.old_unit = next(
            unit for unit in let if unit["let_until"] >= "2026-12-31" and unit["lease_id"] not in moved
        )
        self.new_unit = next(unit for unit in vacant if 5 <= unit["floor"] <= 13 and unit["id"] not in self.claimed())

    def claimed(self) -> set[str]:
        """The units of changes that are under way."""
        listed = self.house.as_("property.clerk").get("/unit-changes?state=open")["items"]
        return {change["new_unit_id"] for change in listed}

    def issue_items(self) -> None:
        """What the tenant holds for the old unit."""
        items = [{"kind": kind, "number": number} for kind, number in self.items]
        body = {"lease_id": self.old_unit["lease_id"], "items": items}
        self.house.as_("property.clerk").do("/items", body)

    def asked_for(self) -> dict[str, Any]:
        return {
            "lease_id": self.old_unit["lease_id"],
            "new_unit_id": self.new_unit["id"],
            "change_date": CHANGE_DATE,
            "cause": "customer_wish",
        }

    def request(self) -> None:
        self.id = self.house.as_("leasing.clerk").do("/unit-changes", self.asked_for())["id"]

    def wait_until_kept(self) -> None:
        """Sales control has the new unit kept, and has said so."""
        self.eventually(lambda: self.now()["keeping"] == "kept", lambda: f"the new unit is {self.now()['keeping']}")

    def inspect_with_a_fault(self) -> None:
        """Finds a fault that only the technician behind engineering.clerk can repair, once on duty."""
        finding = {"trade": "fit_out", "description": "隔断墙有裂缝", "place": "南墙"}
        self.do("property.clerk", "inspect", findings=[finding])

    def repair(self) -> dict[str, Any]:
        """The technician comes on duty, gets the work order and finishes it."""
        self.order_is_there()
        self.call_the_technician()
        return self.mend()

    def order_is_there(self) -> dict[str, Any]:
        order: dict[str, Any] = self.eventually(
            lambda: next(iter(self.orders()), None), lambda: "no work order was opened"
        )
        return order

    def call_the_technician(self) -> None:
        supervisor = self.house.as_("engineering.supervisor")
        person = next(one for one in supervisor.get("/technicians")["items"] if one["name"] == "张磊")
        supervisor.do(f"/technicians/{person['id']}/duty", {"on_duty": True})

    def mend(self) -> dict[str, Any]:
        """The technician, on duty, does the order."""
        technician, order = self.house.as_("engineering.clerk"), self.order_is_there()
        self.eventually(lambda: self.orders()[0]["state"] == "dispatched", lambda: str(self.orders()))
        for act in ("accept", "start"):
            technician.do(f"/work-orders/{order['id']}/{act}")
        return technician.do(f"/work-orders/{order['id']}/finish", {"cost": "180.50"})

    def orders(self) -> list[dict[str, Any]]:
        return self.house.as_("engineering.supervisor").get(f"/work-orders?unit_change_id={self.id}")["items"]

    def prepare_new_unit(self) -> None:
        self.wait_for_step("reinspect", "open")
        self.do("property.clerk", "reinspect", clear=True)
        self.make_ready()

    def make_ready(self) -> None:
        """What is done to a unit that was found in order."""
        self.do("property.clerk", "check_keys", keys=[f"新{self.items[0][1]}"], forms_prepared=True)
        self.do("property.clerk", "clean", cleaner="保洁一班", report="已清洁")
        self.house.as_("leasing.clerk").upload(
            f"/unit-changes/{self.id}/steps/lease_copy",
            {"lease_number": self.old_unit["lease_number"]},
            "租约.pdf",
            b"%PDF-1.4\n%%EOF\n",
            "application/pdf",
        )

    def read_meters(self, value: str = "120.0") -> None:
        """Property reads with the customer; engineering signs under its own log-in."""
        readings = [{"meter_id": meter["meter_id"], "value": value} for meter in self.now()["meters"]]
        self.do("property.clerk", "read_meters", readings=readings, customer={"name": "何娜洋"})
        self.do("engineering.clerk", "read_meters/sign")

    def return_and_hand_over(self) -> None:
        """One card is missing, everything else comes back; the customer signs for the new things."""
        lost = self.items[2]
        ticks = [
            {"kind": k, "number": n, "outcome": "missing" if (k, n) == lost else "returned"} for k, n in self.items
        ]
        self.do("property.clerk", "return_items", items=ticks)
        handed = [{"kind": kind, "number": f"新{number}"} for kind, number in self.items[:2]]
        self.do("property.clerk", "hand_over", items=handed, customer={"name": "何娜洋"})

    def settle(self) -> dict[str, Any]:
        settlement = self.eventually(lambda: next(iter(self.settlements()), None), lambda: "no settlement was drafted")
        return self.house.as_("finance.clerk").do(f"/settlements/{settlement['id']}/confirm")

    def settlements(self) -> list[dict[str, Any]]:
        return self.house.as_("finance.clerk").get(f"/settlements?unit_change_id={self.id}")["items"]

    def issue_notice(self) -> None:
        self.wait_for_step("issue_notice", "open")
        self.wait_until_kept()
        self.do("property.clerk", "issue_notice")

    def notice(self, department: str) -> dict[str, Any] | None:
        """The unit change notice as it lies with a department."""
        found = self.house.as_(f"{department}.clerk").get(f"/notices?subject_id={self.id}")["items"]
        return next((notice for notice in found if notice["type"].startswith("property.unit_changed.")), None)

    def acknowledge(self, department: str) -> dict[str, Any]:
        notice = self.eventually(lambda: self.notice(department), lambda: f"{department} got no notice")
        return self.house.as_(f"{department}.clerk").do(f"/notices/{notice['id']}/acknowledge")

    def everybody_acknowledges(self) -> None:
        for department in DEPARTMENTS:
            self.acknowledge(department)

    def wait_until_done(self) -> None:
        self.eventually(
            lambda: self.now()["procedure"]["state"] == "done",
            lambda: str(self.now()["procedure"]),
        )


WAY = (
    "choose_units",
    "issue_items",
    "request",
    "inspect_with_a_fault",
    "repair",
    "prepare_new_unit",
    "read_meters",
    "return_and_hand_over",
    "settle",
    "issue_notice",
    "everybody_acknowledges",
    "wait_until_done",
)


def walk(
    change: RoomChange, before_each: Callable[[str], None] = lambda step: None, since: str = WAY[0], until: str = ""
) -> None:
    """The way of a change from the step `since` to its end, or to before `until`; `before_each` is told its name."""
    for step in WAY[WAY.index(since) : WAY.index(until) if until else None]:
        before_each(step)
        getattr(change, step)()
