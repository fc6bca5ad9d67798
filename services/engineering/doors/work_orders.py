"""The doors to work orders: opening, dispatching, and looking at them (ENG-2)."""

from typing import Any

from kit.doors import Download, Upload, command, query
from kit.listing import page_of
from kit.work import Work
from services.engineering import queries
from services.engineering.actions import dispatching, opening, working
from services.engineering.schemas.forms import DispatchForm, PhotoForm, ReasonForm, WorkOrderForm, WorkOrderQuery
from services.engineering.schemas.views import PhotoView, WorkOrderItem, WorkOrderView
from services.words import Trade

TAGS = ("work orders",)
ENG_2 = ("ENG-2",)


class WorkOrderDoors:
    """What is to be repaired, and who is given it."""

    @query(
        "/work-orders",
        may="work_order.read",
        request=WorkOrderQuery,
        answer=page_of(WorkOrderItem),
        zh="工单列表",
        en="List the work orders",
        tags=TAGS,
        rules=ENG_2,
    )
    def list_work_orders(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.work_orders(work, body)

    @command(
        "POST",
        "/work-orders",
        may="work_order.open",
        request=WorkOrderForm,
        answer=WorkOrderView,
        status=201,
        zh="开工单",
        en="Open a work order",
        tags=TAGS,
        rules=ENG_2,
    )
    def open_work_order(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        order = opening.open_work_order(work, **body | {"trade": Trade(body["trade"])})
        return queries.work_order(work, order.id)

    @query(
        "/work-orders/<id>",
        may="work_order.read",
        answer=WorkOrderView,
        zh="查看工单",
        en="Show a work order with its history and why it was dispatched as it was",
        tags=TAGS,
        rules=ENG_2,
    )
    def show_work_order(self, work: Work, id: str) -> dict[str, Any]:
        return queries.work_order(work, id)

    @command(
        "POST",
        "/work-orders/<id>/dispatch",
        may="work_order.dispatch",
        request=DispatchForm,
        answer=WorkOrderView,
        zh="人工派单",
        en="Give a work order to a technician by hand",
        tags=TAGS,
        rules=ENG_2,
    )
    def dispatch_work_order(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        dispatching.dispatch_by_hand(work, id, body["technician_id"])
        return queries.work_order(work, id)

    @command(
        "POST",
        "/work-orders/<id>/claim",
        may="work_order.work",
        answer=WorkOrderView,
        zh="抢单",
        en="Claim a work order that nobody has yet",
        tags=TAGS,
        rules=ENG_2,
    )
    def claim_work_order(self, work: Work, id: str) -> dict[str, Any]:
        dispatching.claim(work, id)
        return queries.work_order(work, id)

    @command(
        "POST",
        "/work-orders/<id>/cancel",
        may="work_order.dispatch",
        request=ReasonForm,
        answer=WorkOrderView,
        zh="取消工单",
        en="Cancel a work order",
        tags=TAGS,
        rules=("ENG-2", "ENG-3"),
    )
    def cancel_work_order(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        working.cancel(work, id, body["reason"])
        return queries.work_order(work, id)

    @command(
        "POST",
        "/work-orders/<id>/photos",
        may="work_order.work",
        request=PhotoForm,
        answer=PhotoView,
        files=("file",),
        status=201,
        zh="上传工单照片",
        en="Add a photo to a work order",
        tags=TAGS,
        rules=ENG_2,
    )
    def add_photo(self, work: Work, id: str, body: dict[str, Any]) -> Any:
        upload: Upload = body["file"]
        return working.add_photo(work, id, upload.name, upload.data)

    @query(
        "/work-orders/<id>/photos/<photo_id>",
        may="work_order.read",
        download="image/*",
        zh="查看工单照片",
        en="Show a photo of a work order",
        tags=TAGS,
        rules=ENG_2,
    )
    def show_photo(self, work: Work, id: str, photo_id: str) -> Download:
        photo = queries.photo(work, id, photo_id)
        return Download(photo.name, photo.content_type, photo.data)
