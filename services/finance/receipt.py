"""A deposit's receipt as the customer gets it on paper, with the terms on which it is paid back (FIN-2, SALE-4)."""

from typing import Any

from kit.doors import Download
from kit.errors import raise_if_any
from kit.print import PDF, Document, Signed
from kit.work import Work
from services.finance import queries
from services.finance.rules.accounts import Account
from services.finance.rules.deposits import reasons_not_to_print

TITLE = ("定金收据", "Receipt of a deposit")
KINDS = {"sale": "出售 sale", "lease": "出租 lease"}


def receipt_of(work: Work, deposit: dict[str, Any]) -> Download:
    """The receipt of a deposit, as `queries.deposits.deposit` tells it, as PDF. Refused before the money is there."""
    number = deposit["receipt_number"]
    raise_if_any(reasons_not_to_print(is_received=number is not None))
    purse = Account(deposit["purse"])
    zone = queries.zone_of(work.session, deposit["estate_id"])
    document = Document(TITLE[0], TITLE[1], number=number, printed_at=work.now, zone=zone)
    document.facts(
        ("客户", "Customer", deposit["customer_name"]),
        ("交易编号", "Deal", deposit["number"]),
        ("单元", "Unit", deposit["unit_number"]),
        ("交易类别", "Kind", KINDS.get(deposit["kind"], "")),
        ("收款方式", "Paid by", f"{purse.zh} {purse.en}"),
        ("到账日期", "Received on", deposit["received_on"]),
        ("发票编号", "Invoice", deposit["invoice_number"]),
        ("金额（元）", "Amount (yuan)", f"¥{deposit['amount']:,.2f}"),
    )
    document.facts(("人民币（大写）", "In capital figures", deposit["in_capitals"]), columns=1)
    document.heading("退还条件", "Terms of refund")
    document.paragraph(deposit["terms"])
    document.signatures(Signed("财务部", "Finance", name=deposit["closed_by"] or ""), Signed("客户", "Customer"))
    return Download(f"{TITLE[0]}-{number}.pdf", PDF, document.bytes())
