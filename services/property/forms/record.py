"""换房记录表: what was inspected, read, taken back and handed over, by whom and when (OB1 7)."""

from collections.abc import Mapping
from datetime import datetime

from kit.print import Document, Head
from services.property.forms import parts
from services.property.forms.parts import Change

TITLE = "换房记录表"


def record(change: Change, now: datetime) -> bytes:
    """The unit change record as it stands; `change` is what `queries.records.change` gives."""
    zone = change["estate"].timezone
    document = Document(TITLE, "Unit change record", number=change["number"], printed_at=now, zone=zone)
    parts.parties(document, change)
    if change["note"]:
        document.facts(("备注", "Note", change["note"]), columns=1)
    _inspections(document, change)
    _preparation(document, change)
    parts.readings(document, change)
    parts.returned(document, change)
    parts.handed_over(document, change)
    _settlement(document, change)
    parts.steps(document, change)
    if change["cancel_reason"]:
        document.paragraph(f"换房已取消：{change['cancel_reason']}", "The unit change was cancelled.")
    return document.bytes()


def _inspections(document: Document, change: Change) -> None:
    document.heading("新单元检查", "Inspections of the new unit")
    if not change["inspections"]:
        document.paragraph("尚未检查。", "Not inspected yet.")
    for inspection in change["inspections"]:
        at = parts.moment(change, inspection["inspected_at"])
        found = "无工程问题" if inspection["clear"] else f"发现 {len(inspection['faults'])} 项工程问题"
        document.paragraph(f"第 {inspection['round']} 次检查：{inspection['inspected_by']} {at}，{found}。")
        if inspection["faults"]:
            document.table(
                _FAULTS, ([*_fault(fault), parts.moment(change, fault["closed_at"])] for fault in inspection["faults"])
            )


_FAULTS = (
    Head("专业", "Trade"),
    Head("位置", "Place"),
    Head("问题", "Fault", 2.2),
    Head("处理", "Outcome"),
    Head("工单", "Work order", 1.8),
    Head("时间", "At", 1.3),
)


def _fault(fault: Mapping[str, object]) -> list[object]:
    state = fault["state"]
    return [
        fault["trade_zh"],
        fault["place"],
        fault["description"],
        getattr(state, "zh", state),
        fault["work_order_number"],
    ]


def _preparation(document: Document, change: Change) -> None:
    keys = parts.step_of(change, "check_keys")
    clean = parts.step_of(change, "clean")
    copy = parts.step_of(change, "lease_copy")
    document.heading("入住准备", "Preparation").facts(
        ("钥匙核对", "Keys counted", "、".join((keys["recorded"] or {}).get("keys", ()))),
        ("入住表格", "Forms", "已整理" if keys["state"] == "done" else ""),
        ("保洁", "Cleaning", (clean["recorded"] or {}).get("cleaner") or clean["reason"]),
        ("租约复印件", "Copy of lease", (copy["recorded"] or {}).get("lease_number")),
    )


def _settlement(document: Document, change: Change) -> None:
    step = parts.step_of(change, "settle")
    total = (step["recorded"] or {}).get("total")
    at = parts.moment(change, step["done_at"])
    document.heading("原单元费用", "Charges of the old unit").facts(
        ("费用合计(元)", "Total in yuan", total), ("结算时间", "Settled", at)
    )
