"""What finance does in the ledger: posts charges, receipts, refunds and adjustments, and reverses a mistake (FIN-1)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.work import Work
from services.finance import queries
from services.finance.errors import NoSuchEntry, NoSuchLease
from services.finance.models import Entry, LeaseAccount, LedgerAccount, Owner, Posting
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Income, Kind, Purse, RefundStep
from services.finance.rules.ledger import Posting as PostingRule
from services.finance.rules.money import reasons_against_amount

_ACCOUNTS = uuid.UUID("6d1f3c52-6f0e-5a0b-9a53-0e6a3f1d7c11")


@dataclass(frozen=True)
class About:
    """What an entry says beside its amounts: a note, the day it is of (today when None), and what caused it.

    `unit` is the id and number of the unit it is for; when None it is the one that charges of that day go to.
    """

    memo: str
    happened_on: date | None = None
    cause: str | None = None
    rule: str = "FIN-1"
    unit: tuple[str | None, str | None] | None = None


def charge(work: Work, lease_id: str, income: Income, amount: Decimal, about: About) -> Entry:
    """The customer owes `amount` yuan more, for what `income` says."""
    raise_if_any(reasons_against_amount(amount), Invalid)
    return post(work, _lease(work, lease_id), Kind.CHARGE, ledger.a_charge((income, amount)), about)


def receive(work: Work, lease_id: str, purse: Purse, amount: Decimal, about: About) -> Entry:
    """The customer has paid `amount` yuan."""
    raise_if_any(reasons_against_amount(amount), Invalid)
    return post(work, _lease(work, lease_id), Kind.RECEIPT, ledger.a_receipt(purse, amount), about)


def adjust(work: Work, lease_id: str, amount: Decimal, about: About) -> Entry:
    """The customer owes `amount` yuan more, or less when it is negative."""
    raise_if_any(reasons_against_amount(amount, may_be_negative=True), Invalid)
    return post(work, _lease(work, lease_id), Kind.ADJUSTMENT, ledger.an_adjustment(amount), about)


def refund(work: Work, lease_id: str, step: RefundStep, amount: Decimal, purse: Purse | None, about: About) -> Entry:
    """A refund of `amount` yuan is owed, or one that is owed is paid out. Refused beyond what is there."""
    raise_if_any(reasons_against_amount(amount), Invalid)
    raise_if_any(ledger.reasons_against_purse(step, purse), Invalid)
    lease = _lease(work, lease_id)
    receivable = queries.balance(work.session, lease_id, Account.RECEIVABLE)
    payable = queries.balance(work.session, lease_id, Account.REFUNDS_PAYABLE)
    raise_if_any(ledger.reasons_not_to_refund(step, amount, receivable, payable))
    postings = ledger.a_refund_paid(purse, amount) if purse else ledger.a_refund_owed(amount)
    return post(work, lease, Kind.REFUND, postings, about)


def reverse(work: Work, entry_id: str, reason: str) -> Entry:
    """Posts the opposite of an entry, linked to it. Refused a second time, for a reversal, and in a settlement."""
    found = queries.find_entry(work, entry_id)
    if found is None:
        raise NoSuchEntry()
    raise_if_any(ledger.reasons_not_to_reverse_by_hand(found.rule))
    lease = _lease(work, found.lease_id or "")
    postings = [posting.as_rule() for posting in found.postings]
    is_reversed = queries.is_reversed(work.session, entry_id)
    payable = queries.balance(work.session, lease.lease_id, Account.REFUNDS_PAYABLE)
    settled = queries.is_of_confirmed_settlement(work.session, found)
    raise_if_any(ledger.reasons_not_to_reverse(Kind(found.kind), is_reversed, postings, payable, settled))
    return undo(work, lease, found, reason)


def undo(work: Work, owner: Owner, entry: Entry, reason: str) -> Entry:
    """Posts the opposite of an entry of `owner`, linked to it, asking nothing but that nothing has reversed it yet."""
    postings = [posting.as_rule() for posting in entry.postings]
    about = About(reason, cause=entry.cause, rule=entry.rule, unit=(entry.unit_id, entry.unit_number))
    return post(work, owner, Kind.REVERSAL, ledger.a_reversal(postings), about, reverses=entry)


def post(
    work: Work,
    owner: Owner,
    kind: Kind,
    postings: Sequence[PostingRule],
    about: About,
    reverses: Entry | None = None,
) -> Entry:
    """Writes one entry down: the postings first, and last the entry, which seals them (see `finance.balance`)."""
    raise_if_any(ledger.reasons_not_to_post(postings))
    today = work.today(queries.zone_of(work.session, owner.estate_id))
    day = about.happened_on or today
    raise_if_any(ledger.reasons_against_day(day, today))
    entry = Entry(id=new_id(), kind=kind.value, lines=len(postings), happened_on=day, recorded_at=work.now)
    entry.memo, entry.cause, entry.rule = about.memo, about.cause, about.rule
    entry.by_id, entry.by, entry.trace = work.caller.id, work.caller.name, work.cause.correlation_id
    entry.estate_id, entry.customer_id = owner.estate_id, owner.customer_id
    setattr(entry, owner.OWNS, owner.owner_id)
    entry.unit_id, entry.unit_number = about.unit or owner.unit_on(day)
    entry.reverses_id = reverses.id if reverses else None
    _write(work, owner, entry, postings)
    return entry


def _write(work: Work, owner: Owner, entry: Entry, postings: Sequence[PostingRule]) -> None:
    kinds = sorted({posting.account for posting in postings})  # Always in this order, so that no two wait in a circle.
    accounts = {kind: _account(work, owner, kind) for kind in kinds}
    for position, posting in enumerate(postings, 1):
        account = accounts[posting.account]
        work.session.add(Posting(entry_id=entry.id, position=position, account_id=account, amount=posting.amount))
    work.session.flush()
    work.session.add(entry)
    work.session.flush()


def _lease(work: Work, lease_id: str) -> LeaseAccount:
    lease = queries.take_lease(work, lease_id)
    if lease is None:
        raise NoSuchLease()
    return lease


def _account(work: Work, owner: Owner, kind: Account) -> str:
    """The account of that kind, opened at its first use; its id follows from what it is for, so there is only one."""
    whose = owner.owner_id if kind.is_of_an_owner else owner.estate_id
    account = str(uuid.uuid5(_ACCOUNTS, f"{kind}/{whose}"))
    row: dict[str, str | None] = {"id": account, "kind": kind.value, "estate_id": owner.estate_id}
    if kind.is_of_an_owner:
        row |= {"customer_id": owner.customer_id, owner.OWNS: owner.owner_id}
    work.session.execute(insert_into(work.session, LedgerAccount).values(**row).on_conflict_do_nothing())
    return account
