"""Memorable data: two estates, a handful of units, one tenant who wants to move."""

from datetime import date
from decimal import Decimal

from services.contracts.events import LeaseRegistered, Tariffs, UnitKept, UnitNotKept
from services.engineering.events import WorkOrderCancelled, WorkOrderFinished
from services.finance.events import OldUnitSettled, SettlementTakenBack
from services.notify.events import NoticeAcknowledged
from services.property.actions.estates import open_estate, record_unit
from services.property.models import Estate
from services.property.rules.words import MeterKind
from tests.property.desk import Desk, an_id

YUNQI, SHUIMO = "云栖中心", "水墨林溪"
CUSTOMER, RIVAL = "金桥投资管理(中国)有限公司", "汇丰源医疗器械股份有限公司"
TODAY, CHANGE_DATE = date(2026, 12, 7), date(2026, 12, 14)
TARIFFS = Tariffs(
    rent_per_sqm_day=Decimal("7.50"),
    management_per_sqm_month=Decimal("32.00"),
    electricity_per_kwh=Decimal("1.18"),
    water_per_m3=Decimal("5.85"),
    parking_spaces=1,
    parking_per_month=Decimal("1000.00"),
    phone_lines=6,
    phone_per_line_month=Decimal("80.00"),
)


def fill(desk: Desk) -> None:
    """云栖中心 with A0501, A0502 (vacant), A1001 (let to a rival), A1109 (the tenant's); 水墨林溪 with 1-0101."""
    with desk.runtime.work() as work:
        for name in (YUNQI, SHUIMO):
            desk.estates[name] = open_estate(work, name, "Asia/Shanghai").id
    for number, floor in (("A0501", 5), ("A0502", 5), ("A1001", 10), ("A1109", 11)):
        a_unit(desk, YUNQI, number, floor, "A座")
    a_unit(desk, SHUIMO, "1-0101", 1, "1幢")
    desk.hear(a_lease(desk, "ZL-2025-0001", "A1109"), a_lease(desk, "ZL-2025-0002", "A1001", RIVAL))


def a_unit(desk: Desk, estate: str, number: str, floor: int, building: str, **told) -> str:
    """Records a unit with an electricity meter, and a water meter where its number is odd."""
    entry = {
        "number": number,
        "building": building,
        "floor": floor,
        "area_built": Decimal("213.31"),
        "area_usable": Decimal("149.32"),
        "layout": "标准间",
        "aspect": "南",
        "fit_out": "精装修",
        "use": "办公",
        "remark": "",
    } | told
    meters = {MeterKind.ELECTRICITY: f"E-{number}"}
    if number[-1] in "13579":
        meters[MeterKind.WATER] = f"W-{number}"
    with desk.runtime.work() as work:
        unit = record_unit(work, work.session.get_one(Estate, desk.estates[estate]), entry, meters)
    desk.units[number] = unit.id
    return unit.id


def a_lease(desk: Desk, number: str, unit: str, customer: str = CUSTOMER, **told) -> LeaseRegistered:
    desk.leases[number] = an_id(number)
    known = {
        "lease_id": an_id(number),
        "number": number,
        "estate_id": desk.estates[YUNQI],
        "unit_id": desk.units[unit],
        "unit_number": unit,
        "customer_id": an_id(customer),
        "customer_name": customer,
        "starts_on": date(2025, 4, 11),
        "ends_on": date(2030, 4, 10),
        "tariffs": TARIFFS,
        "payment": "quarterly",
    }
    return LeaseRegistered(**known | told)


def a_kept_unit(change: dict) -> UnitKept:
    return UnitKept(
        unit_id=change["new_unit"]["id"],
        estate_id=change["estate"]["id"],
        unit_number=change["new_unit"]["number"],
        unit_change_id=change["id"],
        unit_change_number=change["number"],
    )


def a_taken_unit(change: dict, **told) -> UnitNotKept:
    known = vars(a_kept_unit(change)) | {
        "state": "held",
        "deal_id": an_id("RG-2026-000001"),
        "deal_number": "RG-2026-000001",
        "lease_number": None,
        "why_zh": "单元 A0501 在销控表上保留（认购 RG-2026-000001）。",
        "why_en": "Unit A0501 is held on the board, for deal RG-2026-000001.",
    }
    return UnitNotKept(**known | told)


def a_repair(change: dict, fault_id: str, **told) -> WorkOrderFinished:
    known = {
        "work_order_id": an_id(fault_id),
        "number": "WX-20261207-001",
        "estate_id": change["estate"]["id"],
        "unit_id": change["new_unit"]["id"],
        "unit_change_id": change["id"],
        "fault_id": fault_id,
    }
    finished = {"technician": "张磊", "cost": Decimal("180.50"), "finished_at": told.pop("at")}
    return WorkOrderFinished(**known | finished)


def a_dropped_repair(change: dict, fault_id: str) -> WorkOrderCancelled:
    return WorkOrderCancelled(
        work_order_id=an_id(fault_id),
        number="WX-20261207-002",
        estate_id=change["estate"]["id"],
        unit_id=change["new_unit"]["id"],
        unit_change_id=change["id"],
        fault_id=fault_id,
        reason="不属于维修范围",
    )


def a_settlement(change: dict, at, name: str = "settlement") -> OldUnitSettled:
    return OldUnitSettled(
        settlement_id=an_id(name),
        unit_change_id=change["id"],
        estate_id=change["estate"]["id"],
        customer_id=change["customer_id"],
        lease_id=change["lease_id"],
        total=Decimal("1562.84"),
        settled_at=at,
    )


def a_settlement_taken_back(change: dict, name: str = "settlement") -> SettlementTakenBack:
    return SettlementTakenBack(
        settlement_id=an_id(name),
        unit_change_id=change["id"],
        estate_id=change["estate"]["id"],
        lease_id=change["lease_id"],
        reason="多收墙面修补",
    )


def an_acknowledgement(change: dict, department: str, acknowledged: int, asked: int = 6) -> NoticeAcknowledged:
    return NoticeAcknowledged(
        notice_id=an_id("notice"),
        notice_type="property.unit_changed.v1",
        subject_id=change["id"],
        department=department,
        acknowledged=acknowledged,
        asked=asked,
    )
