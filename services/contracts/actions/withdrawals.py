"""Units are given back (SALE-9), and customers with a problem are reported (SALE-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.reasons import Reason
from kit.work import Work
from services.contracts import scope
from services.contracts.actions.board import move
from services.contracts.actions.deals import take
from services.contracts.errors import NoSuchProblem, NoSuchWithdrawal, NotYet, WithdrawalUnderWay
from services.contracts.events import DealWithdrawn, ProblemReported, RefundApproved
from services.contracts.models import Contract, Deal, Problem, Unit, UnitMove, Withdrawal
from services.contracts.queries.leases import in_sight
from services.contracts.queries.withdrawals import open_one
from services.contracts.rules.board import Cause
from services.contracts.rules.contracts import ContractState
from services.contracts.rules.deals import DealState
from services.contracts.rules.problems import ProblemState, reasons_not_to_resolve
from services.contracts.rules.withdrawals import Why, WithdrawalState, reasons_not_to_decide, reasons_not_to_request
from services.finance.events import RefundPaid, RefundRefused
from services.property.events import UnitChanged


@dataclass(frozen=True)
class Wish:
    """Why the unit is given back, and how much is refunded, in yuan, on what evidence."""

    why: Why
    reason: str
    refund: Decimal
    evidence: str


def request(work: Work, deal_id: str, wish: Wish) -> Withdrawal:
    """The customer wants to give the unit back."""
    deal, _ = take(work, deal_id)
    raise_if_any(_reasons_against(deal, wish.refund))
    if _under_way(work, deal.id) is not None:
        raise WithdrawalUnderWay(deal.number)
    one = Withdrawal(id=new_id(), deal_id=deal.id, estate_id=deal.estate_id, **vars(wish))
    one.state, one.requested_at, one.trace = WithdrawalState.REQUESTED, work.now, work.cause.correlation_id
    one.requested_by_id, one.requested_by = work.caller.id, work.caller.name
    work.session.add(one)
    return one


def _reasons_against(deal: Deal, refund: Decimal) -> Iterator[Reason]:
    most = (deal.price if deal.state is DealState.SIGNED else deal.deposit) or Decimal(0)
    return reasons_not_to_request(deal.state, deal.kind, refund, most)


def decide(work: Work, withdrawal_id: str, is_approved: bool, decision: str) -> Withdrawal:
    """A manager approves it, and finance pays what is refunded; or refuses it, and nothing changes.

    Whatever stood against asking for it must not stand against it now.
    """
    deal = scope.deal(work, _find(work, withdrawal_id).deal_id)
    one = _take(work, withdrawal_id)
    is_own = one.requested_by_id == work.caller.id
    raise_if_any(reasons_not_to_decide(one.state, scope.is_sales_manager(work.caller), is_own))
    if is_approved:
        raise_if_any(_reasons_against(deal, one.refund))
    one.decided_at, one.decided_by, one.decision = work.now, work.caller.name, decision
    one.state = WithdrawalState.APPROVED if is_approved else WithdrawalState.REFUSED
    if is_approved and one.refund:
        _ask_finance(work, one, deal)
    elif is_approved:
        _give_back(work, one, deal)
    return one


def note_the_refund(work: Work, event: RefundPaid) -> None:
    """Finance has paid the customer back: the unit is on the board again. Told again, it is so already.

    Raises NotYet for a deal that is not known here.
    """
    deal = work.session.get(Deal, event.deal_id, with_for_update=True)
    if deal is None:
        raise NotYet(f"deal {event.deal_id} is not known here")
    one = _under_way(work, deal.id)
    if one is not None and one.state is WithdrawalState.APPROVED:
        _give_back(work, one, deal)


def note_that_too_little_is_held(work: Work, event: RefundRefused) -> None:
    """Finance holds less than was approved: the withdrawal is over, and may be asked for anew with less.

    Raises NotYet for a deal that is not known here.
    """
    deal = work.session.get(Deal, event.deal_id, with_for_update=True)
    if deal is None:
        raise NotYet(f"deal {event.deal_id} is not known here")
    one = _under_way(work, deal.id)
    if one is not None and one.state is WithdrawalState.APPROVED:
        one.state, one.decision = WithdrawalState.REFUSED, event.reason


def _under_way(work: Work, deal_id: str) -> Withdrawal | None:
    return work.session.scalars(open_one(deal_id).with_for_update()).one_or_none()


def _find(work: Work, withdrawal_id: str) -> Withdrawal:
    chosen = select(Withdrawal).where(Withdrawal.id == withdrawal_id, in_sight(work, Withdrawal.estate_id))
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchWithdrawal()
    return found


def _take(work: Work, withdrawal_id: str) -> Withdrawal:
    """The withdrawal, locked; its deal is locked before, by everybody."""
    found = _find(work, withdrawal_id)
    work.session.refresh(found, with_for_update=True)
    work.expect(found.version)
    return found


def _ask_finance(work: Work, one: Withdrawal, deal: Deal) -> None:
    approved = RefundApproved(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_number=work.session.get_one(Unit, deal.unit_id).number,
        customer_id=deal.customer_id,
        customer_name=deal.customer_name,
        amount=one.refund,
        evidence=one.evidence,
    )
    work.announce(approved, estate=deal.estate_id)


def _give_back(work: Work, one: Withdrawal, deal: Deal) -> None:
    unit = scope.unit(work, deal.unit_id)
    one.state, one.withdrawn_on = WithdrawalState.DONE, scope.today_at(work, deal.estate_id)
    deal.state, deal.has_unit, deal.ended_at = DealState.WITHDRAWN, False, work.now
    for contract in work.session.scalars(select(Contract).where(Contract.deal_id == deal.id)):
        contract.state = ContractState.WITHDRAWN
    work.session.flush()
    move(work, unit, Cause.GIVEN_BACK, deal, one.reason)
    withdrawn = DealWithdrawn(
        deal_id=deal.id,
        number=deal.number,
        estate_id=deal.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        customer_id=deal.customer_id,
        consultant_id=deal.consultant_id,
        withdrawn_on=one.withdrawn_on,
        why=one.why.value,
        why_zh=one.why.zh,
        why_en=one.why.en,
    )
    work.announce(withdrawn, estate=deal.estate_id)


def note_the_move(work: Work, event: UnitChanged, customer_name: str) -> None:
    """Keeps a unit change for the list of those who changed or gave back (SALE-8)."""
    move_ = UnitMove(
        unit_change_id=event.unit_change_id,
        number=event.number,
        estate_id=event.estate_id,
        customer_id=event.customer_id,
        customer_name=customer_name,
        old_unit_number=event.old_unit_number,
        new_unit_number=event.new_unit_number,
        changed_on=event.change_date,
        cause=event.cause,
        trace=work.cause.correlation_id,
    )
    work.session.merge(move_)


def report(work: Work, deal_id: str, text: str) -> Problem:
    """Reports a customer's problem upward."""
    deal = scope.deal(work, deal_id)
    one = Problem(id=new_id(), deal_id=deal.id, estate_id=deal.estate_id, state=ProblemState.OPEN, text=text)
    one.reported_at, one.reported_by, one.trace = work.now, work.caller.name, work.cause.correlation_id
    work.session.add(one)
    reported = ProblemReported(
        problem_id=one.id,
        deal_id=deal.id,
        deal_number=deal.number,
        estate_id=deal.estate_id,
        reported_by=work.caller.name,
    )
    work.announce(reported, estate=deal.estate_id)
    return one


def resolve(work: Work, problem_id: str, resolution: str) -> Problem:
    """Writes down how a problem was resolved."""
    chosen = select(Problem).where(Problem.id == problem_id, in_sight(work, Problem.estate_id)).with_for_update()
    one = work.session.scalars(chosen).one_or_none()
    if one is None:
        raise NoSuchProblem()
    work.expect(one.version)
    raise_if_any(reasons_not_to_resolve(one.state))
    one.state, one.resolution = ProblemState.RESOLVED, resolution
    one.resolved_at, one.resolved_by = work.now, work.caller.name
    return one
