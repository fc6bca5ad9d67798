"""What finance looks up about deals: the deals themselves, what is held of them, and what was paid."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from kit.work import Work
from services.finance.models import Deal, Entry, LedgerAccount, Posting
from services.finance.queries import in_sight, standing
from services.finance.rules.accounts import Account, Kind


def find_deal(work: Work, deal_id: str) -> Deal | None:
    """A deal with what its contract says is to be paid."""
    return work.session.scalars(
        select(Deal)
        .options(selectinload(Deal.instalments))
        .where(Deal.deal_id == deal_id, in_sight(work, Deal.estate_id))
    ).one_or_none()


def deals_of(work: Work, customer_id: str) -> list[Deal]:
    """The customer's deals, by number."""
    finding = select(Deal).where(Deal.customer_id == customer_id, in_sight(work, Deal.estate_id))
    return list(work.session.scalars(finding.order_by(Deal.number)))


def take_deal(work: Work, deal_id: str) -> Deal | None:
    """The same, locked: whoever else would post to it waits for us."""
    taking = select(Deal.deal_id).where(Deal.deal_id == deal_id, in_sight(work, Deal.estate_id))
    if work.session.execute(taking.with_for_update()).one_or_none() is None:
        return None
    return find_deal(work, deal_id)


def balances(session: Session, deal_id: str) -> dict[Account, Decimal]:
    """The balance of each account of a deal: a debit positive, a credit negative, nothing where nothing was posted."""
    sums = (
        select(LedgerAccount.kind, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == LedgerAccount.id)
        .where(LedgerAccount.deal_id == deal_id)
        .group_by(LedgerAccount.kind)
    )
    found: dict[Account, Decimal] = defaultdict(Decimal)
    found.update({Account(kind): balance for kind, balance in session.execute(sums)})
    return found


def booked(session: Session, deal: Deal) -> list[str]:
    """The ids of what a contract has posted by itself and nothing has reversed: its charge, and the deposit's part."""
    of_the_contract = Entry.cause == deal.contract_id, Entry.kind.in_((Kind.CHARGE.value, Kind.TRANSFER.value))
    return standing(session, Entry.deal_id == deal.deal_id, *of_the_contract)


def forfeits(session: Session, deal_id: str) -> list[str]:
    """The ids of the entries by which money of a deal was forfeited, those that nothing has reversed."""
    return standing(session, Entry.deal_id == deal_id, Entry.kind == Kind.FORFEIT.value)


def money_in(session: Session, deal: Deal) -> Decimal:
    """What has come in on a deal's contract beside the deposit: payments, and money that was in suspense.

    What is refunded of it is not taken off here: nothing is earned by a deal while any refund is approved on it.
    """
    first = aliased(Entry)
    kind = func.coalesce(first.kind, Entry.kind)
    sums = (
        select(func.sum(-Posting.amount))
        .join(LedgerAccount, Posting.account_id == LedgerAccount.id)
        .join(Entry, Posting.entry_id == Entry.id)
        .outerjoin(first, Entry.reverses_id == first.id)
        .where(LedgerAccount.deal_id == deal.deal_id, LedgerAccount.kind == Account.RECEIVABLE.value)
        .where(or_(kind == Kind.RECEIPT.value, and_(kind == Kind.TRANSFER.value, Entry.cause != deal.contract_id)))
    )
    return session.scalar(sums) or Decimal(0)


def refunded_on(session: Session, deal: Deal) -> Decimal:
    """What of the money that came in on a deal's contract is owed back, or was paid back."""
    sums = (
        select(func.sum(Posting.amount))
        .join(LedgerAccount, Posting.account_id == LedgerAccount.id)
        .join(Entry, Posting.entry_id == Entry.id)
        .where(LedgerAccount.deal_id == deal.deal_id, LedgerAccount.kind == Account.RECEIVABLE.value)
        .where(Entry.kind == Kind.REFUND.value)
    )
    return session.scalar(sums) or Decimal(0)


def paid_on(session: Session, deal: Deal) -> Decimal:
    """What has come in of a contract that stands, the deposit with it, less what of it is refunded."""
    charged = sum((one.amount for one in deal.instalments), Decimal(0))
    return charged - balances(session, deal.deal_id)[Account.RECEIVABLE]
