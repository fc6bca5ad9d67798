"""What finance does about deposits: confirms that one is there, or says that it is not (FIN-2).

Nothing but `confirm` confirms a deposit. What is heard of its deal may come before or after: the end is the same.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts.events import DealLapsed, DepositTaken, DepositUnplaced
from services.finance.actions import forfeits, suspense
from services.finance.actions.deals import know, square
from services.finance.actions.ledger import About, post
from services.finance.errors import NoSuchDeposit
from services.finance.events import DepositConfirmed, DepositRefused
from services.finance.models import Deal, Deposit, Suspense
from services.finance.queries import deals as known
from services.finance.queries import deposits as asked
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind, Purse
from services.finance.rules.deposits import RULE, State, reasons_against_number, reasons_not_to_decide

_DEPOSITS = uuid.UUID("0f0f7d55-31f2-5f0c-8a39-5c6a2b0d9a41")


@dataclass(frozen=True)
class Papers:
    """What finance confirms a deposit with: the numbers of receipt and invoice, and the day the money came.

    `suspense_id` is the money in suspense that turned out to be the deposit, where it did.
    """

    receipt_number: str
    invoice_number: str
    received_on: date
    suspense_id: str | None = None


def await_deposit(work: Work, event: DepositTaken) -> None:
    """Keeps a deposit until finance has said whether it is there; told again it is the same one."""
    deal = know(work, event)
    deposit_id = id_of(event.deal_id, event.taken_at)
    if work.session.get(Deposit, deposit_id) is None:
        told = {name: getattr(event, name) for name in ("amount", "purse", "taken_at", "confirm_by", "terms")}
        deposit = Deposit(id=deposit_id, deal_id=deal.deal_id, estate_id=deal.estate_id, **told)
        deposit.state = State.EXPIRED.value if deal.lapsed_by else State.AWAITING.value
        work.session.add(deposit)


def id_of(deal_id: str, taken_at: datetime) -> str:
    """The id of the deposit taken on that deal at that moment."""
    return str(uuid.uuid5(_DEPOSITS, f"{deal_id}/{taken_at.astimezone(UTC).isoformat()}"))


def note_lapse(work: Work, event: DealLapsed) -> None:
    """A deal has ended; a deposit on it that finance has not decided about is expired, and may still come in."""
    deal = know(work, event)
    deal.lapsed_by = event.cause
    work.session.flush()
    for deposit in asked.of_deal(work.session, deal.deal_id):
        if deposit.state == State.AWAITING:
            deposit.state = State.EXPIRED.value


def confirm(work: Work, deposit_id: str, papers: Papers) -> Deposit:
    """The deposit is there: it is held for the customer, and counts towards a contract that is signed already."""
    deal, deposit = _undecided(work, deposit_id)
    for field in ("receipt_number", "invoice_number"):
        number = getattr(papers, field)
        raise_if_any(reasons_against_number(field, number, asked.deal_with(work.session, field, number)))
    _decide(work, deposit, State.CONFIRMED)
    deposit.receipt_number, deposit.invoice_number = papers.receipt_number, papers.invoice_number
    deposit.received_on = papers.received_on
    memo = f"定金 {deal.number} 收据 {papers.receipt_number} / deposit, receipt"
    about = About(memo, papers.received_on, cause=deposit.id, rule=RULE)
    _book(work, deal, deposit, papers.suspense_id, about)
    _tell_confirmed(work, deposit)
    if deposit.id in deal.unplaced:
        _move_to_suspense(work, deal, deposit)
    square(work, deal)
    return deposit


def _book(work: Work, deal: Deal, deposit: Deposit, suspense_id: str | None, about: About) -> None:
    """The money is held from now on: it came in as the customer said, or was in suspense already."""
    if suspense_id is None:
        postings = ledger.a_deposit(Purse(deposit.purse).account, deposit.amount)
        post(work, deal, Kind.DEPOSIT, postings, about)
        return
    item = suspense.taken(work, suspense_id)
    suspense.use(item, deposit.amount, deal.estate_id)
    entry = post(work, deal, Kind.DEPOSIT, ledger.a_deposit(Account.SUSPENSE, deposit.amount), about)
    suspense.note_match(work, item, entry, deposit.amount, "deposit", deal.number, deal_id=deal.deal_id)


def refuse(work: Work, deposit_id: str, reason: str) -> Deposit:
    """The deposit is not there, and `reason` says why."""
    _, deposit = _undecided(work, deposit_id)
    _decide(work, deposit, State.REFUSED)
    deposit.reason = reason
    told = {"deal_id": deposit.deal_id, "deposit_id": deposit.id, "estate_id": deposit.estate_id}
    work.announce(DepositRefused(**told, reason=reason), estate=deposit.estate_id)
    return deposit


def put_in_suspense(work: Work, event: DepositUnplaced) -> None:
    """The money of a confirmed deposit belongs to nobody's unit; of one not confirmed yet this is kept in mind."""
    deal = know(work, event)
    deal.unplaced = sorted({*deal.unplaced, event.deposit_id})
    deposit = asked.find(work, event.deposit_id)
    if deposit is not None and deposit.state in (State.CONFIRMED, State.FORFEITED):
        _move_to_suspense(work, deal, deposit)
        square(work, deal)


