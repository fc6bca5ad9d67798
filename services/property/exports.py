"""The lists that go out as Excel: unit changes and issued items, with the filters of the page (GATE-5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.sheets import Column, Date, Number, Sheet

CHANGES = Sheet(
    "unit-changes",
    zh="换房一览表",
    en="Unit changes",
    key=("number",),
    columns=(
        Column("number", zh="编号", en="Number", required=True),
        Column("estate_name", zh="楼盘", en="Estate"),
        Column("customer_name", zh="客户", en="Customer"),
        Column("lease_number", zh="租约编号", en="Lease"),
        Column("old_unit_number", zh="原单元", en="Old unit"),
        Column("new_unit_number", zh="新单元", en="New unit"),
        Column("change_date", zh="换房日期", en="Change date", kind=Date()),
        Column("cause", zh="原因", en="Cause"),
        Column("state", zh="状态", en="State"),
        Column("stuck_at", zh="待办", en="Waits for"),
        Column("requested_by", zh="提出人", en="Requested by"),
    ),
)
ITEMS = Sheet(
    "items",
    zh="证件钥匙一览表",
    en="Keys, cards and permits",
    key=("kind", "number"),
    columns=(
        Column("kind", zh="物品", en="Item", required=True),
        Column("number", zh="编号", en="Number", required=True),
        Column("person", zh="持有人", en="Bearer"),
        Column("customer_name", zh="客户", en="Customer"),
        Column("unit_number", zh="单元号", en="Unit"),
        Column("lease_number", zh="租约编号", en="Lease"),
        Column("issued_on", zh="发放日期", en="Issued on", kind=Date()),
        Column("issued_by", zh="发放人", en="Issued by"),
        Column("state", zh="状态", en="State"),
        Column("closed_on", zh="收回或遗失日期", en="Back or missing since", kind=Date()),
        Column("charge", zh="赔偿(元)", en="Charge (yuan)", kind=Number(places=2)),
    ),
)


def changes(rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """Unit changes as `queries.records.change_rows` gives them, each with the departments it waits for."""
    return CHANGES.export(({**row} | _words(row, language) | _waiting(row, language) for row in rows), language)


def items(rows: Iterable[Any], language: str) -> bytes:
    """Issued items as `queries.items.items` gives them."""
    return ITEMS.export((row._asdict() | _words(row._asdict(), language) for row in rows), language)


def _words(row: Mapping[str, Any], language: str) -> dict[str, str]:
    """The words of the department in the reader's language, in place of their codes."""
    return {name: getattr(row[name], language) for name in ("kind", "cause", "state") if name in row}


def _waiting(row: Mapping[str, Any], language: str) -> dict[str, str]:
    told = [
        f"{one[language]}({'/'.join(department[language] for department in one['departments'])})"
        for one in row["stuck_at"]
    ]
    return {"stuck_at": "; ".join(told)}
