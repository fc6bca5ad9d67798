"""The lists of finance that go out as Excel, with the filters of the page (GATE-5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.sheets import Column, Number, Sheet

COLLECTION = Sheet(
    "collection",
    zh="资金回笼表",
    en="Collection overview",
    key=("month", "estate_name"),
    columns=(
        Column("month", zh="月份", en="Month", required=True),
        Column("estate_name", zh="楼盘", en="Estate", required=True),
        Column("due", zh="应收（元）", en="Due (yuan)", kind=Number(places=2)),
        Column("received", zh="实收（元）", en="Received (yuan)", kind=Number(places=2)),
        Column("open", zh="当月应收未收（元）", en="Still open of what was due (yuan)", kind=Number(places=2)),
    ),
)


def collection(report: Mapping[str, Any], language: str) -> bytes:
    """The overview as `queries.collection.collection` gives it, the totals in the last row."""
    total = {"month": "合计" if language == "zh" else "Total", "estate_name": ""}
    rows: Iterable[Mapping[str, Any]] = [
        *report["items"],
        total | {name: report[name] for name in ("due", "received", "open")},
    ]
    return COLLECTION.export(rows, language)
