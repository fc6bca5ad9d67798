"""Concessions: granted inside one's own authority, else applied for, and decided desk by desk (LEAD-14)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from kit.database import lock
from kit.errors import Forbidden, Invalid, raise_if_any
from kit.ids import new_id
from kit.procedure.due import number
from kit.work import Work
from services.leads import scope, settings
from services.leads.events import ConcessionAsked, ConcessionGranted, ConcessionInForce, ConcessionRefused
from services.leads.models import Concession, ConcessionMove, KnownPerson, OfferedUnit
from services.leads.queries import audiences, conceded
from services.leads.rules.concessions import (
    MOVES,
    Act,
    Kind,
    Person,
    State,
    first_desk,
    last_day,
    number_of,
    reasons_against_decider,
    reasons_against_terms,
    reasons_not_to_apply,
    reasons_not_to_grant,
    reasons_not_to_move,
)
from services.leads.rules.offers import Dealing

ALONE = "atrium.leads.concessions"
_DESKS = {
    State.WITH_SALES_MANAGER: ("sales_manager", "销售经理", "the sales manager"),
    State.WITH_GENERAL_MANAGER: ("general_manager", "总经理", "the general manager"),
}


def ask(
    work: Work,
    customer_id: str,
    unit_id: str,
    kind: Kind,
    reason: str,
    dealing: Dealing = Dealing.LEASE,
    amount: Decimal | None = None,
    expected_price: Decimal | None = None,
) -> Concession:
    """Grants a concession at once where the caller may go so far; else files the application."""
    called = audiences.called(tuple(scope.customer(work, customer_id)))
    unit = scope.unit(work, unit_id, "unit_id")
    raise_if_any(reasons_against_terms(kind, amount, dealing), Invalid)
    lock(work.session, ALONE)  # From here on nobody else takes a number, or files the same.
    person = conceded.person_of(work)
    is_own = person.authority(settings.authority_of(work.settings)).covers(kind, amount)
    listed = _listed(unit, dealing)
    is_twice = bool(conceded.of_same_kind(work, customer_id, unit_id, kind))
    raise_if_any(reasons_not_to_apply(kind, expected_price is not None, listed is not None, is_twice, is_own))
    one = _new(work, unit, is_put=not is_own, listed=listed)
    one.customer_id, one.customer, one.dealing, one.kind = customer_id, called, dealing, kind
    one.asked, one.expected_price, one.reason = amount, expected_price, reason
    if is_own:
        _grant(work, one, amount, None, reason)
    else:
        _move(work, one, "ask", None, first_desk(person), reason)
        _tell_the_desk(work, one)
    work.session.add(one)
    return one


def decide(work: Work, concession_id: str, act: Act, reason: str, amount: Decimal | None = None) -> Concession:
    """One desk's word on an application, or the applicant's taking it back. Less than was asked for may be granted."""
    conceded.concession(work, concession_id)
    mine = select(Concession).where(Concession.id == concession_id).with_for_update()
    one = work.session.scalars(mine.execution_options(populate_existing=True)).one()
    work.expect(one.version)
    person = conceded.person_of(work)
    raise_if_any(reasons_not_to_move(one.state, act))
    raise_if_any(reasons_against_decider(one.state, act, person, *conceded.applicants(work, one)), Forbidden)
    if act is Act.GRANT:
        given = one.asked if amount is None else amount
        raise_if_any(reasons_against_terms(one.kind, given, one.dealing), Invalid)
        own = person.authority(settings.authority_of(work.settings))
        raise_if_any(reasons_not_to_grant(one.kind, one.asked, given, own))
        _grant(work, one, given, one.state, reason)
        _tell_of_grant(work, one, reason)
    else:
        _turn(work, one, act, reason)
    return one


def hand_on(work: Work, one: Concession, to: KnownPerson, reason: str) -> None:
    """A colleague goes on with it, as whoever asked for it: they hear what is decided, and may take it back.

    What lies with the sales manager, and is a sales manager's own now, goes to the general manager.
    """
    told = f"{one.consultant} → {to.name}：{reason}"[:500]
    before, one.consultant_id, one.consultant = one.state, to.id, to.name
    desk = first_desk(Person(to.id, to.department, to.rank))
    is_passed_on = before is State.WITH_SALES_MANAGER and desk is not before
    _move(work, one, "hand_over", before, desk if is_passed_on else before, told)
    if is_passed_on:
        _tell_the_desk(work, one)


def _turn(work: Work, one: Concession, act: Act, reason: str) -> None:
    """Passes it on, refuses or withdraws it, and tells whom that concerns."""
    _move(work, one, act.value, one.state, MOVES[act][one.state], reason)
    if act is Act.PASS_ON:
        _tell_the_desk(work, one)
    elif act is Act.REFUSE:
        _decided(work, one)
        _tell_of_refusal(work, one, reason)


def _new(work: Work, unit: OfferedUnit, is_put: bool, listed: Decimal | None) -> Concession:
    position = (work.session.scalar(select(func.max(Concession.position))) or 0) + 1
    return Concession(
        id=new_id(),
        position=position,
        number=number_of(position),
        estate_id=unit.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        listed=listed,
        is_put=is_put,
        at=work.now,
        consultant_id=work.caller.id,
        consultant=work.caller.name,
    )


def _listed(unit: OfferedUnit, dealing: Dealing) -> Decimal | None:
    price = unit.as_price()
    return price.of(dealing) if price else None


def _grant(work: Work, one: Concession, amount: Decimal | None, before: State | None, reason: str) -> None:
    one.granted = amount
    today = scope.today_at(work, one.estate_id)
    one.valid_until = last_day(today, number(settings.CONCESSION_DAYS, work.settings))
    _decided(work, one)
    terms = {"granted": None if amount is None else str(amount)}
    _move(work, one, Act.GRANT.value, before, State.GRANTED, reason, terms)
    in_force = ConcessionInForce(
        concession_id=one.id,
        number=one.number,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        unit_id=one.unit_id,
        dealing=one.dealing.value,
        kind=one.kind.value,
        amount=amount,
        granted_by=work.caller.name,
        reason=reason,
        valid_until=one.valid_until,
    )
    work.announce(in_force, estate=one.estate_id)


def _decided(work: Work, one: Concession) -> None:
    one.decided_by_id, one.decided_by = work.caller.id, work.caller.name


def _move(
    work: Work,
    one: Concession,
    act: str,
    before: State | None,
    after: State,
    reason: str,
    terms: dict[str, Any] | None = None,
) -> None:
    one.state = after
    row = ConcessionMove(id=new_id(), concession_id=one.id, at=work.now, act=act, before=before, after=after)
    row.by_id, row.by_name = work.caller.id, work.caller.name
    row.reason, row.terms = reason, terms or {}
    work.session.add(row)


def _tell_the_desk(work: Work, one: Concession) -> None:
    desk, zh, en = _DESKS[one.state]
    asked = ConcessionAsked(
        concession_id=one.id,
        number=one.number,
        estate_id=one.estate_id,
        unit_number=one.unit_number,
        kind=one.kind.value,
        desk=desk,
        desk_zh=zh,
        desk_en=en,
        consultant_id=one.consultant_id,
        consultant=one.consultant,
    )
    work.announce(asked, estate=one.estate_id)


def _tell_of_grant(work: Work, one: Concession, reason: str) -> None:
    assert one.valid_until is not None, "what is granted has a last day"
    granted = ConcessionGranted(
        concession_id=one.id,
        number=one.number,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        unit_id=one.unit_id,
        unit_number=one.unit_number,
        dealing=one.dealing.value,
        kind=one.kind.value,
        amount=one.granted,
        granted_by_id=work.caller.id,
        granted_by=work.caller.name,
        reason=reason,
        consultant_id=one.consultant_id,
        valid_until=one.valid_until,
    )
    work.announce(granted, estate=one.estate_id)


def _tell_of_refusal(work: Work, one: Concession, reason: str) -> None:
    refused = ConcessionRefused(
        concession_id=one.id,
        number=one.number,
        estate_id=one.estate_id,
        unit_number=one.unit_number,
        kind=one.kind.value,
        refused_by=work.caller.name,
        reason=reason,
        consultant_id=one.consultant_id,
    )
    work.announce(refused, estate=one.estate_id)
