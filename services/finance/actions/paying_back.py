"""What finance does with refunds: pays what is owed; one for which too little is held goes back (FIN-3, SALE-9)."""

from decimal import Decimal

from kit.errors import raise_if_any
from kit.work import Work
from services.finance.actions.deals import square
from services.finance.actions.ledger import About, post
from services.finance.errors import NoSuchRefund
from services.finance.events import RefundPaid, RefundRefused
from services.finance.models import Deal, Refund
from services.finance.queries import deals as known
from services.finance.queries import deposits, money
from services.finance.rules import ledger
from services.finance.rules.accounts import Kind, Purse
from services.finance.rules.deposits import State as DepositState
from services.finance.rules.instalments import RULE
from services.finance.rules.receivables import RefundState, reasons_not_to_pay_refund, reasons_not_to_refuse_refund


def pay(work: Work, refund_id: str, purse: Purse) -> Refund:
    """Pays a refund that is owed, as a whole and once."""
    deal, refund = _taken(work, refund_id)
    raise_if_any(reasons_not_to_pay_refund(RefundState(refund.state)))
    about = About(f"退款 {deal.number} / refund paid", cause=refund.id, rule=RULE)
    post(work, deal, Kind.REFUND, ledger.a_refund_paid(purse, refund.amount), about)
    refund.state, refund.purse = RefundState.PAID.value, purse.value
    refund.paid_at, refund.paid_by = work.now, work.caller.name
    work.session.flush()
    _close_deposits(work, deal)
    told = {"deal_id": deal.deal_id, "estate_id": deal.estate_id}
    work.announce(RefundPaid(**told, amount=refund.amount, paid_at=work.now), estate=deal.estate_id)
    return refund


def refuse(work: Work, refund_id: str, reason: str) -> Refund:
    """Sends a refund for which too little is held back to sales control, who decide anew (SALE-9)."""
    deal, refund = _taken(work, refund_id)
    raise_if_any(reasons_not_to_refuse_refund(RefundState(refund.state)))
    refund.state = RefundState.REFUSED.value
    square(work, deal)
    told = {"deal_id": deal.deal_id, "estate_id": deal.estate_id}
    work.announce(RefundRefused(**told, amount=refund.amount, reason=reason), estate=deal.estate_id)
    return refund


def _taken(work: Work, refund_id: str) -> tuple[Deal, Refund]:
    """The refund as it stands once its deal is locked. Raises NoSuchRefund."""
    deal_id = money.deal_of_refund(work, refund_id)
    deal = known.take_deal(work, deal_id) if deal_id else None
    refund = work.session.get(Refund, refund_id, populate_existing=True)
    if deal is None or refund is None:
        raise NoSuchRefund()
    return deal, refund


def _close_deposits(work: Work, deal: Deal) -> None:
    """Deposits are refunded once so much has been paid back as came in by them; one that is forfeited stays so."""
    received = [one for one in deposits.of_deal(work.session, deal.deal_id) if one.receipt_number is not None]
    if money.paid_back(work.session, deal.deal_id) >= sum((one.amount for one in received), Decimal(0)):
        for one in received:
            if one.state != DepositState.FORFEITED:
                one.state = DepositState.REFUNDED.value
