"""What engineering does not find or refuses, in its own sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NoSuchTechnician(NotFound):
    """There is no such technician within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_technician", "没有这位维修人员。", "There is no such technician."))


class NoSuchWorkOrder(NotFound):
    """There is no such work order within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_work_order", "没有这张工单。", "There is no such work order."))


class NoSuchPlace(NotFound):
    """There is no such estate or unit within the caller's estates."""

    def __init__(self, field: str) -> None:
        super().__init__(Reason("no_place", "没有此楼盘或单元。", "There is no such estate or unit.", field=field))


class NoSuchPhoto(NotFound):
    """The work order has no such photo."""

    def __init__(self) -> None:
        super().__init__(Reason("no_photo", "没有这张照片。", "There is no such photo."))
