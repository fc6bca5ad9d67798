"""The doors of the reception desk (LEAD-11)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import receiving
from services.leads.queries import rota
from services.leads.schemas.forms import ReceptionForm, ReceptionQuery, RotaDutyForm, RotaQuery
from services.leads.schemas.views import ReceptionView, RotaView

TAGS = ("reception",)
LEAD_11 = ("LEAD-11",)


class RotaDoors:
    """Who receives whom."""

    @command(
        "POST",
        "/receptions",
        may="reception.record",
        request=ReceptionForm,
        answer=ReceptionView,
        status=201,
        zh="接待来访客户",
        en="Give a visitor to a consultant",
        tags=TAGS,
        rules=("LEAD-9", "LEAD-11"),
    )
    def receive_visitor(self, work: Work, body: dict[str, Any]) -> Any:
        return receiving.receive(work, **body)

    @query(
        "/receptions",
        may="registration.read",
        request=ReceptionQuery,
        answer=page_of(ReceptionView),
        zh="接待记录",
        en="List who was received by whom",
        tags=TAGS,
        rules=LEAD_11,
    )
    def list_receptions(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return rota.receptions(work, body)

    @query(
        "/rota",
        may="registration.read",
        request=RotaQuery,
        answer=RotaView,
        zh="接待轮值表",
        en="Show an estate's rota",
        tags=TAGS,
        rules=LEAD_11,
    )
    def show_rota(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return rota.rota(work, body["estate_id"])

    @command(
        "POST",
        "/rota/duty",
        may="reception.record",
        request=RotaDutyForm,
        answer=RotaView,
        zh="登记在岗状态",
        en="Put a consultant on or off duty",
        tags=TAGS,
        rules=LEAD_11,
    )
    def set_rota_duty(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        receiving.set_duty(work, body["estate_id"], body.get("consultant_id") or work.caller.id, body["on_duty"])
        return rota.rota(work, body["estate_id"])
