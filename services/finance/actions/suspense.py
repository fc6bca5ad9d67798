"""What finance does about money whose owner is not known: enters it, finds whose it is, and takes that back (FIN-3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.finance import queries
from services.finance.actions.ledger import About, post, undo
from services.finance.errors import NoSuchEstate, NoSuchMatch, NoSuchSuspense
from services.finance.models import Deal, Entry, Estate, LeaseAccount, Match, Suspense
from services.finance.queries import money
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind, Purse
from services.finance.rules.instalments import RULE
from services.finance.rules.money import reasons_against_amount
from services.finance.rules.receivables import reasons_not_to_match, reasons_not_to_take_suspense_back


@dataclass(frozen=True)
class Arrival:
    """Money that has come in: how much, when, who is said to have paid it and what else is known of it."""

    estate_id: str
    amount: Decimal
    purse: Purse
    received_on: date
    payer: str
    memo: str


def enter(work: Work, told: Arrival) -> Suspense:
    """Money is here and nobody knows whose it is."""
    raise_if_any(reasons_against_amount(told.amount), Invalid)
    if work.session.get(Estate, told.estate_id) is None or not work.caller.may_see(told.estate_id):
        raise NoSuchEstate()
    item = Suspense(id=new_id(), estate_id=told.estate_id, amount=told.amount, remaining=told.amount)
    item.purse, item.received_on, item.payer, item.memo = told.purse.value, told.received_on, told.payer, told.memo
    item.recorded_at, item.by, item.taken_back = work.now, work.caller.name, False
    work.session.add(item)
    work.session.flush()
    about = About(f"待查款：{told.payer} {told.memo} / in suspense", told.received_on, cause=item.id, rule=RULE)
    post(work, item, Kind.RECEIPT, ledger.a_transfer(told.purse.account, Account.SUSPENSE, told.amount), about)
    return item


def take_back(work: Work, suspense_id: str, reason: str) -> Suspense:
    """It was entered by mistake; the entry is reversed."""
    item = taken(work, suspense_id)
    raise_if_any(reasons_not_to_take_suspense_back(item.amount, item.remaining, item.deposit_id is not None))
    for entry_id in queries.standing(work.session, Entry.suspense_id == item.id):
        entry = queries.find_entry(work, entry_id)
        if entry is not None:
            undo(work, item, entry, reason)
    item.remaining, item.taken_back = Decimal(0), True
    return item


def match(work: Work, item: Suspense, owner: Deal | LeaseAccount, amount: Decimal) -> Entry:
    """The money is that customer's: it counts as a payment. Both are locked, `owner` before."""
    use(item, amount, owner.estate_id)
    memo = f"待查款转入：{item.payer} {item.memo} / found in suspense"
    postings = ledger.a_transfer(Account.SUSPENSE, Account.RECEIVABLE, amount)
    entry = post(work, owner, Kind.TRANSFER, postings, About(memo, cause=item.id, rule=RULE))
    purpose = "deal" if isinstance(owner, Deal) else "lease"
    note_match(work, item, entry, amount, purpose, owner.number, **{owner.OWNS: owner.owner_id})
    return entry


def use(item: Suspense, amount: Decimal, estate_id: str) -> None:
    """Refuses what cannot come out of this money."""
    raise_if_any(reasons_against_amount(amount), Invalid)
    raise_if_any(reasons_not_to_match(amount, item.remaining, item.estate_id == estate_id))


def note_match(
    work: Work, item: Suspense, entry: Entry, amount: Decimal, purpose: str, number: str, **owner: Any
) -> None:
    """So much of the money has gone to somebody by that entry."""
    item.remaining -= amount
    one = Match(id=new_id(), suspense_id=item.id, entry_id=entry.id, purpose=purpose, number=number, amount=amount)
    one.at, one.by = work.now, work.caller.name
    for name, value in owner.items():
        setattr(one, name, value)
    work.session.add(one)


def unmatch(work: Work, one: Match, owner: Deal | LeaseAccount, reason: str) -> None:
    """It was somebody else's after all: the money is in suspense again. Owner and money are locked."""
    entry = queries.find_entry(work, one.entry_id)
    assert entry is not None
    undo(work, owner, entry, reason)
    one.suspense.remaining += one.amount
    one.reversed_at, one.reversed_by, one.reason = work.now, work.caller.name, reason


def standing_match(work: Work, suspense_id: str, match_id: str) -> Match:
    """A match to a lease or a deal that was not reversed yet. Raises NoSuchMatch."""
    one = money.find_match(work, suspense_id, match_id)
    if one is None or one.reversed_at is not None or one.purpose not in ("deal", "lease"):
        raise NoSuchMatch()
    return one


def taken(work: Work, suspense_id: str) -> Suspense:
    """The money, locked. Raises NoSuchSuspense."""
    item = money.take_suspense(work, suspense_id)
    if item is None:
        raise NoSuchSuspense()
    return item
