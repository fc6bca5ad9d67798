"""What finance does with money of a unit that was given back and that no refund returns: it is forfeited (SALE-4).

How much a customer has back is what sales control approved, by the terms that were shown. Once the unit is given back
and no approved refund waits for money, that is settled, and the rest stops being held for the customer. Should another
refund be approved, or a payment turn out to be a mistake, the forfeit is reversed and worked out anew.
"""

from collections.abc import Collection
from decimal import Decimal

from kit.work import Work
from services.finance import queries
from services.finance.actions.ledger import About, post, undo
from services.finance.models import Deal
from services.finance.queries import deals as known
from services.finance.queries import deposits, money
from services.finance.rules import ledger
from services.finance.rules.accounts import Account, Kind
from services.finance.rules.deposits import State

RULE = "SALE-4"
ANEW = "退款或收款有变，没收款重新计算 / what is refunded or was paid has changed"
_HELD = (Account.DEPOSITS_HELD, Account.RECEIVABLE)


def keep(work: Work, deal: Deal) -> None:
    """Forfeits what is held of a unit that was given back, where it is settled what the customer has back."""
    if deal.withdrawn_on is None or money.refunds_waiting(work.session, deal.deal_id):
        return
    sums = known.balances(work.session, deal.deal_id)
    parts = [(account, -sums[account]) for account in _HELD if sums[account] < 0]
    if parts:
        memo = f"退房没收 {deal.number} / forfeited as the unit was given back"
        about = About(memo, cause=deal.deal_id, rule=RULE)
        post(work, deal, Kind.FORFEIT, ledger.a_forfeit(parts), about)
    if Account.DEPOSITS_HELD in dict(parts):
        # The deposit is still here: what was paid back, if anything, had come in on the contract.
        _mark(work, deal, (State.CONFIRMED, State.REFUNDED), State.FORFEITED)


def give_up(work: Work, deal: Deal) -> None:
    """Holds what was forfeited for the customer again, where a refund waits for money or a payment never came."""
    if deal.withdrawn_on is None:
        return
    never_came = known.balances(work.session, deal.deal_id)[Account.RECEIVABLE] > Decimal(0)
    if never_came or money.refunds_waiting(work.session, deal.deal_id):
        take_back(work, deal)


def take_back(work: Work, deal: Deal) -> None:
    """The opposite of all that was forfeited of a deal."""
    for entry_id in known.forfeits(work.session, deal.deal_id):
        entry = queries.find_entry(work, entry_id)
        assert entry is not None
        undo(work, deal, entry, ANEW)
    _mark(work, deal, (State.FORFEITED,), State.CONFIRMED)


def _mark(work: Work, deal: Deal, before: Collection[State], after: State) -> None:
    work.session.flush()
    for deposit in deposits.of_deal(work.session, deal.deal_id):
        if deposit.state in before:
            deposit.state = after.value
