"""Builders for the tests of notify: who reads, which tasks open, what has happened."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from gateway.events import PersonRecorded
from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome, TaskOverdue
from services.engineering.events import WorkOrderDispatched
from services.finance.events import OldUnitSettled
from services.property.events import EstateOpened, UnitChangeBlocked, UnitChangeCancelled, UnitChanged
from tests.engineering.house import ELSEWHERE, ESTATE, a_caller, an_id

CHANGE = an_id("HF-1")
NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
READS = frozenset({"notice.read", "notice.acknowledge", "subscription.read"})
DEPARTMENTS = ("leasing", "sales_control", "customer_service", "property", "engineering", "finance")


def of(department: str, rank: str = "clerk", **told: Any):
    return a_caller(department, rank, permissions=READS, **told)


PROPERTY, ENGINEERING = of("property"), of("engineering")
ELSEWHERES = of("property", estate=ELSEWHERE, name="水墨林溪的物业助理")
GENERAL_MANAGER = a_caller(None, None, "总经理", permissions=READS, estates=frozenset({"*"}))
ADMINISTRATOR = a_caller(None, None, "管理员", permissions=READS | {"subscription.change"}, estates=frozenset({"*"}))


def an_estate(timezone: str = "Asia/Shanghai") -> EstateOpened:
    return EstateOpened(ESTATE, "云栖中心", timezone)


def a_person(department: str | None, rank: str | None, **told: Any) -> PersonRecorded:
    known = {
        "person_id": an_id(f"{department}.{rank}"),
        "staff_number": None,
        "username": f"{department}.{rank}",
        "name": f"{department}.{rank}",
        "department": department,
        "rank": rank,
        "position": None,
        "estates": (ESTATE,),
        "active": True,
    }
    return PersonRecorded(**known | told)


STEP = {"case_id": CHANGE, "procedure": "unit_change", "step": "inspect", "round": 1, "department": "property"}
SHOWN = {
    "title_zh": "客户换房:检查新单元",
    "title_en": "Unit change: inspect the new unit",
    "number": "HF-1",
    "link": f"/unit-changes/{CHANGE}",
    "estate_id": ESTATE,
}


def opened(**told: Any) -> TaskOpened:
    return TaskOpened(**STEP | SHOWN | {"kind": TaskKind.DO, "opened_at": NOON, "due_at": NOON} | told)


def closed(**told: Any) -> TaskClosed:
    return TaskClosed(**STEP | {"kind": TaskKind.DO, "outcome": TaskOutcome.DONE, "closed_at": NOON} | told)


def late(level: int = 1, told_rank: str = "supervisor", **told: Any) -> TaskOverdue:
    return TaskOverdue(**STEP | SHOWN | {"told_rank": told_rank, "due_at": NOON, "level": level} | told)


def the_unit_change(**told: Any) -> UnitChanged:
    known = {
        "unit_change_id": CHANGE,
        "number": "HF-1",
        "estate_id": ESTATE,
        "customer_id": an_id("金桥投资"),
        "lease_id": an_id("ZL-1"),
        "old_unit_id": an_id("A0501"),
        "new_unit_id": an_id("A2001"),
        "old_unit_number": "A0501",
        "new_unit_number": "A2001",
        "change_date": date(2026, 12, 7),
        "cause": "customer_wish",
        "issued_at": NOON,
    }
    return UnitChanged(**known | told)


def the_blockage() -> UnitChangeBlocked:
    return UnitChangeBlocked(
        unit_change_id=CHANGE,
        number="HF-1",
        estate_id=ESTATE,
        new_unit_id=an_id("A1205"),
        new_unit_number="A1205",
        why_zh="单元 A1205 在销控表上保留（认购 RG-2026-0001）。",
        why_en="Unit A1205 is held on the board, for deal RG-2026-0001.",
    )


def the_cancellation(reason: str = "客户不换了") -> UnitChangeCancelled:
    return UnitChangeCancelled(CHANGE, "HF-1", ESTATE, an_id("A0501"), an_id("A2001"), reason)


def the_settlement() -> OldUnitSettled:
    return OldUnitSettled(an_id("S-1"), CHANGE, ESTATE, an_id("金桥投资"), an_id("ZL-1"), Decimal("1234.56"), NOON)


def the_dispatch(person: str | None) -> WorkOrderDispatched:
    return WorkOrderDispatched(
        work_order_id=an_id("GD-1"),
        number="GD20261207-001",
        estate_id=ESTATE,
        unit_id=an_id("A2001"),
        unit_number="A2001",
        trade="power",
        description="插座无电",
        technician_id=an_id("YQ031"),
        technician="杨军",
        person_id=person,
        due_at=None,
    )
