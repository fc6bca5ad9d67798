"""Verdicts are given on deals: when they are made, claimed, lapsed or overruled (LEAD-7 to LEAD-10).

None is ever changed or worked out anew: what comes of one is a further verdict beside it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete

from kit.clock import end_of_day
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.procedure import cancel, do, find_case, open_case
from kit.procedure.models import Case
from kit.work import Work
from services.contracts.events import DealClosed
from services.leads import events, scope, settings
from services.leads.actions.registering import ALONE
from services.leads.errors import NotYet
from services.leads.models import AttributedShare, Attribution, KnownEstate, StoredVerdict
from services.leads.procedures import CLAIM
from services.leads.queries import verdicts as given
from services.leads.queries import weighing
from services.leads.rules import sayings
from services.leads.rules import verdicts as rules
from services.leads.rules.attribution import ALL, Deal, Numbers, Share, Verdict, attribute, shared
from services.leads.rules.verdicts import VerdictKind


def give(work: Work, closed: DealClosed) -> None:
    """The verdict on a deal, from the register as it stood when the deal was made; told twice, it is given once.

    What was entered later does not count, however soon after and however late one hears of the deal. Raises NotYet for
    an estate not known here, and for a deal made at a moment that is to come here.
    """
    estate = work.session.get(KnownEstate, closed.estate_id)
    if estate is None:
        raise NotYet(f"the estate of deal {closed.number} is not known here")
    work.alone(ALONE)
    if work.now < closed.closed_at:
        raise NotYet(f"deal {closed.number} is made at {closed.closed_at.isoformat()}, which is to come here")
    if work.session.get(Attribution, closed.deal_id) is not None:
        return
    numbers = settings.numbers_of(work.settings)
    first = _first(work, closed, _weigh(work, closed, numbers), numbers)
    one = Attribution(deal_id=closed.deal_id, customer_name=closed.customer_name)
    _store(work, one, first)
    if first.claim_until is None:
        return
    if end_of_day(first.claim_until, estate.zone) <= work.now:
        _store(work, one, _lapsed(work, first))
    else:
        _open_the_claim(work, first, estate.zone)


def claim(work: Work, deal_id: str) -> None:
    """The first consultant claims in time, and shares the deal (LEAD-8)."""
    one, case = _take(work, deal_id)
    work.expect(one.version)
    today = scope.today_at(work, one.estate_id)
    raise_if_any(rules.reasons_not_to_claim(given.claim_on(one), work.caller.id, today))
    assert case is not None, "what can be claimed has its case open"
    do(work, case, "claim")
    _store(work, one, _claimed(work, given.in_force(work, deal_id), today))


def lapse(work: Work, case: Case, name: str) -> None:
    """The clock has ended the time to claim: the customer is the closer's alone (LEAD-8)."""
    one = scope.deal(work, case.id, alone=True)
    _store(work, one, _lapsed(work, given.in_force(work, case.id)))


def overrule(work: Work, deal_id: str, shares: Sequence[Share], reason: str) -> None:
    """A sales manager decides otherwise, with a reason; a claim that was open is over (LEAD-10).

    Shares go to consultants of leasing, or to whom an earlier verdict on the deal names. Raises NoSuchConsultant.
    """
    one, case = _take(work, deal_id)
    work.expect(one.version)
    before = given.in_force(work, deal_id)
    raise_if_any(rules.reasons_not_to_overrule(rules.shares_from_told(before.shares), one.is_final, shares))
    named = given.consultants_named(work, deal_id)
    for place, share in enumerate(shares):
        if share.consultant not in named:
            scope.consultant(work, share.consultant, f"shares.{place}.consultant_id")
    if case is not None and case.is_open:
        cancel(work, case, reason)
    why = [rules.reason_as_told(sayings.overruled(work.caller.name, reason))]
    _store(work, one, _next(work, before, VerdictKind.OVERRULED, why, shares, reason))


def _weigh(work: Work, closed: DealClosed, numbers: Numbers) -> Verdict:
    deal = Deal(closed.deal_id, closed.customer_id, closed.closer_id, closed.closed_on, closed.is_on_site)
    then = weighing.AsOf(closed.closed_on, closed.closed_at)
    found = weighing.household(work, closed.customer_id, closed.estate_id, then)
    return attribute(deal, found.registrations, found.visits, numbers=numbers, known_as=found.known_as)


def _open_the_claim(work: Work, first: StoredVerdict, zone: str) -> None:
    open_case(
        work,
        CLAIM,
        id=first.deal_id,
        number=first.number,
        estate=first.estate_id,
        link=f"/attributions/{first.deal_id}",
        zone=zone,
        dates={"claim_until": first.claim_until} if first.claim_until else {},
    )


