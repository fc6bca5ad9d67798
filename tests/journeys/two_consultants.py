"""Two consultants and one visitor, through HTTP: received, registered twice, a relative, and whose customer it is."""

from dataclasses import dataclass
from typing import Any

from tests.journeys.running import RunningHouse, wait_for

FIRST, SECOND, MANAGER = "leasing.clerk", "leasing.supervisor", "leasing.manager"


@dataclass
class Quarrel:
    """`phone` is the visitor's own, so that one house can see several quarrels."""

    house: RunningHouse
    phone: str

    def estate(self) -> str:
        return next(one["id"] for one in self.house.as_(FIRST).get("/estates") if one["name"] == "云栖中心")

    def register(self, who: str, **told: Any) -> Any:
        known = {"estate_id": self.estate(), "channel": "walk_in", "name": "王伟", "phones": [self.phone]}
        return self.house.as_(who).do("/registrations", known | {"is_signed": True} | told)

    def verdict(self, visitor: str, closer: str) -> Any:
        asked = f"estate_id={self.estate()}&closer_id={closer}"
        return self.house.as_(MANAGER).get(f"/visitors/{visitor}/attribution?{asked}")

    def me(self, who: str) -> str:
        person: str = self.house.as_(who).get("/session")["person"]["id"]
        return person

    def wait_until_leasing_knows(self, who: str) -> None:
        """The account was made a moment ago, and leasing hears of it by an event."""
        asked = {"estate_id": self.estate(), "on_duty": True}
        wait_for(lambda: self.house.as_(who).ask("POST", "/rota/duty", asked).status == 200)


def run(quarrel: Quarrel) -> None:
    """From the desk to the verdict."""
    for who in (FIRST, SECOND):
        quarrel.wait_until_leasing_knows(who)
    first, second = quarrel.me(FIRST), quarrel.me(SECOND)
    asked = {"estate_id": quarrel.estate(), "asked_for_id": first}
    received = quarrel.house.as_(FIRST).do("/receptions", asked)
    assert (received["consultant_id"], received["turn"]) == (first, None)
    visitor = quarrel.register(FIRST)["customer_id"]
    assert quarrel.verdict(visitor, second)["claimant_id"] == first
    assert quarrel.register(SECOND, name="王先生", phones=[f"+86 {quarrel.phone}"])["customer_id"] == visitor
    told = quarrel.verdict(visitor, second)
    assert {one["consultant_id"]: one["percent"] for one in told["shares"]} == {first: "50", second: "50"}
    assert told["rules"] == ["LEAD-4", "LEAD-7"]
    relatives = [{"customer_id": visitor, "relation": "spouse"}]
    wife = quarrel.register(SECOND, name="李娜", phones=[f"139{quarrel.phone[3:]}"], relatives=relatives)
    assert quarrel.verdict(wife["customer_id"], second)["rules"][0] == "LEAD-5"
    assert quarrel.house.as_(MANAGER).get("/register/verification")["whole"]
