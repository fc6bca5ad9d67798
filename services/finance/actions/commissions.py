"""What finance does about commissions: accrues, pays and takes back what consultants earn by deals (FIN-6).

`follow` brings the commissions of a deal to what is known of it, whatever came first: see `actions/deals.py`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.finance import queries
from services.finance.actions.ledger import About, post, undo
from services.finance.events import CommissionClawedBack, CommissionPaid, CommissionPayable
from services.finance.models import Commission, Deal, Verdict
from services.finance.queries import commissions as asked
from services.finance.queries import deals as known
from services.finance.rules import commission as rules
from services.finance.rules.accounts import Kind, Purse
from services.finance.rules.commission import RULE, State
from services.finance.rules.instalments import DealKind
from services.finance.rules.ledger import Posting
from services.finance.settings import rates_of

Why = tuple[str, str]  # In Chinese and in English.
WITHDRAWN: Why = ("退房", "the unit was given back")
JUDGED_ANEW: Why = ("客户归属重新判定", "whose customer it is was judged anew")
NEVER_PAID: Why = ("首期款冲销，尚无到账", "the payment it was paid on was reversed")


@dataclass
class Run:
    """What a run has paid and recovered, and whose commissions it left since they owe more than they have earned."""

    settled: list[Commission] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def follow(work: Work, deal: Deal) -> None:
    """Accrues by the verdict in force, takes back what nothing holds up any more, and says what is payable."""
    verdict = work.session.get(Verdict, deal.deal_id)
    earns = verdict is not None and deal.price is not None and deal.withdrawn_on is None
    standing = asked.standing(work.session, deal.deal_id)
    ripeness = asked.ripeness_of(work.session, deal)
    for one in standing:
        if verdict is None or not earns or one.position != verdict.position:
            _take_back(work, deal, one, JUDGED_ANEW if earns else WITHDRAWN)
        elif one.state == State.PAID and ripeness.payment_was_a_mistake:
            _take_back(work, deal, one, NEVER_PAID)
    if verdict is not None and earns:
        standing = [one for one in standing if one.state in asked.STANDING]
        standing += _accrue(work, deal, verdict, {one.consultant_id for one in standing})
        for one in standing:
            _ripen(work, deal, one, ripeness.is_ripe)


def _accrue(work: Work, deal: Deal, verdict: Verdict, has: Collection[str]) -> list[Commission]:
    """What each consultant earns by the verdict who does not have it yet."""
    rate = rates_of(work.settings).of(DealKind(deal.kind or ""))
    percents = [Decimal(share["percent"]) for share in verdict.shares]
    price = deal.price or Decimal(0)
    amounts = rules.shared(rules.commission_on(price, rate), percents)
    made = []
    for share, percent, amount in zip(verdict.shares, percents, amounts, strict=True):
        if amount and share["consultant_id"] not in has:
            one = Commission(id=new_id(), deal_id=deal.deal_id, estate_id=deal.estate_id, position=verdict.position)
            one.consultant_id, one.price, one.rate, one.percent = share["consultant_id"], price, rate, percent
            one.amount, one.state, one.accrued_at = amount, State.ACCRUED.value, work.now
            one.month = f"{_today(work, deal):%Y-%m}"
            one.entry_id = _post(work, deal, one, rules.an_accrual(amount), "计提佣金 / commission accrues")
            work.session.add(one)
            made.append(one)
    return made


def _ripen(work: Work, deal: Deal, one: Commission, is_ripe: bool) -> None:
    """Payable once all is there; not any more where the first payment turns out to be a mistake."""
    if one.state == State.ACCRUED and is_ripe:
        one.state, one.payable_on = State.PAYABLE.value, _today(work, deal)
        work.announce(CommissionPayable(**_told(deal, one)), estate=deal.estate_id)
    elif one.state == State.PAYABLE and not is_ripe:
        one.state, one.payable_on = State.ACCRUED.value, None


def _take_back(work: Work, deal: Deal, one: Commission, why: Why) -> None:
    """The opposite of what was accrued; where it is paid already, the consultant owes it from now on."""
    entry = queries.find_entry(work, one.entry_id)
    if entry is None or one.state not in asked.STANDING:
        return
    zh, en = why
    reason = f"{zh} / {en}"
    undo(work, deal, entry, reason)
    was_paid = one.state == State.PAID
    one.state = (State.CLAWED_BACK if was_paid else State.REVERSED).value
    one.taken_back_at, one.reason = work.now, reason
    if was_paid:
        told = CommissionClawedBack(**_told(deal, one), reason=reason, reason_zh=zh, reason_en=en)
        work.announce(told, estate=deal.estate_id)


def pay(work: Work, commission_id: str, purse: Purse) -> Commission:
    """Pays one commission, whole and once."""
    deal, one = _taken(work, commission_id)
    ripeness = asked.ripeness_of(work.session, deal)
    raise_if_any(rules.reasons_not_to_pay(State(one.state), ripeness, one.paid_by))
    _settle(work, deal, one, purse)
    return one


def recover(work: Work, commission_id: str, purse: Purse) -> Commission:
    """The consultant has given back what was paid and then taken back."""
    deal, one = _taken(work, commission_id)
    raise_if_any(rules.reasons_not_to_recover(State(one.state)))
    _settle(work, deal, one, purse)
    return one


def pay_all(work: Work, until: date, purse: Purse, **narrowed: str | None) -> Run:
    """Pays each consultant what is payable less what they owe, and nothing where they owe more than that.

    Where the two come to the same, both are settled and no money moves.
    """
    wanted = {"until": until, **narrowed}
    deals = {one.deal_id for one in asked.to_settle(work, wanted)}
    locked = {deal_id: known.take_deal(work, deal_id) for deal_id in sorted(deals)}
    work.session.expire_all()
    run = Run()
    for consultant, group in groupby(asked.to_settle(work, wanted), key=lambda one: one.consultant_id):
        own = [one for one in group if one.deal_id in locked]
        if _net(own) < 0:
            run.left_out.append(consultant)
            continue
        for one in own:
            _settle(work, one.deal, one, purse)
            run.settled.append(one)
    return run


def _net(own: Iterable[Commission]) -> Decimal:
    return sum((one.amount if one.state == State.PAYABLE else -one.amount for one in own), Decimal(0))


def _settle(work: Work, deal: Deal, one: Commission, purse: Purse) -> None:
    """Pays what is payable, or takes in what is owed, at once and as a whole."""
    owed = one.state == State.CLAWED_BACK
    memo = "收回佣金 / commission recovered" if owed else "支付佣金 / commission paid"
    _post(work, deal, one, rules.a_payment(purse, -one.amount if owed else one.amount), memo)
    if owed:
        one.state = State.RECOVERED.value
        return
    one.state, one.paid_at, one.paid_by = State.PAID.value, work.now, work.caller.name
    work.announce(CommissionPaid(**_told(deal, one), paid_at=work.now), estate=deal.estate_id)


def _taken(work: Work, commission_id: str) -> tuple[Deal, Commission]:
    """The commission as it stands once its deal is locked, so that it is not taken back meanwhile."""
    deal_id = asked.find(work, commission_id).deal_id
    known.take_deal(work, deal_id)
    work.session.expire_all()
    one = asked.find(work, commission_id)
    return one.deal, one


def _post(work: Work, deal: Deal, one: Commission, postings: list[Posting], memo: str) -> str:
    return post(work, deal, Kind.COMMISSION, postings, About(f"{deal.number} {memo}", cause=one.id, rule=RULE)).id


def _today(work: Work, deal: Deal) -> date:
    return work.today(queries.zone_of(work.session, deal.estate_id))


def _told(deal: Deal, one: Commission) -> dict[str, Any]:
    return {
        "commission_id": one.id,
        "deal_id": deal.deal_id,
        "number": deal.number,
        "estate_id": deal.estate_id,
        "consultant_id": one.consultant_id,
        "amount": one.amount,
    }