def _take(work: Work, deal_id: str) -> tuple[Attribution, Case | None]:
    """The deal for this work alone, and the claim's case where one was open.

    The clock has the case before it has the deal; so has everybody, and nobody waits in a circle.
    """
    case = None if scope.deal(work, deal_id).is_final else find_case(work, deal_id)
    return scope.deal(work, deal_id, alone=True), case


def _first(work: Work, closed: DealClosed, verdict: Verdict, numbers: Numbers) -> StoredVerdict:
    return StoredVerdict(
        id=new_id(),
        deal_id=closed.deal_id,
        position=1,
        kind=VerdictKind.GIVEN,
        at=work.now,
        by_id=work.caller.id,
        by_name=work.caller.name,
        number=closed.number,
        estate_id=closed.estate_id,
        unit_number=closed.unit_number,
        deal_kind=closed.kind,
        price=closed.price,
        customer_id=closed.customer_id,
        closer_id=closed.closer_id,
        closed_at=closed.closed_at,
        closed_on=closed.closed_on,
        is_on_site=closed.is_on_site,
        weighed=rules.weighed_as_told(verdict),
        reasons=[rules.reason_as_told(reason) for reason in verdict.reasons],
        shares=rules.shares_as_told(verdict.shares),
        claimant_id=verdict.claimant,
        claim_until=verdict.claim_until,
        is_final=verdict.claimant is None,
        numbers=rules.numbers_as_told(numbers),
    )


# What a further verdict has of the one before it: the deal, the claim on it, what was weighed.
_KEPT = {column.key for column in StoredVerdict.__mapper__.column_attrs} - {
    *("id", "position", "kind", "at", "by_id", "by_name", "reasons", "shares", "is_final", "why")
}
_SHOWN = {column.key for column in Attribution.__mapper__.column_attrs} - {"version", "customer_name", "withdrawn_on"}


def _next(
    work: Work,
    before: StoredVerdict,
    kind: VerdictKind,
    reasons: Sequence[dict[str, Any]],
    shares: Sequence[Share],
    why: str | None = None,
) -> StoredVerdict:
    return StoredVerdict(
        **{name: getattr(before, name) for name in _KEPT},
        id=new_id(),
        position=before.position + 1,
        kind=kind,
        at=work.now,
        by_id=work.caller.id,
        by_name=work.caller.name,
        reasons=list(reasons),
        shares=rules.shares_as_told(shares),
        is_final=True,
        why=why,
    )


def _claimed(work: Work, first: StoredVerdict, today: date) -> StoredVerdict:
    assert first.claimant_id, "somebody could claim"
    assert first.claim_until, "and had a time for it"
    shares = shared(first.claimant_id, first.closer_id, Decimal(first.numbers["first_percent"]))
    why = [*first.reasons[:-1], rules.reason_as_told(sayings.claimed(today, first.claim_until))]
    return _next(work, first, VerdictKind.CLAIMED, why, shares)


def _lapsed(work: Work, first: StoredVerdict) -> StoredVerdict:
    assert first.claim_until is not None, "there was a time to claim"
    why = [*first.reasons[:-1], rules.reason_as_told(sayings.lapsed(first.claim_until))]
    return _next(work, first, VerdictKind.LAPSED, why, (Share(first.closer_id, ALL),))


def _store(work: Work, one: Attribution, verdict: StoredVerdict) -> None:
    """Adds the verdict, which is in force from now on, and tells the others."""
    for name in _SHOWN:
        setattr(one, name, getattr(verdict, name))
    one.version = verdict.position
    work.session.add_all((one, verdict))
    work.session.execute(delete(AttributedShare).where(AttributedShare.deal_id == one.deal_id))
    shares = rules.shares_from_told(verdict.shares)
    for share in shares:
        work.session.add(AttributedShare(deal_id=one.deal_id, consultant_id=share.consultant, percent=share.percent))
    given_now = events.VerdictGiven(
        deal_id=verdict.deal_id,
        verdict_id=verdict.id,
        position=verdict.position,
        number=verdict.number,
        estate_id=verdict.estate_id,
        customer_id=verdict.customer_id,
        closer_id=verdict.closer_id,
        shares=tuple(events.Share(share.consultant, share.percent) for share in shares),
        rules=tuple(dict.fromkeys(reason["rule"] for reason in verdict.reasons)),
        claim_until=None if verdict.is_final else verdict.claim_until,
        is_final=verdict.is_final,
    )
    work.announce(given_now, estate=verdict.estate_id)
