"""The doors to the steps of a unit change; each answers with the whole change, and takes its version as If-Match."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from kit.doors import command
from kit.procedure.schemas import ReasonForm, SignForm
from kit.work import Work
from services.property.actions import inspection, moving, notice, sending_back
from services.property.queries import changes, records
from services.property.schemas.changes import ChangeView
from services.property.schemas.forms import (
    CleaningForm,
    HandOverForm,
    InspectionForm,
    KeyCheckForm,
    LeaseCopyForm,
    MeterReadingsForm,
    ReturnForm,
)


def step(name: str, request: type[Schema], zh: str, en: str, **options: Any) -> Callable[[Any], Any]:
    """A door to one step."""
    return command(
        "POST",
        f"/unit-changes/<id>/steps/{name}",
        request=request,
        answer=ChangeView,
        zh=zh,
        en=en,
        tags=("unit changes",),
        rules=("PROP-2",),
        **{"may": "unit_change.work"} | options,
    )


class StepDoors:
    """The steps that people do; the others are done by events."""

    @step("inspect", InspectionForm, "检查新单元", "Record the inspection of the new unit")
    def inspect_new_unit(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        inspection.inspect(work, changes.change(work, id), **body)
        return records.change(work, id)

    @step("reinspect", InspectionForm, "修缮后复查", "Record the inspection after the repair")
    def reinspect_new_unit(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        inspection.reinspect(work, changes.change(work, id), **body)
        return records.change(work, id)

    @step("check_keys", KeyCheckForm, "核对钥匙、整理入住表格", "Record the count of keys and that the forms are ready")
    def check_keys(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        inspection.check_keys(work, changes.change(work, id), **body)
        return records.change(work, id)

    @step("clean", CleaningForm, "保洁完成", "Record the cleaners' report")
    def report_cleaning(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        inspection.report_cleaning(work, changes.change(work, id), **body)
        return records.change(work, id)

    @step(
        "lease_copy",
        LeaseCopyForm,
        "提供单元租约复印件",
        "Hand in a copy of the lease",
        may="unit_change.bring_lease",
        files=("file",),
    )
    def keep_lease_copy(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        inspection.keep_lease_copy(work, changes.change(work, id), **body)
        return records.change(work, id)

    @step("read_meters", MeterReadingsForm, "登记两个单元的读数", "Record the meters of both units")
    def read_meters(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        change = changes.change(work, id)
        moving.read_meters(work, change, body["readings"], body["read_on"], body["customer"], body["image"])
        return records.change(work, id)

    @step(
        "read_meters/sign",
        SignForm,
        "工程部会签读数",
        "Sign the readings for engineering",
        may="unit_change.sign_readings",
    )
    def sign_readings(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        moving.sign_readings(work, changes.change(work, id), body["image"])
        return records.change(work, id)

    @step("return_items", ReturnForm, "收回原单元证件和钥匙", "Tick off what was issued for the old unit")
    def return_items(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        moving.return_items(work, changes.change(work, id), body["items"], body["image"])
        return records.change(work, id)

    @step("hand_over", HandOverForm, "发放新证件和钥匙", "Hand over the new cards, permits and keys")
    def hand_over(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        moving.hand_over(work, changes.change(work, id), body["items"], body["customer"], body["image"])
        return records.change(work, id)

    @step("issue_notice", SignForm, "发出《客户单元变更通知单》", "Issue the unit change notice")
    def issue_notice(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        notice.issue_notice(work, changes.change(work, id), body["image"])
        return records.change(work, id)

    @step(
        "<step>/send-back",
        ReasonForm,
        "退回一个步骤重办",
        "Send a step back to be done again",
        may="unit_change.send_back",
    )
    def send_step_back(self, work: Work, id: str, step: str, body: dict[str, Any]) -> dict[str, Any]:
        sending_back.send_step_back(work, changes.change(work, id), step, body["reason"])
        return records.change(work, id)
