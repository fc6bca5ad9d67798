"""What finance does about refunds that were approved: owes one once so much is held of the customer's money (FIN-3)."""

from decimal import Decimal

from kit.ids import new_id
from kit.work import Work
from services.finance.actions.ledger import About, post
from services.finance.actions.suspense import note_match
from services.finance.models import Deal, Refund, Suspense
from services.finance.queries import deals as known
from services.finance.queries import money
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind
from services.finance.rules.instalments import RULE
from services.finance.rules.receivables import RefundState


def note(work: Work, deal: Deal, amount: Decimal, evidence: str) -> None:
    """Keeps that the customer is to have so much back."""
    refund = Refund(id=new_id(), deal_id=deal.deal_id, estate_id=deal.estate_id, amount=amount, evidence=evidence)
    refund.state, refund.approved_at = RefundState.WAITING.value, work.now
    work.session.add(refund)


def owe(work: Work, deal: Deal) -> None:
    """Owes what waits, the first first, as far as money is held for it: never more than is held."""
    work.session.flush()
    for refund in money.refunds_waiting(work.session, deal.deal_id):
        if not _owe_one(work, deal, refund):
            return


def _owe_one(work: Work, deal: Deal, refund: Refund) -> bool:
    """Takes the refund out of what is held, or leaves all as it is where that is less."""
    parts: list[tuple[Account, Decimal]] = []
    matched: list[tuple[Suspense, Decimal]] = []
    left = refund.amount
    for account, there, item in _held(work, deal):
        part = min(left, max(there, Decimal(0)))
        if part:
            parts.append((account, part))
            matched += [(item, part)] if item else []
            left -= part
    if left:
        return False
    about = About(f"应退 {deal.number}：{refund.evidence} / refund owed", cause=refund.id, rule=RULE)
    entry = post(work, deal, Kind.REFUND, ledger.a_refund_from(parts), about)
    for item, part in matched:
        note_match(work, item, entry, part, "refund", deal.number, deal_id=deal.deal_id)
    refund.state = RefundState.OWED.value
    work.session.flush()
    return True


def _held(work: Work, deal: Deal) -> list[tuple[Account, Decimal, Suspense | None]]:
    """The customer's money: the deposit, what of it is in suspense, and what was paid on the contract."""
    sums = known.balances(work.session, deal.deal_id)
    items = money.suspense_of(work.session, deal.deal_id)
    paid = known.paid_on(work.session, deal) if deal.stands else -sums[Account.RECEIVABLE]
    return [
        (Account.DEPOSITS_HELD, -sums[Account.DEPOSITS_HELD], None),
        *((Account.SUSPENSE, item.remaining, item) for item in items),
        (Account.RECEIVABLE, paid, None),
    ]