def _move_to_suspense(work: Work, deal: Deal, deposit: Deposit) -> None:
    """Whatever is still held of it is in suspense from now on; what was forfeited is worked out anew afterwards."""
    deposit.state = State.SUSPENSE.value
    forfeits.take_back(work, deal)
    amount = min(deposit.amount, -known.balances(work.session, deal.deal_id)[Account.DEPOSITS_HELD])
    if amount > 0:
        memo = f"{deal.number} 已终止，定金转待查款 / the deal has ended, its deposit is in suspense"
        postings = ledger.a_transfer(Account.DEPOSITS_HELD, Account.SUSPENSE, amount)
        post(work, deal, Kind.TRANSFER, postings, About(memo, cause=deposit.id, rule=RULE))
        work.session.add(_in_suspense(work, deal, deposit, amount))


def _in_suspense(work: Work, deal: Deal, deposit: Deposit, amount: Decimal) -> Suspense:
    one = Suspense(id=new_id(), estate_id=deal.estate_id, amount=amount, remaining=amount, purse=deposit.purse)
    one.received_on, one.payer = deposit.received_on or work.today(), deal.customer_name or deal.number
    one.memo, one.deal_id, one.deposit_id = f"定金 {deal.number} / deposit", deal.deal_id, deposit.id
    one.recorded_at, one.by, one.taken_back = work.now, work.caller.name, False
    return one


def _undecided(work: Work, deposit_id: str) -> tuple[Deal, Deposit]:
    """The deposit and its deal, both locked, the deal first. Refused where somebody has decided already."""
    deal_id = asked.deal_of(work, deposit_id)
    deal = known.take_deal(work, deal_id) if deal_id else None
    deposit = asked.take(work, deposit_id)
    if deal is None or deposit is None:
        raise NoSuchDeposit()
    raise_if_any(reasons_not_to_decide(*asked.decided(work, deposit)))
    return deal, deposit


def _decide(work: Work, deposit: Deposit, state: State) -> None:
    deposit.state, deposit.closed_at = state.value, work.now
    deposit.closed_by_id, deposit.closed_by = work.caller.id, work.caller.name


def _tell_confirmed(work: Work, deposit: Deposit) -> None:
    confirmed = DepositConfirmed(
        deal_id=deposit.deal_id,
        deposit_id=deposit.id,
        estate_id=deposit.estate_id,
        amount=deposit.amount,
        receipt_number=str(deposit.receipt_number),
        invoice_number=str(deposit.invoice_number),
        confirmed_at=work.now,
    )
    work.announce(confirmed, estate=deposit.estate_id)
