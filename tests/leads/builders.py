"""Builders for the tests of leasing: consultants, their manager, and visitors."""

from typing import Any

from gateway.events import PersonRecorded
from services.property.events import EstateOpened
from tests.engineering.house import ELSEWHERE, ESTATE, House, a_caller, an_id

CLERK = frozenset(
    {"registration.record", "registration.read", "registration.correct", "register.verify", "reception.record"}
    | {"attribution.read", "attribution.claim"}
    | {"lead.read", "lead.work", "appointment.read", "appointment.make"}
)
LI_QIANG = a_caller("leasing", "clerk", "李强", permissions=CLERK)
ZHOU_MIN = a_caller("leasing", "clerk", "周敏", permissions=CLERK)
HE_JIE = a_caller("leasing", "clerk", "何洁", permissions=CLERK)
SUPERVISOR_MAY = CLERK | {"registration.import", "dynamics.read", "lead.hand_over"}
SUPERVISOR = a_caller("leasing", "supervisor", "唐磊", permissions=SUPERVISOR_MAY)
MANAGER = a_caller("leasing", "manager", "谢芳", permissions=CLERK | {"registration.extend", "attribution.overrule"})
STRANGER = a_caller("leasing", "clerk", "外人", estate=ELSEWHERE, permissions=CLERK)
SEES = frozenset({"registration.read", "register.verify", "lead.read", "appointment.read", "dynamics.read"})
SALES = a_caller("sales_control", "clerk", "销控", permissions=SEES)
PHONE, ANOTHER = "13800138000", "13900139000"


def an_estate(name: str = "云栖中心", zone: str = "Asia/Shanghai") -> EstateOpened:
    return EstateOpened(an_id(name), name, zone)


def a_person(caller: Any, active: bool = True) -> PersonRecorded:
    return PersonRecorded(
        person_id=caller.id,
        staff_number=None,
        username=caller.username,
        name=caller.name,
        department=caller.department,
        rank=caller.rank,
        position=None,
        estates=tuple(caller.estates),
        active=active,
    )


def a_visitor(**told: Any) -> dict[str, Any]:
    known = {"estate_id": ESTATE, "channel": "walk_in", "name": "王伟", "phones": [PHONE], "is_signed": True}
    return {name: value for name, value in (known | told).items() if value is not None}


def register(house: House, caller: Any = LI_QIANG, **told: Any) -> dict[str, Any]:
    """Enters a visitor; gives the registration as the door shows it."""
    return house.get(caller, "register_visitor", a_visitor(**told))
