"""The doors of the unit board (SALE-1) and of an estate's permits (SALE-18)."""

from typing import Any

from kit.doors import command, query
from kit.work import Work
from services.contracts.actions import board, permits
from services.contracts.actions.permits import Paper
from services.contracts.schemas.board import (
    BoardPage,
    BoardQuery,
    BoardUnitsView,
    BoardUnitView,
    PermitForm,
    PermitsView,
    SampleForm,
    SummaryQuery,
    SummaryView,
    UnitsForm,
)
from services.contracts.shown import board as shown

TAGS = ("board",)


class BoardDoors:
    """Every unit of an estate with its price and state, and who has it."""

    @query(
        "/board",
        may="board.read",
        request=BoardQuery,
        answer=BoardPage,
        zh="销控表",
        en="Show the unit board",
        tags=TAGS,
        rules=("SALE-1", "GATE-5"),
    )
    def list_board(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.board(work, body)

    @query(
        "/board/summary",
        may="board.read",
        request=SummaryQuery,
        answer=SummaryView,
        zh="销控统计",
        en="The board in numbers",
        tags=TAGS,
        rules=("SALE-1", "SALE-3"),
    )
    def show_board_summary(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.summary(work, body["estate_id"])

    @query(
        "/board/<id>",
        may="board.read",
        answer=BoardUnitView,
        zh="销控表上的单元",
        en="A unit on the board",
        tags=TAGS,
        rules=("SALE-1",),
    )
    def show_board_unit(self, work: Work, id: str) -> dict[str, Any]:
        return shown.board_unit(work, id)

    @command(
        "POST",
        "/board/release",
        may="board.release",
        request=UnitsForm,
        answer=BoardUnitsView,
        zh="推出单元",
        en="Put units on the board",
        tags=TAGS,
        rules=("SALE-1", "SALE-3"),
    )
    def release_units(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.units(work, board.release(work, **body))

    @command(
        "POST",
        "/board/hold-back",
        may="board.release",
        request=UnitsForm,
        answer=BoardUnitsView,
        zh="收回单元",
        en="Take units off the board",
        tags=TAGS,
        rules=("SALE-1", "SALE-3"),
    )
    def hold_units_back(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.units(work, board.hold_back(work, **body))

    @command(
        "POST",
        "/board/<id>/sample",
        may="board.release",
        request=SampleForm,
        answer=BoardUnitView,
        zh="标记样板间",
        en="Mark a sample unit",
        tags=TAGS,
        rules=("SALE-18",),
    )
    def mark_sample(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        board.mark_sample(work, id, **body)
        return shown.board_unit(work, id)

    @query(
        "/permits",
        may="board.read",
        request=SummaryQuery,
        answer=PermitsView,
        zh="楼盘证照",
        en="The permits of an estate",
        tags=TAGS,
        rules=("SALE-18",),
    )
    def show_permits(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return shown.permits(work, body["estate_id"])

    @command(
        "POST",
        "/permits",
        may="permit.record",
        request=PermitForm,
        answer=PermitsView,
        status=201,
        zh="登记证照",
        en="Record a permit",
        tags=TAGS,
        rules=("SALE-18",),
    )
    def record_permit(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        estate_id = body.pop("estate_id")
        permits.record(work, estate_id, Paper(**body))
        return shown.permits(work, estate_id)
