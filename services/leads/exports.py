"""The dynamics report as Excel (LEAD-22)."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.sheets import Column, Date, Sheet, Text, Whole


def _figure(name: str, zh: str, en: str) -> Column:
    return Column(name, zh=zh, en=en, kind=Whole())


def _share(name: str, zh: str, en: str) -> Column:
    return Column(name, zh=zh, en=en, kind=Text(16))


DYNAMICS = Sheet(
    "dynamics",
    zh="销售日动态表",
    en="Daily dynamics",
    key=("day",),
    columns=(
        Column("day", zh="日期(周、月为首日)", en="Day (first of week or month)", kind=Date(), required=True),
        Column("channel", zh="渠道", en="Channel"),
        Column("medium", zh="认知途径", en="Medium"),
        _figure("visits", "来访", "Visits"),
        _figure("calls", "来电", "Calls"),
        _figure("others", "其他接触", "Other contacts"),
        _figure("questions", "疑问", "Questions"),
        _figure("viewings", "看房", "Viewings"),
        _figure("deposits", "定金", "Deposits"),
        _figure("deals", "成交", "Deals"),
        _figure("customers", "新客户", "New customers"),
        _figure("viewed", "其中已看房", "of them viewed"),
        _figure("paid", "其中已付定金", "of them paid a deposit"),
        _figure("dealt", "其中已成交", "of them closed"),
        _share("viewed_share", "看房转化率", "Viewing rate"),
        _share("paid_share", "定金转化率", "Deposit rate"),
        _share("dealt_share", "成交转化率", "Deal rate"),
    ),
)


def dynamics(rows: Iterable[Mapping[str, Any]], language: str) -> bytes:
    """The rows of the report, each with what became of its new customers in percent."""
    return DYNAMICS.export((_row(row, language) for row in rows), language)


def _row(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    shares = {f"{name}_share": _percent(row[name], row["customers"]) for name in ("viewed", "paid", "dealt")}
    return {**row, **shares, "channel": row[f"channel_{language}"]}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""
