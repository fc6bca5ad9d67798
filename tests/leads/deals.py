"""Deals that leasing hears of, and what its verdicts on them are asked."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from kit.clock import local_date
from services.contracts.events import DealClosed, DealWithdrawn
from tests.engineering.house import ESTATE, House, an_id
from tests.leads.builders import MANAGER, ZHOU_MIN

DEAL = an_id("成交一")


def a_deal(house: House, visitor: dict[str, Any] | None = None, closer: Any = ZHOU_MIN, **told: Any) -> DealClosed:
    """A deal made now with a visitor who is registered, closed by 周敏 for A1203."""
    at = told.get("closed_at", house.runtime.clock.now())
    known = {
        "deal_id": DEAL,
        "number": "CJ-2026-0001",
        "estate_id": ESTATE,
        "unit_id": an_id("A1203"),
        "unit_number": "A1203",
        "kind": "lease",
        "customer_id": visitor["customer_id"] if visitor else an_id("无人登记"),
        "customer_name": "王伟",
        "closer_id": closer.id,
        "closed_at": at,
        "closed_on": local_date(at, told.pop("zone", "Asia/Shanghai")),
        "is_on_site": True,
        "price": Decimal("38500.00"),
    }
    return DealClosed(**known | told)


def given_back(closed: DealClosed) -> DealWithdrawn:
    """The customer of that deal gives the unit back a day later."""
    names = ("deal_id", "number", "estate_id", "unit_id", "unit_number", "customer_id")
    told = {name: getattr(closed, name) for name in names} | {"consultant_id": closed.closer_id}
    return DealWithdrawn(**told, reason="resold", withdrawn_on=closed.closed_on + timedelta(1))


def shown(house: House, caller: Any = MANAGER, deal_id: str = DEAL) -> dict[str, Any]:
    """The deal with its verdicts, as the door shows it."""
    return house.get(caller, "show_attributed_deal", deal_id=deal_id)


def in_force(house: House, deal_id: str = DEAL) -> dict[str, Any]:
    return shown(house, deal_id=deal_id)["verdicts"][-1]


def shares(verdict: dict[str, Any]) -> dict[str, str]:
    """What each has, by name."""
    return {share["consultant"]: f"{float(share['percent']):g}" for share in verdict["shares"]}


def claim(house: House, caller: Any, deal_id: str = DEAL) -> Any:
    return house.ask(caller, "claim_share", deal_id=deal_id)


def codes(reply: Any) -> list[str]:
    return [reason["code"] for reason in reply.body["reasons"]]
