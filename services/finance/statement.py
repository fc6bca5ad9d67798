"""The settlement of an old unit as the customer gets it on paper (FIN-4)."""

from typing import Any

from kit.doors import Download
from kit.print import PDF, Document, Head, Signed
from kit.work import Work
from services.finance import queries
from services.finance.rules.accounts import Account
from services.finance.rules.settling import State

TITLE = ("原单元费用结算单", "Settlement of the old unit")
STATES = {
    State.DRAFT: ("草稿,尚未确认", "Draft, not confirmed yet"),
    State.CONFIRMED: ("已确认", "Confirmed"),
    State.VOID: ("作废", "Void"),
    State.SUPERSEDED: ("已由新结算单取代", "Superseded"),
}


def statement_of(work: Work, settlement: dict[str, Any]) -> Download:
    """The settlement, as `shown.settlement` tells it, as PDF."""
    zone = queries.zone_of(work.session, settlement["estate_id"])
    zh, en = STATES[settlement["state"]]
    document = Document(TITLE[0], TITLE[1], number=settlement["number"], printed_at=work.now, zone=zone)
    document.facts(
        ("客户", "Customer", settlement["customer_name"]),
        ("合同编号", "Lease number", settlement["lease_number"]),
        ("原单元", "Old unit", settlement["unit_number"]),
        ("换房日期", "Change date", settlement["change_date"]),
        ("状态", "State", f"{zh} {en}"),
        ("合计(元)", "Total (yuan)", settlement["total"]),
    )
    document.heading("费用明细", "Lines")
    document.table(
        (Head("项目", "Item", width=1.2), Head("计算", "Working", width=5), Head("金额(元)", "Yuan", align="right")),
        [*(_row(line) for line in settlement["lines"]), ("合计 Total", "", settlement["total"])],
    )
    document.signatures(Signed("财务部", "Finance", name=settlement["closed_by"] or ""), Signed("客户", "Customer"))
    return Download(f"{TITLE[0]}-{settlement['number']}.pdf", PDF, document.bytes())


def _row(line: dict[str, Any]) -> tuple[str, str, object]:
    account = Account(line["income"].value)
    return f"{account.zh}\n{account.en}", f"{line['zh']}\n{line['en']}", line["amount"]
