"""What finance does about deals: keeps what it is told, in whatever order, and squares their books with it (FIN-3).

The books follow from what is known: a contract that stands is charged as a whole at its signing, the deposit held
counts towards it, and what was paid belongs to the oldest instalments. So whatever is heard or done, in whatever order
and however often, `square` brings the books to the same end.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from kit.ids import new_id
from kit.inserts import insert_into
from kit.wire import to_wire
from kit.work import Work
from services.contracts.events import ContractSigned, DealClosed, DealWithdrawn, RefundApproved
from services.finance import queries
from services.finance.actions import commissions, forfeits, receivables, refunds
from services.finance.actions.ledger import About, post, undo
from services.finance.models import Deal, Instalment, Verdict
from services.finance.queries import deals as known
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind
from services.finance.rules.instalments import RULE, DealKind, spread
from services.leads.events import VerdictGiven

WITHDRAWN = "退房，合同不再履行 / the unit was given back"
_FACTS = ("kind", "customer_name", "unit_id", "unit_number", "consultant_id")


def know(work: Work, event: Any) -> Deal:
    """The deal an event is about, locked: with what the event tells of it, where nothing has told that before."""
    row = {name: getattr(event, name) for name in ("deal_id", "estate_id", "number", "customer_id")}
    adding = insert_into(work.session, Deal).values(**row, unplaced=[]).on_conflict_do_nothing()
    work.session.execute(adding)
    deal = known.take_deal(work, event.deal_id)
    assert deal is not None
    if event.service == "contracts":  # Whose deal it is, nobody knows better.
        deal.customer_id = event.customer_id
        deal.number = deal.number if isinstance(event, ContractSigned) else event.number
    for name in _FACTS:
        if getattr(deal, name) is None:
            setattr(deal, name, getattr(event, name, None))
    if deal.consultant_id is None:
        deal.consultant_id = getattr(event, "closer_id", None)
    return deal


def close(work: Work, event: DealClosed) -> None:
    """Keeps the price at which the unit was sold or let."""
    deal = know(work, event)
    deal.price, deal.closed_on = event.price, event.closed_on
    square(work, deal)


def sign(work: Work, event: ContractSigned) -> None:
    """Keeps what the contract says is to be paid when; told again it is the same contract."""
    deal = know(work, event)
    if deal.contract_id is None:
        deal.contract_id, deal.contract_number, deal.signed_on = event.contract_id, event.number, event.signed_on
        for told in event.instalments:
            one = Instalment(id=new_id(), position=told.position, due_on=told.due_on, pays_by=told.due_on)
            one.trace = work.cause.correlation_id
            one.estate_id, one.means, one.amount = deal.estate_id, told.means, told.amount
            one.paid, one.cancelled = Decimal(0), False
            deal.instalments.append(one)
    square(work, deal)


def withdraw(work: Work, event: DealWithdrawn) -> None:
    """Nothing is due any more of a unit that was given back; what was paid is refunded, and the rest is forfeited."""
    deal = know(work, event)
    deal.withdrawn_on = event.withdrawn_on
    square(work, deal)


def note_verdict(work: Work, event: VerdictGiven) -> None:
    """Keeps the verdict in force, which is the one with the highest position."""
    deal = know(work, event)
    verdict = work.session.get(Verdict, deal.deal_id)
    if verdict is None or event.position > verdict.position:
        told = {name: getattr(event, name) for name in ("deal_id", "verdict_id", "position", "is_final")}
        work.session.merge(Verdict(**told, shares=to_wire(event)["shares"]))
    square(work, deal)


def refund(work: Work, event: RefundApproved) -> None:
    """The customer is to have money back; it is owed as soon as so much is held."""
    deal = know(work, event)
    refunds.note(work, deal, event.amount, event.evidence)
    square(work, deal)


def square(work: Work, deal: Deal) -> None:
    """Brings the books of a deal to what is known of it."""
    work.session.flush()
    forfeits.give_up(work, deal)
    posted = known.booked(work.session, deal) if deal.contract_id else []
    if deal.stands and not posted:
        _charge(work, deal)
    if not deal.stands:
        for entry_id in posted:
            _undo(work, deal, entry_id, WITHDRAWN)
    _count_the_deposit(work, deal)
    refunds.owe(work, deal)
    _count_the_deposit(work, deal)
    forfeits.keep(work, deal)
    _spread(work, deal)
    receivables.schedule(work, deal)
    commissions.follow(work, deal)


def _charge(work: Work, deal: Deal) -> None:
    total = sum((one.amount for one in deal.instalments), Decimal(0))
    if total:
        about = About(f"合同 {deal.contract_number} / contract", _day(work, deal), cause=deal.contract_id, rule=RULE)
        post(work, deal, Kind.CHARGE, ledger.a_contract_charge(DealKind(deal.kind or "").income, total), about)


def _count_the_deposit(work: Work, deal: Deal) -> None:
    """What is held as deposit counts towards what the customer owes."""
    sums = known.balances(work.session, deal.deal_id)
    amount = min(-sums[Account.DEPOSITS_HELD], sums[Account.RECEIVABLE])
    if amount > 0:
        memo = f"定金抵付合同款 {deal.contract_number} / the deposit counts towards the contract"
        about = About(memo, cause=deal.contract_id if deal.stands else deal.deal_id, rule=RULE)
        post(work, deal, Kind.TRANSFER, ledger.a_transfer(Account.DEPOSITS_HELD, Account.RECEIVABLE, amount), about)


def _spread(work: Work, deal: Deal) -> None:
    """The oldest instalments are paid first; what is refunded while the contract stands is not due once more."""
    inorder = sorted(deal.instalments, key=lambda one: (one.due_on, one.position))
    paid = Decimal(0)
    if deal.stands:
        paid = known.paid_on(work.session, deal) + known.refunded_on(work.session, deal)
    for one, part in zip(inorder, spread([one.amount for one in inorder], paid), strict=True):
        one.paid, one.cancelled = part, not deal.stands


def _undo(work: Work, deal: Deal, entry_id: str, reason: str) -> None:
    entry = queries.find_entry(work, entry_id)
    assert entry is not None
    undo(work, deal, entry, reason)


def _day(work: Work, deal: Deal) -> date:
    """The day of signing, or today where the signing is dated after it."""
    today = work.today(queries.zone_of(work.session, deal.estate_id))
    return min(deal.signed_on or today, today)
