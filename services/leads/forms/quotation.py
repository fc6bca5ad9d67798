"""报价单: what was quoted, printed in both languages (LEAD-13).

What was not to be said is not in it, nor that something was not (LEAD-15, LEAD-16).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kit.clock import DEFAULT_ZONE
from kit.print import Document, Head
from services.leads.rules.offers import Dealing

TITLE = "报价单"
GUEST = "来访客户 Visitor"
UNITS = (
    Head("单元", "Unit", 1.1),
    Head("楼栋 · 楼层", "Building, floor", 1.4),
    Head("房型", "Layout", 1.2),
    Head("朝向", "Aspect", 0.9),
    Head("建筑面积（㎡）", "Built area", 1.2, "right"),
    Head("得房率", "Usable", 0.9, "right"),
    Head("装修", "Fit-out", 1.1),
)
LINES = (
    Head("项目", "Item", 1.8),
    Head("单元", "Unit", 1.0),
    Head("计算", "Working", 2.6),
    Head("金额（元）", "Yuan", 1.3, "right"),
)
CONCEDED = (
    Head("优惠", "Concession", 1.6),
    Head("单元", "Unit"),
    Head("编号", "Number"),
    Head("有效期至", "Valid to"),
    Head("折合（元）", "Worth, yuan", align="right"),
)


def quotation(told: Mapping[str, Any], now: datetime) -> bytes:
    """The quotation as it was said; `told` is what `queries.quotations.quotation` gives."""
    zone = told["zone"] or DEFAULT_ZONE
    document = Document(TITLE, "Quotation", number=told["number"], printed_at=now, zone=zone)
    document.facts(
        ("致", "To", told["addressee"] or GUEST),
        ("楼盘", "Estate", told["estate"]),
        ("报价日期", "Date", told["day"]),
        ("有效期至", "Valid to", told["valid_until"]),
        ("类别", "Kind", f"{told['dealing'].zh} {told['dealing'].en}"),
        ("租期（月）", "Term in months", told["term_months"]),
        ("报价人", "Quoted by", told["by_name"]),
    )
    document.heading("单元", "Units").table(UNITS, (_unit(one) for one in told["units"]))
    document.heading("报价明细", "Lines").table(LINES, (_line(one) for one in told["lines"]))
    document.facts(*_totals(told))
    if told["concessions"]:
        document.heading("优惠", "Concessions").table(CONCEDED, (_concession(one) for one in told["concessions"]))
    if told["note"]:
        document.heading("备注", "Note").paragraph(told["note"])
    if told["stale"]:
        document.heading("提示", "Please note").paragraph(
            "报价后房源或价格已有变动，请以重新报价为准。",
            "Something has changed since; please ask for a new quotation.",
        )
    return document.bytes()


def _unit(one: Mapping[str, Any]) -> list[object]:
    ratio = f"{one['usable_ratio']}%" if one["usable_ratio"] else ""
    place = f"{one['building']} · {one['floor']} 层"
    return [one["number"], place, one["layout"], one["aspect"], one["area_built"], ratio, one["fit_out"]]


def _line(one: Mapping[str, Any]) -> list[object]:
    name = one["zh"] if one["zh"] == one["en"] else f"{one['zh']} {one['en']}"
    return [name, one["unit_number"], one["working"], _yuan(one["amount"])]


def _totals(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if told["dealing"] is Dealing.SALE:
        yield "总价（元）", "Price in yuan", _yuan(told["once"])
    yield "每月合计（元）", "Total a month in yuan", _yuan(told["monthly"])


def _concession(one: Mapping[str, Any]) -> list[object]:
    worth = _yuan(one["worth"]) if "worth" in one else ""
    return [f"{one['zh']} {one['en']}", one["unit_number"], one["number"], one["valid_until"], worth]


def _yuan(amount: Decimal | str) -> str:
    return f"{Decimal(amount):,.2f}"
