"""The doors to unit changes: asking for one, seeing where it stands, calling it off, its papers (PROP-2, PROP-3)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.print import PDF
from kit.procedure.schemas import ReasonForm
from kit.sheets.sheet import EXCEL
from kit.work import Work
from services.property import exports, forms
from services.property.actions import changes as actions
from services.property.queries import changes, records
from services.property.schemas.changes import ChangeItem, ChangeView, CheckView
from services.property.schemas.forms import ChangeForm, MoveForm, SkipForm
from services.property.schemas.lists import ChangeQuery

TAGS, RULES = ("unit changes",), ("PROP-2",)


class ChangeDoors:
    """A unit change as a whole."""

    @command(
        "POST",
        "/unit-changes",
        may="unit_change.request",
        request=ChangeForm,
        answer=ChangeView,
        status=201,
        zh="提出换房",
        en="Request a unit change",
        tags=TAGS,
        rules=RULES,
    )
    def request_unit_change(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        change = actions.request_change(work, actions.Request(**body))
        return records.change(work, change.id)

    @query(
        "/unit-changes/check",
        may="unit_change.request",
        request=MoveForm,
        answer=CheckView,
        zh="检查能否换房",
        en="See what stands against a unit change",
        tags=TAGS,
        rules=RULES,
    )
    def check_unit_change(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        request = actions.Request(**body)
        return records.check(list(actions.reasons_against(work, request, actions.parties_of(work, request))))

    @query(
        "/unit-changes",
        may="unit_change.list",
        request=ChangeQuery,
        answer=page_of(ChangeItem),
        zh="换房列表",
        en="List the unit changes",
        tags=TAGS,
        rules=("PROP-2", "GATE-5"),
    )
    def list_unit_changes(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return records.change_list(work, body)

    @query(
        "/unit-changes/export",
        may="unit_change.list",
        request=ChangeQuery,
        download=EXCEL,
        zh="导出换房列表",
        en="Export the list of unit changes",
        tags=TAGS,
        rules=("PROP-2", "GATE-5"),
        deadline=60.0,
    )
    def export_unit_changes(self, work: Work, body: dict[str, Any]) -> Download:
        rows = records.change_rows(work, body)
        return Download("换房一览表.xlsx", EXCEL, exports.changes(rows, work.caller.language))

    @query(
        "/unit-changes/<id>",
        may="unit_change.read",
        answer=ChangeView,
        zh="一项换房",
        en="Show a unit change",
        tags=TAGS,
        rules=RULES,
    )
    def show_unit_change(self, work: Work, id: str) -> dict[str, Any]:
        return records.change(work, id)

    @command(
        "POST",
        "/unit-changes/<id>/skip",
        may="unit_change.skip",
        request=SkipForm,
        answer=ChangeView,
        zh="省去一个步骤",
        en="Skip a step that is not called for",
        tags=TAGS,
        rules=RULES,
    )
    def skip_step(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        actions.skip_step(work, changes.change(work, id), body["step"], body["reason"])
        return records.change(work, id)

    @command(
        "POST",
        "/unit-changes/<id>/cancel",
        may="unit_change.cancel",
        request=ReasonForm,
        answer=ChangeView,
        zh="取消换房",
        en="Cancel a unit change",
        tags=TAGS,
        rules=("PROP-2", "PROC-7"),
    )
    def cancel_unit_change(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        actions.cancel_change(work, changes.change(work, id), body["reason"])
        return records.change(work, id)

    @query(
        "/unit-changes/<id>/papers/<paper_id>",
        may="unit_change.read",
        download="application/octet-stream",
        zh="下载换房文件",
        en="Download a paper of a unit change",
        tags=TAGS,
        rules=RULES,
    )
    def download_paper(self, work: Work, id: str, paper_id: str) -> Download:
        paper = changes.paper(work, changes.change(work, id).id, paper_id)
        return Download(paper.name, paper.content_type, paper.data)

    @query(
        "/unit-changes/<id>/record.pdf",
        may="unit_change.read",
        download=PDF,
        zh="换房记录表",
        en="Print the unit change record",
        tags=TAGS,
        rules=("PROP-3",),
    )
    def print_record(self, work: Work, id: str) -> Download:
        change = records.change(work, id)
        return Download(f"换房记录表 {change['number']}.pdf", PDF, forms.record(change, work.now))

    @query(
        "/unit-changes/<id>/notice.pdf",
        may="unit_change.read",
        download=PDF,
        zh="客户单元变更通知单",
        en="Print the unit change notice",
        tags=TAGS,
        rules=("PROP-3",),
    )
    def print_notice(self, work: Work, id: str) -> Download:
        change = records.change(work, id)
        return Download(f"客户单元变更通知单 {change['number']}.pdf", PDF, forms.notice(change, work.now))
