"""What finance does when money comes in on a contract: it belongs to the oldest instalments (FIN-3)."""

from decimal import Decimal

from kit.errors import Invalid, raise_if_any
from kit.work import Work
from services.finance import queries
from services.finance.actions.deals import square
from services.finance.actions.ledger import About, post, undo
from services.finance.errors import NoSuchDeal, NoSuchEntry
from services.finance.models import Deal, Entry
from services.finance.queries import deals as known
from services.finance.queries import money
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind, Purse
from services.finance.rules.instalments import reasons_not_to_receive
from services.finance.rules.money import reasons_against_amount
from services.finance.rules.receivables import reasons_not_to_take_back


def receive(work: Work, deal_id: str, purse: Purse, amount: Decimal, about: About) -> Entry:
    """The customer has paid `amount` yuan on the contract. Refused beyond what is outstanding."""
    deal = taken(work, deal_id)
    expect(work, deal, amount)
    entry = post(work, deal, Kind.RECEIPT, ledger.a_receipt(purse, amount), about)
    square(work, deal)
    return entry


def take_back(work: Work, deal_id: str, entry_id: str, reason: str) -> Entry:
    """A payment was entered by mistake: it is reversed, once, and its instalments are open again."""
    deal = taken(work, deal_id)
    entry = queries.find_entry(work, entry_id)
    if entry is None or entry.deal_id != deal_id or entry.kind != Kind.RECEIPT:
        raise NoSuchEntry()
    is_reversed = queries.is_reversed(work.session, entry_id)
    raise_if_any(ledger.reasons_not_to_reverse(Kind.RECEIPT, is_reversed, (), Decimal(0)))
    raise_if_any(reasons_not_to_take_back(money.has_refunded(work.session, deal_id)))
    reversal = undo(work, deal, entry, reason)
    square(work, deal)
    return reversal


def expect(work: Work, deal: Deal, amount: Decimal) -> None:
    """Refuses money that a deal does not owe."""
    raise_if_any(reasons_against_amount(amount), Invalid)
    outstanding = known.balances(work.session, deal.deal_id)[Account.RECEIVABLE]
    is_refunded = money.has_refunded(work.session, deal.deal_id)
    raise_if_any(reasons_not_to_receive(deal.stands, is_refunded, amount, outstanding))


def taken(work: Work, deal_id: str) -> Deal:
    """The deal, locked. Raises NoSuchDeal."""
    deal = known.take_deal(work, deal_id)
    if deal is None:
        raise NoSuchDeal()
    return deal
