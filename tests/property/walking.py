"""A unit change as a test walks it: each step in one call, as far as the test needs it to be."""

from typing import Any

from kit.doors import Upload
from kit.events import Event
from services.property.events import FaultsFound
from services.words import Department
from tests.property.builders import CHANGE_DATE, a_kept_unit, a_repair, a_settlement, an_acknowledgement
from tests.property.desk import ENGINEER, LEASING, PROPERTY, Desk

PDF = Upload("租约.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
SIGNED = {"name": "赵强"}
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Walk:
    """One unit change from A1109 to A0501, which sales control keeps for it, and where it stands."""

    def __init__(self, desk: Desk, is_kept: bool = True, **asked: Any) -> None:
        self.desk = desk
        body = {
            "lease_id": desk.leases["ZL-2025-0001"],
            "new_unit_id": desk.units["A0501"],
            "change_date": CHANGE_DATE.isoformat(),
            "cause": "customer_wish",
        }
        self.id: str = desk.get(LEASING, "request_unit_change", body | asked)["id"]
        if is_kept:
            self.hear(a_kept_unit(self.now()))

    def now(self) -> Any:
        return self.desk.get(PROPERTY, "show_unit_change", id=self.id)

    def step(self, name: str) -> Any:
        return next(step for step in self.now()["procedure"]["steps"] if step["name"] == name)

    def state(self, name: str) -> str:
        return self.step(name)["state"]

    def do(self, door: str, body: dict[str, Any] | None = None, who: Any = PROPERTY) -> Any:
        return self.desk.get(who, door, body, id=self.id)

    def refusal(self, door: str, body: dict[str, Any] | None = None, who: Any = PROPERTY) -> tuple[int, list[str]]:
        return self.desk.refusal(who, door, body, id=self.id)

    def hear(self, *events: Event) -> None:
        self.desk.hear(*events)

    def inspect_clear(self) -> "Walk":
        self.do("inspect_new_unit", {"clear": True})
        return self

    def inspect_with(self, *trades: str, door: str = "inspect_new_unit") -> "Walk":
        findings = [{"trade": trade, "description": "须修缮", "place": "北墙"} for trade in trades]
        self.do(door, {"findings": findings})
        return self

    def faults(self) -> list[Any]:
        """The faults of the last inspection that found some, as engineering was told of them."""
        return list(self.desk.said(FaultsFound)[-1].faults)

    def repair_all(self) -> "Walk":
        at = self.desk.runtime.clock.now()
        self.hear(*(a_repair(self.now(), fault.fault_id, at=at) for fault in self.faults()))
        return self

    def prepare(self) -> "Walk":
        """Clear, keys counted, cleaned, the lease's copy there."""
        self.inspect_clear()
        self.do("check_keys", {"keys": ["A0501-1", "A0501-2"], "forms_prepared": True})
        self.do("report_cleaning", {"cleaner": "保洁一班", "report": "已清洁"})
        self.bring_lease()
        return self

    def bring_lease(self, who: Any = LEASING) -> Any:
        return self.do("keep_lease_copy", {"lease_number": "ZL-2025-0001", "file": PDF}, who)

    def wait_for_the_day(self) -> "Walk":
        self.desk.runtime.clock.move(days=7)
        return self

    def readings(self, value: str = "120.00", **of: str) -> dict[str, Any]:
        """Every meter of both units at `value`, or as told by number."""
        meters = self.now()["meters"]
        told = [{"meter_id": one["meter_id"], "value": of.get(one["number"], value)} for one in meters]
        return {"readings": told, "customer": SIGNED}

    def read_and_sign(self, value: str = "120.00") -> "Walk":
        self.do("read_meters", self.readings(value))
        self.do("sign_readings", {}, ENGINEER)
        return self

    def return_all(self) -> "Walk":
        held = self.now()["items_to_return"]
        ticks = [{"kind": item["kind"], "number": item["number"], "outcome": "returned"} for item in held]
        self.do("return_items", {"items": ticks})
        return self

    def hand_over(self) -> "Walk":
        items = [
            {"kind": "key", "number": "A0501-1"},
            {"kind": "access_card", "number": "CRZ-9001", "person": "赵强"},
            {"kind": "parking_permit", "number": "TCZ-301"},
        ]
        self.do("hand_over", {"items": items, "customer": SIGNED})
        return self

    def settle(self) -> "Walk":
        self.hear(a_settlement(self.now(), self.desk.runtime.clock.now()))
        return self

    def until_the_notice(self) -> "Walk":
        """All the way to the notice, which is issued."""
        self.prepare().wait_for_the_day().read_and_sign().return_all().hand_over().settle()
        self.do("issue_notice")
        return self

    def acknowledge(self, *departments: Department) -> "Walk":
        change = self.now()
        for count, department in enumerate(departments, 1):
            self.hear(an_acknowledgement(change, department.value, count))
        return self
