"""Who is told of the money of deals, unless an administrator wishes otherwise (NOTE-2)."""

from services.contracts.events import DepositTaken, DepositUnplaced
from services.finance.events import DepositConfirmed, DepositRefused
from services.notify.wording import to
from services.words import Department

DEALS = (
    to(
        DepositTaken,
        Department.FINANCE,
        title_zh="定金待确认:{number} {unit_number},{amount} 元",
        title_en="A deposit to confirm: {number} {unit_number}, {amount} yuan",
        body_zh="{estate}:请于 {confirm_by} 前确认是否到账。",
        body_en="{estate}: please confirm until {confirm_by} whether it has come.",
        link="/deposits?deal_id={deal_id}",
    ),
    to(
        DepositConfirmed,
        Department.SALES_CONTROL,
        title_zh="定金 {amount} 元已到账",
        title_en="A deposit of {amount} yuan is confirmed",
        body_zh="{estate}:收据 {receipt_number},发票 {invoice_number}。",
        body_en="{estate}: receipt {receipt_number}, invoice {invoice_number}.",
        link="/deposits/{deposit_id}",
    ),
    to(
        DepositRefused,
        Department.SALES_CONTROL,
        title_zh="财务未确认定金",
        title_en="Finance does not have a deposit",
        body_zh="{estate}:原因:{reason}",
        body_en="{estate}: {reason}",
        link="/deposits/{deposit_id}",
    ),
    to(
        DepositUnplaced,
        Department.FINANCE,
        person="consultant_id",
        title_zh="{number} {unit_number} 已终止,其定金 {amount} 元转为待查款",
        title_en="{number} {unit_number} has ended: its deposit of {amount} yuan is in suspense",
        body_zh="{estate}:定金到账时交易已终止,请与客户商定去向。",
        body_en="{estate}: the deposit came after the deal had ended; settle with the customer what becomes of it.",
        link="/deposits/{deposit_id}",
    ),
)
