"""房位确认单: the unit confirmation that a customer signs before paying the deposit (SALE-2, SALE-4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kit.errors import raise_if_any
from kit.print import Document, Signed
from services.contracts.rules.deals import reasons_not_to_print

TITLE = "房位确认单"


def confirmation(
    deal: Mapping[str, Any],
    unit: Mapping[str, Any],
    estate: str,
    zone: str,
    now: datetime,
    deposit_by: datetime | None = None,
) -> bytes:
    """The unit confirmation of a deal, as `shown` tells deal and unit. Refused until it is issued."""
    raise_if_any(reasons_not_to_print(deal["confirmed_at"] is not None))
    document = Document(TITLE, "Unit confirmation", number=deal["number"], printed_at=now, zone=zone)
    document.facts(
        ("楼盘", "Estate", estate),
        ("单元", "Unit", f"{unit['building']} {unit['floor']} 层 {unit['number']}"),
        ("户型", "Layout", unit["layout"]),
        ("建筑面积(㎡)", "Area built (m²)", unit["area_built"]),
        ("客户", "Customer", deal["customer_name"]),
        ("置业顾问", "Consultant", deal["consultant"]),
        ("类别", "Kind", f"{deal['kind'].zh} {deal['kind'].en}"),
        (*_PRICES[deal["kind"].value], deal["price"]),
        ("定金(元)", "Deposit (yuan)", deal["deposit"]),
        ("确认时间", "Issued at", _moment(deal["confirmed_at"], zone)),
        ("定金期限", "Deposit due by", _moment(deposit_by, zone)),
        ("优惠原因", "Discount", deal["discount_reason"] or None),
    )
    document.heading("定金返还条件", "Terms of refund").paragraph(deal["terms"])
    document.paragraph(
        "财务部确认收到定金后，本单元方为售出或租出。",
        "The unit is sold or let only when finance has confirmed the deposit.",
    )
    document.signatures(Signed("客户", "Customer"), Signed("置业顾问", "Consultant"), Signed("销控", "Sales control"))
    return document.bytes()


_PRICES = {"sale": ("成交价(元)", "Price (yuan)"), "lease": ("月租金(元)", "Rent for a month (yuan)")}


def _moment(at: datetime | None, zone: str) -> str | None:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at else None
