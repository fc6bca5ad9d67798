"""What contracts refuses or cannot do yet, in sentences."""

from kit.errors import NotFound, Refused
from kit.reasons import Reason


class NotYet(LookupError):
    """An event is ahead of one it depends on; it is tried again, and parked in sight if that never comes."""


class NoSuchLease(NotFound):
    """No lease of that id among the estates the caller may see."""

    zh, en = "没有这份合同。", "There is no such lease."


class NoSuchUnit(NotFound):
    """No unit of that id among the estates the caller may see."""

    def __init__(self) -> None:
        super().__init__(Reason("unknown_unit", "没有这个单元。", "There is no such unit.", field="unit_id"))


class NumberTaken(Refused):
    """The estate has a lease of that number already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Reason(
                "number_taken",
                f"合同编号 {number} 已登记。",
                f"Lease number {number} is registered already.",
                field="number",
                rule="SALE-6",
            )
        )


class PhoneTaken(Refused):
    """Another customer of the same name has the phone that a correction would give this one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Reason(
                "phone_taken",
                f"已有另一位同名同电话的客户“{name}”。",
                f"Another customer named {name} has that phone.",
                field="phone",
                rule="SALE-6",
            )
        )
