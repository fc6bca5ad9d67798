"""The doors through which a technician works on a work order (ENG-2)."""

from collections.abc import Callable
from typing import Any

from kit.doors import command
from kit.work import Work
from services.engineering import queries
from services.engineering.actions import working
from services.engineering.schemas.forms import FinishForm, ReasonForm
from services.engineering.schemas.views import WorkOrderView


def step(act: str, zh: str, en: str, **options: Any) -> Callable[[Any], Any]:
    """A door to one step of the work."""
    return command(
        "POST",
        f"/work-orders/<id>/{act}",
        may="work_order.work",
        answer=WorkOrderView,
        zh=zh,
        en=en,
        tags=("work orders",),
        rules=("ENG-2",),
        **options,
    )


class WorkingDoors:
    """The steps of the one who has the work order."""

    @step("accept", "接单", "Accept a work order")
    def accept_work_order(self, work: Work, id: str) -> dict[str, Any]:
        working.accept(work, id)
        return queries.work_order(work, id)

    @step("start", "开始维修", "Start work")
    def start_work_order(self, work: Work, id: str) -> dict[str, Any]:
        working.start(work, id)
        return queries.work_order(work, id)

    @step("pause", "暂停维修", "Pause work, with the reason", request=ReasonForm)
    def pause_work_order(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        working.pause(work, id, body["reason"])
        return queries.work_order(work, id)

    @step("resume", "继续维修", "Resume work")
    def resume_work_order(self, work: Work, id: str) -> dict[str, Any]:
        working.resume(work, id)
        return queries.work_order(work, id)

    @step("finish", "完成维修", "Finish work, with cost and materials", request=FinishForm)
    def finish_work_order(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        working.finish(work, id, **body)
        return queries.work_order(work, id)

    @step("reject", "退回工单", "Give a work order back to dispatch", request=ReasonForm)
    def reject_work_order(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        working.reject(work, id, body["reason"])
        return queries.work_order(work, id)
