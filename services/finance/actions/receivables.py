"""What finance does about payments that are due: puts one off with approval, reminds of what is open (FIN-3)."""

from datetime import date, datetime, timedelta
from typing import Any

from kit.clock import end_of_day
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.finance import queries
from services.finance.errors import NoSuchDeferral, NoSuchInstalment
from services.finance.events import DeferralDecided, DeferralRequested, PaymentDunned
from services.finance.models import Deal, Deferral, Instalment
from services.finance.queries import money
from services.finance.queries import receivables as asked
from services.finance.rules.receivables import (
    APPROVED,
    ENDED,
    REFUSED,
    DeferralState,
    Outcome,
    next_reminder,
    reasons_not_to_defer,
)
from services.finance.settings import rhythm_of

MOST_AT_ONCE = 100


def ask_to_defer(work: Work, instalment_id: str, new_date: date, reason: str) -> Deferral:
    """Applies for a later day of payment."""
    one = asked.take_instalment(work, instalment_id)
    if one is None:
        raise NoSuchInstalment()
    is_asked = asked.open_deferral(work.session, one.id)
    is_given_back = money.is_refunding(work.session, one.deal_id)
    raise_if_any(reasons_not_to_defer(one.open, one.pays_by, new_date, is_asked, is_given_back))
    deferral = Deferral(id=new_id(), instalment_id=one.id, estate_id=one.estate_id, old_date=one.pays_by)
    deferral.trace = work.cause.correlation_id
    deferral.new_date, deferral.reason, deferral.state = new_date, reason, DeferralState.ASKED.value
    deferral.asked_at, deferral.asked_by_id, deferral.asked_by = work.now, work.caller.id, work.caller.name
    work.session.add(deferral)
    told = _about(deferral, one, one.deal)
    work.announce(DeferralRequested(**told, asked_by=deferral.asked_by), estate=one.estate_id)
    return deferral


def decide_deferral(work: Work, deferral_id: str, approved: bool, note: str | None = None) -> Deferral:
    """Approves or refuses a later day; nobody decides about their own application."""
    found = asked.find_deferral(work, deferral_id)
    one = asked.take_instalment(work, found.instalment_id) if found else None
    deferral = asked.find_deferral(work, deferral_id)
    if one is None or deferral is None:
        raise NoSuchDeferral()
    raise_if_any(asked.reasons_not_to_decide(work, deferral, one))
    deferral.note = note
    if approved:
        one.pays_by = deferral.new_date
        one.remind_at = reminder(work, one)
    _decided(work, deferral, one, one.deal, APPROVED if approved else REFUSED)
    return deferral


def _decided(work: Work, deferral: Deferral, one: Instalment, deal: Deal, outcome: Outcome) -> None:
    deferral.state = outcome.state.value
    deferral.decided_at, deferral.decided_by = work.now, work.caller.name
    told = _about(deferral, one, deal) | {"asked_by_id": deferral.asked_by_id, "decided_by": work.caller.name}
    told |= {"outcome_zh": outcome.zh, "outcome_en": outcome.en}
    work.announce(DeferralDecided(**told, approved=outcome is APPROVED), estate=one.estate_id)


def remind(work: Work) -> None:
    """Reminds of the payments whose time has come, each once; several copies share them."""
    for one in asked.take_due_reminders(work.session, work.now, MOST_AT_ONCE):
        work.announce(_reminder_of(work, one), estate=one.estate_id)
        one.remind_at = reminder(work, one, since=_today(work, one) + timedelta(days=1))


def schedule(work: Work, deal: Deal) -> None:
    """What is open is reminded of; what is not, and a customer who gives the unit back, is left in peace."""
    is_given_back = money.is_refunding(work.session, deal.deal_id)
    for one in deal.instalments:
        if is_given_back or not one.open:
            one.remind_at = None
        elif one.remind_at is None:
            one.remind_at = reminder(work, one)
    work.session.flush()  # Which locks what was paid or cancelled, so that nobody decides about it meanwhile.
    _close_applications(work, deal)


def _close_applications(work: Work, deal: Deal) -> None:
    """An application for a later day ends with what it was about: paid, or cancelled with the contract."""
    closed = {one.id: one for one in deal.instalments if not one.open}
    for deferral in asked.take_asked(work.session, closed) if closed else ():
        deferral.note = f"{ENDED.zh} / {ENDED.en}"
        _decided(work, deferral, closed[deferral.instalment_id], deal, ENDED)


def reminder(work: Work, one: Instalment, since: date | None = None) -> datetime:
    """The moment of the next reminder: the beginning of its day where the estate is."""
    day = next_reminder(one.pays_by, rhythm_of(work.settings), since or _today(work, one))
    return end_of_day(day - timedelta(days=1), queries.zone_of(work.session, one.estate_id))


def _reminder_of(work: Work, one: Instalment) -> PaymentDunned:
    return PaymentDunned(
        instalment_id=one.id,
        position=one.position,
        deal_id=one.deal_id,
        number=one.deal.contract_number or one.deal.number,
        estate_id=one.estate_id,
        unit_number=one.deal.unit_number,
        customer_id=one.deal.customer_id,
        consultant_id=one.deal.consultant_id,
        pays_by=one.pays_by,
        amount=one.open,
        days_late=(_today(work, one) - one.pays_by).days,
    )


def _today(work: Work, one: Instalment) -> date:
    return work.today(queries.zone_of(work.session, one.estate_id))


def _about(deferral: Deferral, one: Instalment, deal: Deal) -> dict[str, Any]:
    return {
        "deferral_id": deferral.id,
        "instalment_id": one.id,
        "deal_id": deal.deal_id,
        "number": deal.contract_number or deal.number,
        "position": one.position,
        "estate_id": one.estate_id,
        "old_date": deferral.old_date,
        "new_date": deferral.new_date,
    }
