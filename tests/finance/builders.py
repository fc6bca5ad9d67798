"""Builders for the tests of finance: what contracts and property tell, what a clerk enters, who asks."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kit.caller import Caller
from kit.doors import Reply
from services.contracts.events import LeaseMoved, LeaseRegistered, Tariffs
from services.property.events import (
    EstateOpened,
    ItemFound,
    ItemLost,
    MeterReading,
    MissingItem,
    OldUnitReadyToSettle,
    UnitChangeCancelled,
    UnitChanged,
)
from tests.contracts import builders as contracts
from tests.contracts.builders import ELSEWHERE, ESTATE, an_id

LEASE, CUSTOMER = an_id("ZL-2025-0001"), an_id("金桥投资")
READ = frozenset(
    {"ledger.read", "settlement.read", "deposit.read", "commission.read", "receivable.read", "collection.read"}
)
WRITE = frozenset({"ledger.write", "settlement.confirm", "deposit.confirm", "deferral.request"})


def a_person(rank: str, name: str, permissions: frozenset[str], estate: str = ESTATE) -> Caller:
    return Caller(
        id=an_id(name),
        username=f"finance.{rank}",
        name=name,
        department="finance",
        rank=rank,
        permissions=permissions,
        estates=frozenset({estate}),
        language="en",
    )


CLERK = a_person("clerk", "孙丽", READ | WRITE)
OF_A_MANAGER = frozenset({"ledger.reverse", "settlement.take_back", "commission.pay", "deferral.decide", "refund.pay"})
MANAGER = a_person("manager", "何杰", READ | WRITE | OF_A_MANAGER)
STRANGER = a_person("manager", "徐超", MANAGER.permissions, ELSEWHERE)
OUTSIDER = Caller(id=an_id("马丽"), username="leasing.clerk", name="马丽", estates=frozenset({ESTATE}), language="en")


def an_estate() -> EstateOpened:
    return EstateOpened(estate_id=ESTATE, name="云栖中心", timezone="Asia/Shanghai")


def some_tariffs(**told: Any) -> Tariffs:
    known = {
        "rent_per_sqm_day": Decimal("7.5"),
        "management_per_sqm_month": Decimal(32),
        "electricity_per_kwh": Decimal("1.18"),
        "water_per_m3": Decimal("5.85"),
        "parking_spaces": 0,
        "parking_per_month": Decimal(1000),
        "phone_lines": 6,
        "phone_per_line_month": Decimal(80),
    }
    return Tariffs(**known | told)


def a_lease(lease: str = "ZL-2025-0001", unit: str = "A1109", tariffs: Tariffs | None = None, **told: Any):
    known = {
        "lease_id": an_id(lease),
        "number": lease,
        "estate_id": ESTATE,
        "unit_id": an_id(unit),
        "unit_number": unit,
        "customer_id": CUSTOMER,
        "customer_name": "金桥投资管理(中国)有限公司",
        "starts_on": date(2025, 4, 11),
        "ends_on": date(2030, 4, 10),
        "tariffs": tariffs or some_tariffs(),
        "payment": "quarterly",
    }
    return LeaseRegistered(**known | told)


def a_reading(value: str = "1310.5", previous: str = "1076", kind: str = "electricity", **told: Any) -> MeterReading:
    known = {
        "meter_number": "E-A1109" if kind == "electricity" else "W-A1109",
        "kind": kind,
        "previous": Decimal(previous),
        "previous_on": date(2026, 11, 30),
        "value": Decimal(value),
        "read_on": date(2026, 12, 7),
    }
    return MeterReading(**known | told)


def a_missing_card(charge: str = "50") -> MissingItem:
    return MissingItem(kind="access_card", number="C-0012", charge=Decimal(charge))


def ready(
    *facts: MeterReading | MissingItem, change: str = "HF-1", day: date = date(2026, 12, 7), **told: Any
) -> OldUnitReadyToSettle:
    """The old unit A1109 of the lease, read and counted on the change date."""
    known = {
        "unit_change_id": an_id(change),
        "number": change,
        "estate_id": ESTATE,
        "customer_id": CUSTOMER,
        "lease_id": LEASE,
        "old_unit_id": an_id("A1109"),
        "old_unit_number": "A1109",
        "change_date": day,
        "readings": tuple(fact for fact in facts if isinstance(fact, MeterReading)),
        "missing": tuple(fact for fact in facts if isinstance(fact, MissingItem)),
    }
    return OldUnitReadyToSettle(**known | told)


_CARD = {
    "item_id": an_id("C-0012"),
    "estate_id": ESTATE,
    "customer_id": CUSTOMER,
    "lease_id": LEASE,
    "kind": "access_card",
    "number": "C-0012",
}


def lost_card(change: str | None = None, charge: str = "50", **told: Any) -> ItemLost:
    """The card of `a_missing_card`, charged beside any settlement; `change` is the one it was missed in."""
    known = {"unit_id": an_id("A1109"), "unit_number": "A1109", "charge": Decimal(charge), "lost_on": date(2026, 12, 7)}
    return ItemLost(**_CARD | known | told, unit_change_id=an_id(change) if change else None)


def found_card(change: str | None = None) -> ItemFound:
    """The same has turned up."""
    return ItemFound(**_CARD, found_on=date(2026, 12, 7), unit_change_id=an_id(change) if change else None)


def changed(
    old: str = "A1109", new: str = "A1205", change: str = "HF-1", day: date = date(2026, 12, 7), lease: str = LEASE
) -> UnitChanged:
    return UnitChanged(
        unit_change_id=an_id(change),
        number=change,
        estate_id=ESTATE,
        customer_id=CUSTOMER,
        lease_id=lease,
        old_unit_id=an_id(old),
        new_unit_id=an_id(new),
        old_unit_number=old,
        new_unit_number=new,
        change_date=day,
        cause="customer_wish",
        issued_at=datetime(2026, 12, 7, 9, tzinfo=UTC),
    )


def moved(old: str = "A1109", new: str = "A1205", change: str = "HF-1", day: date = date(2026, 12, 7)) -> LeaseMoved:
    return LeaseMoved(
        lease_id=LEASE,
        number="ZL-2025-0001",
        estate_id=ESTATE,
        customer_id=CUSTOMER,
        unit_change_id=an_id(change),
        old_unit_id=an_id(old),
        new_unit_id=an_id(new),
        moved_on=day,
    )


def cancelled(change: str = "HF-1") -> UnitChangeCancelled:
    return UnitChangeCancelled(
        unit_change_id=an_id(change),
        number=change,
        estate_id=ESTATE,
        old_unit_id=an_id("A1109"),
        new_unit_id=an_id("A1205"),
        reason="客户不换了",
    )


class House(contracts.House):
    """Finance at work, asked at its doors and told by its inbox."""

    def ask(self, door: str, caller: Caller = CLERK, body: Any = None, **params: str) -> Reply:
        return super().ask(door, caller, body, **params)

    def posted(self, door: str, caller: Caller = CLERK, **told: Any) -> dict[str, Any]:
        """An entry that has been made at a door, as the door shows it."""
        reply = self.ask(door, caller, {"lease_id": LEASE, "memo": "十二月", **told})
        assert reply.status == 201, reply.body
        entry: dict[str, Any] = reply.body
        return entry

    def reversed(self, entry: dict[str, Any], reason: str = "录入错误") -> Reply:
        return self.ask("reverse", MANAGER, {"reason": reason}, id=entry["id"])

    def balance(self) -> tuple[str, str]:
        """What the customer owes, and is owed."""
        told = self.ask("show_balances", body={"customer_id": CUSTOMER}).body
        return told["receivable"], told["refunds_payable"]

    def settlement(self, change: str = "HF-1", **asked: Any) -> dict[str, Any]:
        """The newest settlement of a unit change, whole."""
        found = self.ask("list_settlements", body={"unit_change_id": an_id(change), **asked}).body["items"]
        whole: dict[str, Any] = self.ask("show_settlement", id=found[0]["id"]).body
        return whole
