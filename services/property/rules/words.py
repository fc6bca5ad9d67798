"""The words of this department: what is handed out, what is read, why somebody moves, and how a unit stands."""

from kit.words import Word


class ItemKind(Word):
    """What a customer is handed and has to give back (OB1 7, 8)."""

    KEY = ("key", "钥匙", "key")
    ACCESS_CARD = ("access_card", "客户人员出入证", "access card")
    PARKING_PERMIT = ("parking_permit", "停车证", "parking permit")


class ItemState(Word):
    """Where a handed-out item is: with the customer, back, or gone."""

    ISSUED = ("issued", "已发放", "issued")
    RETURNED = ("returned", "已收回", "returned")
    MISSING = ("missing", "遗失", "missing")


class MeterKind(Word):
    """What a meter counts."""

    ELECTRICITY = ("electricity", "电表", "electricity meter")
    WATER = ("water", "水表", "water meter")

    @property
    def unit(self) -> str:
        """What one count is: kWh or cubic metres."""
        return "kWh" if self is MeterKind.ELECTRICITY else "m³"


class ReadingSource(Word):
    """Why a meter was read."""

    ORDINARY = ("ordinary", "日常抄表", "ordinary reading")
    UNIT_CHANGE = ("unit_change", "换房抄表", "unit change")


class Cause(Word):
    """Why a customer changes units (OB1 1)."""

    CUSTOMER_WISH = ("customer_wish", "客户自身原因", "the customer's wish")
    UNIT_FAULT = ("unit_fault", "单元工程问题", "a fault of the unit")


class UnitState(Word):
    """How a unit stands on a day: somebody has it, it waits for a customer who is changing units, or it is free."""

    VACANT = ("vacant", "空置", "vacant")
    OCCUPIED = ("occupied", "在租", "occupied")
    RESERVED = ("reserved", "换房预留", "reserved")


class ChangeState(Word):
    """Where a unit change is: under way, finished and acknowledged by all, or given up."""

    OPEN = ("open", "办理中", "under way")
    DONE = ("done", "已完成", "done")
    CANCELLED = ("cancelled", "已取消", "cancelled")


class Keeping(Word):
    """Whether sales control keeps the new unit for a change: no answer yet, it does, or another has the unit."""

    AWAITED = ("awaited", "待销控确认", "sales control has yet to answer")
    KEPT = ("kept", "销控已保留", "kept by sales control")
    TAKEN = ("taken", "新单元已被占用", "the new unit is taken")


class FaultState(Word):
    """Where a fault is: with engineering, repaired, or its work order cancelled."""

    OPEN = ("open", "待修", "to be repaired")
    REPAIRED = ("repaired", "已修复", "repaired")
    DROPPED = ("dropped", "工单取消", "work order cancelled")
