"""The doors of the daily dynamics report (LEAD-22)."""

from typing import Any

from kit.doors import Download, query
from kit.sheets import EXCEL
from kit.work import Work
from services.leads import exports
from services.leads.queries import dynamics
from services.leads.schemas.dynamics import DynamicsQuery, DynamicsView

TAGS = ("reports",)
LEAD_22 = ("LEAD-22",)
DEADLINE = 30.0  # Seconds: ten years of a large house are counted well within them.


class DynamicsDoors:
    """How many came, by what, and what came of them."""

    @query(
        "/reports/dynamics",
        may="dynamics.read",
        request=DynamicsQuery,
        answer=DynamicsView,
        zh="销售日动态表",
        en="Visits, calls and questions by channel and medium, with what came of them",
        tags=TAGS,
        rules=LEAD_22,
        deadline=DEADLINE,
    )
    def show_dynamics(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return dynamics.dynamics(work, **body)

    @query(
        "/reports/dynamics.xlsx",
        may="dynamics.read",
        request=DynamicsQuery,
        download=EXCEL,
        zh="导出销售日动态表",
        en="The dynamics report as Excel",
        tags=TAGS,
        rules=LEAD_22,
        deadline=DEADLINE,
    )
    def export_dynamics(self, work: Work, body: dict[str, Any]) -> Download:
        rows = dynamics.dynamics(work, **body)["rows"]
        return Download("销售日动态表.xlsx", EXCEL, exports.dynamics(rows, work.caller.language))
