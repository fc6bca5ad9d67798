"""The doors of sales in numbers, and of the daily sales report (销售日报表, SALE-3)."""

from typing import Any

from kit.doors import Download, query
from kit.sheets import Column, Date, Number, Sheet, Whole
from kit.sheets.sheet import EXCEL
from kit.work import Work
from services.contracts.queries import statistics
from services.contracts.schemas.reports import ReportQuery, ReportView, SalesQuery, SalesView

TAGS = ("reports",)
REPORT = Sheet(
    "sales-report",
    zh="销售日报表",
    en="Sales report",
    key=("since",),
    columns=(
        Column("since", zh="日期", en="From", kind=Date(), required=True),
        Column("sales", zh="售出（套）", en="Sold", kind=Whole()),
        Column("leases", zh="出租（套）", en="Let", kind=Whole()),
        Column("amount", zh="成交额(元)", en="For (yuan)", kind=Number(places=2)),
        Column("rents", zh="月租（元）", en="Rents for a month (yuan)", kind=Number(places=2)),
        Column("withdrawn", zh="退房（套）", en="Given back", kind=Whole()),
        Column("refunds", zh="退款(元)", en="Refunded (yuan)", kind=Number(places=2)),
    ),
)


class ReportDoors:
    """What the board and the deals come to."""

    @query(
        "/reports/sales",
        may="sales_list.read",
        request=SalesQuery,
        answer=SalesView,
        zh="销售统计",
        en="Sales by building, layout, area, floor, price",
        tags=TAGS,
        rules=("SALE-3",),
    )
    def count_sales(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return statistics.sales(work, **body)

    @query(
        "/reports/sales/periods",
        may="sales_list.read",
        request=ReportQuery,
        answer=ReportView,
        zh="销售日报表",
        en="The sales report by day, week, month or half-year",
        tags=TAGS,
        rules=("SALE-3",),
    )
    def report_sales(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return statistics.report(work, **body)

    @query(
        "/reports/sales/periods/export",
        may="sales_list.read",
        request=ReportQuery,
        download=EXCEL,
        deadline=60.0,
        zh="导出销售日报表",
        en="Export the sales report",
        tags=TAGS,
        rules=("SALE-3", "GATE-5"),
    )
    def export_sales_report(self, work: Work, body: dict[str, Any]) -> Download:
        rows = statistics.report(work, **body)["rows"]
        return Download("销售日报表.xlsx", EXCEL, REPORT.export(rows, work.caller.language))
