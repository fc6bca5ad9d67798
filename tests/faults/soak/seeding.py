"""Units, leases and prices for a soak, taken in through the doors as Excel lists."""

import io
from datetime import date

import openpyxl

from kit.ids import new_id
from tests.faults.soak.clients import Desk
from tests.journeys.running import wait_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = list[tuple[object, ...]]
FLOORS = range(5, 14)  # Those on which the one technician of fit-out works.
UNITS = (
    "楼盘",
    "楼栋",
    "楼层",
    "单元号",
    "建筑面积(㎡)",
    "套内面积(㎡)",
    "户型",
    "朝向",
    "装修",
    "用途",
    "电表号",
    "水表号",
)
LEASES = (
    *("合同编号", "承租方", "业务范围", "联系人", "联系电话", "单元号", "起租日", "到期日", "租金(元/㎡·天)"),
    *(
        "管理费(元/㎡·月)",
        "电费(元/kWh)",
        "水费(元/m³)",
        "车位数",
        "车位费(元/月)",
        "电话线数",
        "电话月租(元/线)",
        "付款方式",
    ),
)
PRICES = ("楼盘", "单元号", "总价(元)", "租金(元/㎡·天)", "推出")


def pairs(count: int) -> list[tuple[str, str]]:
    """Old and new unit of each change, by their numbers."""
    return [(f"A{_floor(n):02}X{n:04}", f"A{_floor(n):02}Y{n:04}") for n in range(1, count + 1)]


def _floor(number: int) -> int:
    return FLOORS[number % len(FLOORS)]


def units_and_leases(desk: Desk, count: int) -> str:
    """Takes in two units and a lease for each of `count` changes, and puts the technician on duty.

    Gives the id of one more lease, which no change is of.
    """
    numbers = pairs(count + 1)
    _take_in(desk, "property.supervisor", "units", UNITS, [_unit(n) for pair in numbers for n in pair])
    last = numbers[-1][0]
    leases = [_lease(number, old) for number, (old, _) in enumerate(numbers, 1)]
    _wait_until_it_would_be_taken(desk, "leasing.supervisor", "leases", LEASES, leases)
    _take_in(desk, "leasing.supervisor", "leases", LEASES, leases)
    clerk = desk.as_("property.clerk")
    spare = wait_for(lambda: clerk.get(f"/units?q={last}")["items"][0]["lease_id"], lambda: "a lease was not heard of")
    supervisor = desk.as_("engineering.supervisor")
    person = next(one for one in supervisor.get("/technicians")["items"] if one["name"] == "张磊")
    supervisor.do(f"/technicians/{person['id']}/duty", {"on_duty": True})
    return str(spare)


def units_for_sale(desk: Desk, numbers: list[str], price: int) -> None:
    """Takes in these units and puts them on the board at that price, in yuan."""
    _take_in(desk, "property.supervisor", "units", UNITS, [_unit(number) for number in numbers])
    rows: Rows = [("云栖中心", number, price, 7.5, "是") for number in numbers]
    _wait_until_it_would_be_taken(desk, "sales_control.manager", "prices", PRICES, rows)
    _take_in(desk, "sales_control.manager", "prices", PRICES, rows)


def issue_a_key(desk: Desk, lease_id: str) -> None:
    """A write like any other, to see that writes are taken."""
    items = [{"kind": "key", "number": new_id()}]
    desk.as_("property.clerk").do("/items", {"lease_id": lease_id, "items": items})


def _unit(number: str) -> tuple[object, ...]:
    own = ("云栖中心", "A座", int(number[1:3]), number, 91.25, 60.23, "小办公", "东南", "标准装修", "办公")
    return (*own, f"E-{number}", f"W-{number}")


def _lease(number: int, unit: str) -> tuple[object, ...]:
    who = (f"SOAK-{number:04}", f"浸泡第{number}号贸易有限公司", "广告", "林敏洋", f"135{number:08}", unit)
    return (*who, date(2025, 1, 24), date(2029, 1, 23), 7.5, 32, 1.18, 5.85, 1, 1000, 3, 80, "月付")


def _file(columns: tuple[str, ...], rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(columns)
    for row in rows:
        book.active.append(row)
    book.save(held := io.BytesIO())
    return held.getvalue()


def _take_in(desk: Desk, who: str, name: str, columns: tuple[str, ...], rows: Rows) -> None:
    told = desk.as_(who).upload(f"/imports/{name}", {}, f"{name}.xlsx", _file(columns, rows), XLSX)
    assert told["applied"], told


def _wait_until_it_would_be_taken(desk: Desk, who: str, name: str, columns: tuple[str, ...], rows: Rows) -> None:
    """A list of contracts' names units of which it hears by events."""

    def is_known() -> bool:
        told = desk.as_(who).upload(f"/imports/{name}/preview", {}, f"{name}.xlsx", _file(columns, rows), XLSX)
        return not told["refused"]

    wait_for(is_known, lambda: "contracts has not heard of every unit")
