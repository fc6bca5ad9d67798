"""Builders for the tests of engineering: who works there, what property tells, what is broken."""

from datetime import UTC, date, datetime
from typing import Any

from gateway.events import PersonRecorded
from kit.caller import Caller
from services.engineering.actions.technicians import add_technician
from services.engineering.rules.areas import split_list
from services.engineering.rules.skills import read_skills
from services.property.events import (
    EstateOpened,
    Fault,
    FaultsFound,
    UnitChangeCancelled,
    UnitChanged,
    UnitRecorded,
)
from tests.engineering.house import ELSEWHERE, ESTATE, House, a_caller, an_id

EVERYTHING = frozenset(
    {
        "technician.read",
        "technician.duty",
        "technician.import",
        "work_order.read",
        "work_order.open",
        "work_order.dispatch",
        "work_order.work",
        "meter_reading.read",
    }
)
SUPERVISOR = a_caller("engineering", "supervisor", "吴娜", permissions=EVERYTHING)
STRANGER = a_caller("engineering", "supervisor", "外人", estate=ELSEWHERE, permissions=EVERYTHING)
EVERYWHERE = a_caller(None, None, "总经理", permissions=EVERYTHING, estates=frozenset({"*"}))
READER = a_caller("property", "clerk", "王静", permissions=frozenset({"work_order.read"}))
CHANGE = an_id("HF-1")


def a_technician_called(name: str) -> Caller:
    return a_caller("engineering", "clerk", name, permissions=EVERYTHING - {"work_order.dispatch"})


def an_estate(name: str = "云栖中心") -> EstateOpened:
    return EstateOpened(estate_id=an_id(name), name=name, timezone="Asia/Shanghai")


def a_unit(number: str, floor: int, estate: str = "云栖中心", building: str = "A座") -> UnitRecorded:
    return UnitRecorded(
        unit_id=an_id(number),
        estate_id=an_id(estate),
        estate_name=estate,
        number=number,
        building=building,
        floor=floor,
        area_built="100",
        area_usable="70",
        layout="标准间",
        aspect="东",
        fit_out="精装修",
        use="办公",
        meters=(),
    )


def a_person(name: str, staff_number: str, **told: Any) -> PersonRecorded:
    known = {
        "person_id": an_id(name),
        "staff_number": staff_number,
        "username": name,
        "name": name,
        "department": "engineering",
        "rank": "clerk",
        "position": "维修人员",
        "estates": (ESTATE,),
        "active": True,
    }
    return PersonRecorded(**known | told)


def enter(house: House, number: str, name: str, skills: str, areas: str = "云栖中心", on_duty: bool = True) -> str:
    """Enters a technician with a log-in; says the id."""
    with house.runtime.work() as work:
        told = {
            "name": name,
            "history": "",
            "on_duty": on_duty,
            "skills": read_skills(skills).levels,
            "areas": tuple(split_list(areas)),
        }
        technician = add_technician(work, number, told)
    house.hear(a_person(name, number))
    return technician.id


def an_order(**told: Any) -> dict[str, Any]:
    known = {"estate_id": ESTATE, "unit_id": an_id("A2001"), "trade": "power", "description": "跳闸"}
    return known | told


def faults_found(*faults: tuple[str, str], **told: Any) -> FaultsFound:
    """Property's finding at the inspection of A2001, before a change on 15 December 2026."""
    known = {
        "unit_change_id": CHANGE,
        "number": "HF-1",
        "estate_id": ESTATE,
        "unit_id": an_id("A2001"),
        "unit_number": "A2001",
        "building": "A座",
        "floor": 20,
        "repair_by": date(2026, 12, 12),
        "faults": tuple(Fault(an_id(description), trade, description) for trade, description in faults),
    }
    return FaultsFound(**known | told)


def the_change_cancelled() -> UnitChangeCancelled:
    return UnitChangeCancelled(CHANGE, "HF-1", ESTATE, an_id("A0501"), an_id("A2001"), "客户不换了")


def the_change_done(old: str = "A0501", new: str = "A2001", customer: str = "金桥投资") -> UnitChanged:
    return UnitChanged(
        unit_change_id=CHANGE,
        number="HF-1",
        estate_id=ESTATE,
        customer_id=an_id(customer),
        lease_id=an_id("ZL-1"),
        old_unit_id=an_id(old),
        new_unit_id=an_id(new),
        old_unit_number=old,
        new_unit_number=new,
        change_date=date(2026, 12, 15),
        cause="customer_wish",
        issued_at=datetime(2026, 12, 15, 8, 0, tzinfo=UTC),
    )
