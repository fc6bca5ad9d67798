"""What both forms are made of: the parties, the readings, the items, the steps with who did and signed them."""

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kit.print import Document, Head, Signed
from kit.procedure.signatures import PREFIX
from services.property.procedures import UNIT_CHANGE
from services.property.rules.words import ItemKind, ItemState, MeterKind

Change = Mapping[str, Any]
STATES = {
    "waiting": ("未到办理时间", "waiting"),
    "open": ("待办理", "open"),
    "awaiting_signatures": ("待签字", "awaiting signatures"),
    "done": ("已完成", "done"),
    "skipped": ("已跳过", "skipped"),
    "cancelled": ("已取消", "cancelled"),
}
READINGS = (
    Head("单元", "Unit", 1.1),
    Head("能源表", "Meter", 1.0),
    Head("表号", "Number", 1.5),
    Head("上次读数", "Previous", 1.3, "right"),
    Head("上次日期", "On", 1.4),
    Head("本次读数", "Reading", 1.3, "right"),
    Head("抄表日期", "Read on", 1.4),
    Head("用量", "Used", 1.7, "right"),
)
TICKED = (
    Head("物品", "Item", 1.6),
    Head("编号", "Number"),
    Head("发放日期", "Issued"),
    Head("结果", "Outcome"),
    Head("日期", "On"),
    Head("赔偿(元)", "Charge", align="right"),
)
HANDED = (Head("物品", "Item", 1.6), Head("编号", "Number"), Head("持有人", "Bearer"), Head("发放日期", "Issued"))
STEPS = (
    Head("程序", "Step", 2.2),
    Head("部门", "Department", 1.4),
    Head("状态", "State"),
    Head("办理人", "Done by"),
    Head("时间", "At", 1.3),
)


def moment(change: Change, at: datetime | str | None) -> str:
    """A moment as the clocks at the estate show it."""
    if at is None:
        return ""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{known.astimezone(ZoneInfo(change['estate'].timezone)):%Y-%m-%d %H:%M}"


def step_of(change: Change, name: str) -> Mapping[str, Any]:
    """One step of the change, as its procedure shows it."""
    step: Mapping[str, Any] = next(step for step in change["procedure"]["steps"] if step["name"] == name)
    return step


def parties(document: Document, change: Change) -> Document:
    """Who moves from where to where, and when and why."""
    return document.facts(
        ("楼盘", "Estate", change["estate"].name),
        ("租约编号", "Lease", change["lease_number"]),
        ("客户", "Customer", change["customer_name"]),
        ("换房日期", "Change date", change["change_date"]),
        ("原单元", "Old unit", _place(change["old_unit"])),
        ("新单元", "New unit", _place(change["new_unit"])),
        ("换房原因", "Cause", change["cause"].zh),
        ("提出", "Requested", f"{change['requested_by']} {moment(change, change['requested_at'])}"),
    )


def _place(unit: Mapping[str, Any]) -> str:
    return f"{unit['building']} {unit['floor']} 层 {unit['number']}({unit['area_built']} ㎡)"


def readings(document: Document, change: Change) -> Document:
    """The meters of both units as they were read and signed."""
    step = step_of(change, "read_meters")
    document.heading("能源表抄表", "Meter readings")
    if not step["recorded"]:
        return document.paragraph("尚未抄表。", "Not read yet.")
    document.table(READINGS, (_reading(change, one) for one in step["recorded"]["readings"]))
    return document.signatures(*signed(change, step))


def _reading(change: Change, one: Mapping[str, Any]) -> list[str]:
    kind = MeterKind(one["kind"])
    is_old = one["unit_id"] == change["old_unit_id"]
    used = f"{_figure(Decimal(one['value']) - Decimal(one['previous']))} {kind.unit}" if is_old else ""
    before = [_figure(one["previous"]), one["previous_on"]] if is_old else ["", ""]
    return [one["unit_number"], kind.zh, one["number"], *before, _figure(one["value"]), one["read_on"], used]


def _figure(reading: Decimal | str) -> str:
    """A reading as meters are recorded, to two places, however many it was told with."""
    return f"{Decimal(reading):.2f}"


def returned(document: Document, change: Change) -> Document:
    """What was issued for the old unit, each ticked, and who took it back."""
    document.heading("原单元物品回收", "Taken back for the old unit")
    step = step_of(change, "return_items")
    if change["items_returned"]:
        document.table(TICKED, (_ticked(item) for item in change["items_returned"]))
    elif step["state"] == "done":
        document.paragraph("原单元无已发放物品。", "Nothing was issued.")
    else:
        return document.paragraph("尚未回收。", "Not taken back yet.")
    return document.signatures(*signed(change, step))


def _ticked(item: Any) -> list[object]:
    tick = "√ 已收回" if item.state is ItemState.RETURNED else "× 遗失"
    return [item.kind.zh, item.number, item.issued_on, tick, item.closed_on, item.charge]


def handed_over(document: Document, change: Change) -> Document:
    """The new items, and the customer's signature for them."""
    document.heading("新单元物品发放", "Handed over for the new unit")
    if not change["items_handed_over"]:
        return document.paragraph("尚未发放。", "Not handed over yet.")
    document.table(
        HANDED, ([item.kind.zh, item.number, item.person, item.issued_on] for item in change["items_handed_over"])
    )
    return document.signatures(*signed(change, step_of(change, "hand_over")))


def counted(kinds: Mapping[str, int]) -> str:
    """How many there are of each kind: 钥匙 2、停车证 1."""
    return "、".join(f"{kind.zh} {kinds[kind.value]}" for kind in ItemKind if kind.value in kinds)


def signed(change: Change, step: Mapping[str, Any]) -> Iterator[Signed]:
    """A box for each signer of a step; filled in where the signature is there."""
    given = {signature["role"]: signature for signature in step["signatures"]}
    for signer in step["signers"]:
        signature = given.get(signer["name"])
        if signature is None:
            yield Signed(signer["zh"], signer["en"])
        else:
            at = moment(change, signature["at"])
            yield Signed(signer["zh"], signer["en"], signature["name"], at, _picture(signature["image"]))


def _picture(image: str | None) -> bytes | None:
    return base64.b64decode(image.removeprefix(PREFIX)) if image else None


def steps(document: Document, change: Change) -> Document:
    """Every step with the department that owns it, how it stands, why it was skipped, and who did it when."""
    return document.heading("办理情况", "Steps").table(
        STEPS, (_step(change, step) for step in change["procedure"]["steps"])
    )


def _step(change: Change, step: Mapping[str, Any]) -> list[str]:
    owners = "各部门" if len(step["owner"]) > 2 else "、".join(owner["zh"] for owner in step["owner"])
    state = STATES[step["state"]][0]
    if step["state"] == "skipped" and step["reason"]:
        state = f"{state}：{step['reason']}"
    by_event = UNIT_CHANGE.by_name[step["name"]].done_by is not None and step["state"] == "done"
    done_by = "系统" if by_event and step["done_by"] else step["done_by"] or ""
    return [step["zh"], owners, state, done_by, moment(change, step["done_at"])]
