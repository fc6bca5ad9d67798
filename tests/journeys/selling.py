"""A unit put on the board and sold, as sales control, consultants and finance do it, over HTTP only."""

import io
from dataclasses import dataclass
from typing import Any

import openpyxl

from tests.journeys.running import Answer, RunningHouse, wait_for

CONSULTANT, RIVAL = "leasing.clerk", "leasing.supervisor"
SALES, SALES_MANAGER, FINANCE = "sales_control.clerk", "sales_control.manager", "finance.clerk"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRICE = "2000000.00"
NOT_HEARD_OF = ("unknown_customer", "unknown_consultant")
PERMITS = (
    *("land_use", "planning", "works_planning", "construction", "presale", "business_licence"),
    "mortgage_agreement",
)


@dataclass
class Selling:
    """One estate's sale, as far as it has come; `phone` is the buyer's own."""

    house: RunningHouse
    phone: str
    patience: float = 60.0

    def estate(self) -> str:
        return next(one["id"] for one in self.house.as_(CONSULTANT).get("/estates") if one["name"] == "云栖中心")

    def me(self, who: str) -> str:
        person: str = self.house.as_(who).get("/session")["person"]["id"]
        return person

    def eventually(self, condition: Any, told: Any = lambda: "") -> Any:
        """Waits for what comes about by events, and gives it."""
        return wait_for(condition, told, seconds=self.patience)

    def permits(self) -> None:
        for permit in PERMITS:
            paper = {"permit": permit, "number": f"证 {permit}", "since": "2026-01-01"}
            self.house.as_(SALES_MANAGER).do("/permits", {"estate_id": self.estate(), **paper})

    def a_unit_nobody_has(self) -> dict[str, Any]:
        """A unit that is let to nobody and in no deal, with a price of two million, on the board.

        It is one of the last, since tenants move into the first ones.
        """
        asked = f"/board?estate_id={self.estate()}&state=withdrawn&state=available&limit=100&sort=-number"
        found = self.eventually(lambda: self.house.as_(SALES).get(asked)["items"])
        unit = next(one for one in found if not one["kept_for"] and not one["leased_until"])
        self.price(unit["number"])
        return next(one for one in self.house.as_(SALES).get(asked)["items"] if one["unit_id"] == unit["unit_id"])

    def price(self, number: str) -> None:
        book, file = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["楼盘", "单元号", "总价(元)", "租金(元/㎡·天)", "推出"])
        book.active.append(["云栖中心", number, 2000000, 7.5, "是"])
        book.save(file)
        answer = self.house.as_(SALES_MANAGER).upload(
            "/imports/prices", {"partial": "false"}, "价格表.xlsx", file.getvalue(), EXCEL
        )
        assert answer["applied"], answer

    def register(self, who: str = CONSULTANT, **told: Any) -> Any:
        known = {"estate_id": self.estate(), "channel": "walk_in", "name": "王伟", "phones": [self.phone]}
        return self.house.as_(who).do("/registrations", known | {"is_signed": True} | told)

    def wish(self, unit: dict[str, Any], customer: str) -> dict[str, Any]:
        return {"unit_id": unit["unit_id"], "kind": "sale", "customer_id": customer, "customer_name": "王伟"}

    def hold(self, who: str, unit: dict[str, Any], customer: str) -> Any:
        answer = self.ask_to_hold(who, unit, customer)
        assert answer.status == 201, answer
        return answer.body

    def ask_to_hold(self, who: str, unit: dict[str, Any], customer: str) -> Answer:
        """The answer, once sales control has heard of the customer, who was registered a moment ago."""
        asked = self.wish(unit, customer)

        def answered() -> Answer | None:
            answer = self.house.as_(who).ask("POST", "/deals", asked)
            is_unknown = answer.status == 404 and answer.body["reasons"][0]["code"] in NOT_HEARD_OF
            return None if is_unknown else answer

        return self.eventually(answered, lambda: f"sales control does not hear of {customer}")

    def state_of(self, unit: dict[str, Any]) -> str:
        state: str = self.house.as_(SALES).get(f"/board/{unit['unit_id']}")["state"]
        return state
