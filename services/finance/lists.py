"""The lists of finance (一览表), each a live view with its Excel: what customers pay, and who pays later (SALE-8)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, select

from kit.listing import Listing, ListQuery
from kit.lists import ListDoors, LiveList
from kit.schemas import Identifier
from kit.sheets import Column, Date, Number, Sheet, Whole
from kit.work import Work
from services.finance.models import Deal, Deferral, Estate, Instalment
from services.finance.queries import in_sight
from services.finance.rules.instalments import Means
from services.finance.rules.receivables import DeferralState

YUAN = Number(places=2)
COLUMNS = (
    Column("number", zh="认购编号", en="Deal", required=True),
    Column("contract_number", zh="合同编号", en="Contract"),
    Column("estate", zh="楼盘", en="Estate"),
    Column("unit_number", zh="单元号", en="Unit"),
    Column("customer_name", zh="客户", en="Customer"),
    Column("position", zh="期次", en="Payment", kind=Whole()),
)
MONEY = (
    Column("amount", zh="应付（元）", en="Due (yuan)", kind=YUAN),
    Column("paid", zh="已付（元）", en="Paid (yuan)", kind=YUAN),
    Column("open", zh="未付（元）", en="Open (yuan)", kind=YUAN),
)


class PaymentQuery(ListQuery):
    """Which payments, by estate, customer, consultant, means (付款方式) and the day on which they are to be paid."""

    estate_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()
    means = fields.Enum(Means, by_value=True)
    since = fields.Date()
    until = fields.Date()


class LatePaymentQuery(ListQuery):
    """Which payments that were put off."""

    estate_id = Identifier()
    customer_id = Identifier()
    consultant_id = Identifier()


def _rows(work: Work, *what: Any) -> Select[Any]:
    chosen: Select[Any] = select(*what, Instalment, Deal, Estate.name.label("estate"))
    chosen = chosen.join(Deal, Deal.deal_id == Instalment.deal_id).join(Estate, Estate.id == Instalment.estate_id)
    return chosen.where(in_sight(work, Instalment.estate_id), Instalment.cancelled.is_(False))


def _payments(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    return _rows(work)


def _late_payments(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    granted = Deferral.state == DeferralState.APPROVED.value
    return _rows(work, Deferral).join(Deferral, Deferral.instalment_id == Instalment.id).where(granted)


def _told(row: Any) -> dict[str, Any]:
    one, deal = row.Instalment, row.Deal
    whose = {name: getattr(deal, name) for name in ("number", "contract_number", "customer_name", "unit_number")}
    money = {name: getattr(one, name) for name in ("position", "amount", "paid", "open")}
    return whose | money | {"estate": row.estate, "link": f"/deals/{one.deal_id}"}


def _payment(row: Any) -> dict[str, Any]:
    one = row.Instalment
    days = {"due_on": one.due_on, "pays_by": one.pays_by}
    return _told(row) | days | {"id": one.id, "trace": one.trace, "means": Means(one.means)}


def _late_payment(row: Any) -> dict[str, Any]:
    one = row.Deferral
    names = ("id", "trace", "old_date", "new_date", "reason", "asked_by", "decided_by")
    return _told(row) | {name: getattr(one, name) for name in names}


_SEARCH = (Deal.number, Deal.contract_number, Deal.customer_name, Deal.unit_number)
WHOSE = {
    "estate_id": Instalment.estate_id,
    "customer_id": Deal.customer_id,
    "consultant_id": Deal.consultant_id,
}
PAYMENTS = LiveList(
    sheet=Sheet(
        "payments",
        zh="客户交款情况明细表",
        en="Customers' payments",
        key=("number",),
        columns=(
            *COLUMNS,
            Column("means", zh="付款方式", en="By"),
            Column("due_on", zh="合同应付日", en="Due by the contract", kind=Date()),
            Column("pays_by", zh="应付日", en="To be paid by", kind=Date()),
            *MONEY,
        ),
    ),
    listing=Listing(
        columns={"pays_by": Instalment.pays_by, "due_on": Instalment.due_on, "amount": Instalment.amount},
        key=Instalment.id,
        default_sort="pays_by",
        filters=WHOSE
        | {
            "means": lambda means: Instalment.means == means.value,
            "since": lambda day: Instalment.pays_by >= day,
            "until": lambda day: Instalment.pays_by <= day,
        },
        search=_SEARCH,
    ),
    rows=_payments,
    as_row=_payment,
    words=("means",),
)
LATE_PAYMENTS = LiveList(
    sheet=Sheet(
        "late-payments",
        zh="延期付款客户一览表",
        en="Payments put off",
        key=("number",),
        columns=(
            *COLUMNS,
            Column("old_date", zh="原应付日", en="Was to be paid by", kind=Date()),
            Column("new_date", zh="延期至", en="Put off to", kind=Date()),
            Column("reason", zh="延期原因", en="Reason"),
            Column("asked_by", zh="申请人", en="Asked for by"),
            Column("decided_by", zh="批准人", en="Granted by"),
            *MONEY,
        ),
    ),
    listing=Listing(
        columns={"new_date": Deferral.new_date, "old_date": Deferral.old_date},
        key=Deferral.id,
        default_sort="new_date",
        filters=WHOSE,
        search=_SEARCH,
    ),
    rows=_late_payments,
    as_row=_late_payment,
)


class PaymentListDoors(ListDoors, live=PAYMENTS, query=PaymentQuery, may="receivable.read", rules=("SALE-8", "FIN-3")):
    """What customers have paid and are to pay."""


class LatePaymentListDoors(
    ListDoors, live=LATE_PAYMENTS, query=LatePaymentQuery, may="receivable.read", rules=("SALE-8", "FIN-3")
):
    """Who was granted a later day, and why."""


class FinanceLists(PaymentListDoors, LatePaymentListDoors):
    """Both of them."""
