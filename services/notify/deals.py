"""Who is told of the money of deals, unless an administrator wishes otherwise (NOTE-2)."""

from services.contracts.events import DepositTaken, DepositUnplaced
from services.finance.events import (
    CommissionClawedBack,
    CommissionPaid,
    CommissionPayable,
    DepositConfirmed,
    DepositRefused,
)
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
    to(
        CommissionPayable,
        person="consultant_id",
        title_zh="{number} 的佣金 {amount} 元可以支付",
        title_en="Your commission on {number}, {amount} yuan, is payable",
        body_zh="{estate}:首期款已到账。",
        body_en="{estate}: the first payment is in.",
        link="/commissions?deal_id={deal_id}",
    ),
    to(
        CommissionPaid,
        person="consultant_id",
        title_zh="{number} 的佣金 {amount} 元已支付",
        title_en="Your commission on {number}, {amount} yuan, was paid",
        body_zh="{estate}:支付时间 {paid_at}。",
        body_en="{estate}: paid at {paid_at}.",
        link="/commissions?deal_id={deal_id}",
    ),
    to(
        CommissionClawedBack,
        Department.FINANCE,
        person="consultant_id",
        title_zh="{number} 的佣金 {amount} 元须退回",
        title_en="The commission on {number}, {amount} yuan, is owed back",
        body_zh="{estate}:原因:{reason}",
        body_en="{estate}: {reason}",
        link="/commissions?deal_id={deal_id}",
    ),
)
