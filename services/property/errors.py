"""What property does not find or accept, in sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NoSuchEstate(NotFound):
    """There is no such estate, or none the caller may know of."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(Reason("no_estate", "没有这个楼盘。", "There is no such estate.", field=field, rule="GATE-2"))


class NoSuchUnit(NotFound):
    """There is no such unit, or none the caller may know of."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(Reason("no_unit", "没有这个单元。", "There is no such unit.", field=field, rule="GATE-2"))


class NoSuchLease(NotFound):
    """There is no such lease, or none the caller may know of."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(Reason("no_lease", "没有这份租约。", "There is no such lease.", field=field, rule="GATE-2"))


class NoSuchMeter(NotFound):
    """There is no such meter, or none the caller may know of."""

    def __init__(self) -> None:
        super().__init__(Reason("no_meter", "没有这块表。", "There is no such meter.", rule="GATE-2"))


class NoSuchReading(NotFound):
    """This meter has no such reading."""

    def __init__(self) -> None:
        super().__init__(Reason("no_reading", "这块表没有这条读数。", "This meter has no such reading.", rule="PROP-1"))


class NoSuchItem(NotFound):
    """There is no such item, or none the caller may know of."""

    def __init__(self) -> None:
        super().__init__(Reason("no_item", "没有这件物品。", "There is no such item.", rule="GATE-2"))


class NoSuchChange(NotFound):
    """There is no such unit change, or none the caller may know of."""

    def __init__(self) -> None:
        super().__init__(Reason("no_change", "没有这项换房。", "There is no such unit change.", rule="GATE-2"))


class NoSuchPaper(NotFound):
    """There is no such paper in this unit change."""

    def __init__(self) -> None:
        super().__init__(Reason("no_paper", "没有这份文件。", "There is no such paper.", rule="GATE-2"))
