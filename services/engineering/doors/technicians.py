"""The doors to the technicians (ENG-1)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.engineering import queries
from services.engineering.actions import technicians
from services.engineering.schemas.technicians import DutyForm, TechnicianQuery, TechnicianView

TAGS = ("technicians",)


class TechnicianDoors:
    """Who repairs: the list, one of them, and who is on duty."""

    @query(
        "/technicians",
        may="technician.read",
        request=TechnicianQuery,
        answer=page_of(TechnicianView),
        zh="维修人员列表",
        en="List the technicians",
        tags=TAGS,
        rules=("ENG-1",),
    )
    def list_technicians(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.technicians(work, body)

    @query(
        "/technicians/<id>",
        may="technician.read",
        answer=TechnicianView,
        zh="查看维修人员",
        en="Show a technician",
        tags=TAGS,
        rules=("ENG-1",),
    )
    def show_technician(self, work: Work, id: str) -> dict[str, Any]:
        return queries.technician(work, id)

    @command(
        "POST",
        "/technicians/<id>/duty",
        may="technician.duty",
        request=DutyForm,
        answer=TechnicianView,
        zh="变更在岗状态",
        en="Put a technician on or off duty",
        tags=TAGS,
        rules=("ENG-1",),
    )
    def set_duty(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        technicians.set_duty(work, id, body["on_duty"])
        return queries.technician(work, id)
