"""The doors to finance's reports (FIN-7)."""

from typing import Any

from kit.doors import Download, query
from kit.sheets.sheet import EXCEL
from kit.work import Work
from services.finance import exports
from services.finance.queries import collection
from services.finance.schemas.reports import CollectionQuery, CollectionView

REPORTS: dict[str, Any] = {"may": "collection.read", "request": CollectionQuery, "tags": ("reports",)}


class ReportDoors:
    """What was due against what has come in."""

    @query(
        "/reports/collection",
        answer=CollectionView,
        zh="资金回笼",
        en="See what was due and what has come in",
        rules=("FIN-7",),
        **REPORTS,
    )
    def show_collection(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Due against received by month and estate."""
        return collection.collection(work, body)

    @query(
        "/reports/collection/export",
        download=EXCEL,
        zh="导出资金回笼表",
        en="Export what was due and what has come in",
        rules=("FIN-7", "GATE-5"),
        deadline=30.0,
        **REPORTS,
    )
    def export_collection(self, work: Work, body: dict[str, Any]) -> Download:
        """The same as Excel."""
        report = collection.collection(work, body)
        return Download("资金回笼表.xlsx", EXCEL, exports.collection(report, work.caller.language))
