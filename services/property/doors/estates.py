"""The doors to estates, units and meters (PROP-1)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.procedure.schemas import ReasonForm
from kit.sheets.sheet import EXCEL
from kit.work import Work
from services.property import imports
from services.property.actions import estates as actions
from services.property.actions import meters
from services.property.queries import estates, records
from services.property.queries import meters as meters_known
from services.property.schemas.forms import EstateForm, KeyListForm, ReadingForm
from services.property.schemas.lists import UnitQuery
from services.property.schemas.views import EstateDetail, EstateView, MeterDetail, UnitDetail, UnitItem

TAGS, RULES = ("units",), ("PROP-1",)


class EstateDoors:
    """What there is, and who has it."""

    @command(
        "POST",
        "/estates",
        may="estate.open",
        request=EstateForm,
        answer=EstateView,
        status=201,
        zh="开设楼盘",
        en="Open an estate",
        tags=TAGS,
        rules=RULES,
    )
    def open_estate(self, work: Work, body: dict[str, Any]) -> Any:
        return actions.open_estate(work, body["name"], body["timezone"])

    @query(
        "/estates",
        may="unit.list",
        answer=EstateView,
        many=True,
        zh="楼盘列表",
        en="List the estates",
        tags=TAGS,
        rules=RULES,
    )
    def list_estates(self, work: Work) -> Any:
        return estates.estates(work)

    @query(
        "/estates/<id>",
        may="unit.list",
        answer=EstateDetail,
        zh="一个楼盘及其楼栋、楼层",
        en="Show an estate with its buildings and floors",
        tags=TAGS,
        rules=RULES,
    )
    def show_estate(self, work: Work, id: str) -> dict[str, Any]:
        return records.estate(work, id)

    @query(
        "/units",
        may="unit.list",
        request=UnitQuery,
        answer=page_of(UnitItem),
        zh="单元列表",
        en="List the units",
        tags=TAGS,
        rules=("PROP-1", "GATE-5"),
    )
    def list_units(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return records.units(work, body)

    @query(
        "/units/export",
        may="unit.list",
        request=UnitQuery,
        download=EXCEL,
        zh="导出单元列表",
        en="Export the list of units",
        tags=TAGS,
        rules=("PROP-1", "GATE-5"),
        deadline=60.0,
    )
    def export_units(self, work: Work, body: dict[str, Any]) -> Download:
        rows = records.units_with_meters(work, body)
        return Download("房源表.xlsx", EXCEL, imports.export(rows, work.caller.language))

    @query("/units/<id>", may="unit.read", answer=UnitDetail, zh="一个单元", en="Show a unit", tags=TAGS, rules=RULES)
    def show_unit(self, work: Work, id: str) -> dict[str, Any]:
        return records.unit(work, id)

    @command(
        "PUT",
        "/units/<id>/keys",
        may="item.issue",
        request=KeyListForm,
        answer=UnitDetail,
        zh="登记单元钥匙清单",
        en="Put down which keys a unit has",
        tags=TAGS,
        rules=RULES,
    )
    def list_keys(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        unit = estates.unit(work, id)
        work.expect(unit.version)
        actions.list_keys(work, unit, body["keys"], work.today(estates.estate(work, unit.estate_id).timezone))
        return records.unit(work, id)

    @query(
        "/meters/<id>",
        may="unit.read",
        answer=MeterDetail,
        zh="一块表及其读数",
        en="Show a meter with its readings",
        tags=TAGS,
        rules=RULES,
    )
    def show_meter(self, work: Work, id: str) -> dict[str, Any]:
        return records.meter(work, id)

    @command(
        "POST",
        "/meters/<id>/readings",
        may="meter.record",
        request=ReadingForm,
        answer=MeterDetail,
        status=201,
        zh="登记日常抄表",
        en="Record an ordinary meter reading",
        tags=TAGS,
        rules=RULES,
    )
    def record_reading(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        meters.record_reading(work, meters_known.meter(work, id, lock=True), body["value"], body["read_on"])
        return records.meter(work, id)

    @command(
        "POST",
        "/meters/<id>/readings/<reading_id>/correct",
        may="meter.correct",
        request=ReasonForm,
        answer=MeterDetail,
        zh="更正误抄的读数",
        en="Correct a mistaken meter reading",
        tags=TAGS,
        rules=("PROP-1", "PROC-6"),
    )
    def correct_reading(self, work: Work, id: str, reading_id: str, body: dict[str, Any]) -> dict[str, Any]:
        meters.correct_reading(work, meters_known.meter(work, id, lock=True), reading_id, body["reason"])
        return records.meter(work, id)
