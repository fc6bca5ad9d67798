"""What leasing shows of concessions, and of what each caller may do with them (LEAD-14)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope
from services.leads.errors import NoSuchConcession
from services.leads.models import Concession, ConcessionMove
from services.leads.queries import identities
from services.leads.rules.concessions import (
    OPEN,
    Act,
    Carried,
    Kind,
    Person,
    State,
    reasons_against_decider,
    reasons_not_to_move,
)
from services.leads.rules.quoting import plain

CONCESSIONS = Listing(
    columns={"position": Concession.position, "valid_until": Concession.valid_until},
    key=Concession.id,
    default_sort="-position",
    filters={
        "estate_id": Concession.estate_id,
        "customer_id": identities.is_of(Concession.customer_id),
        "unit_id": Concession.unit_id,
        "kind": Concession.kind,
        "state": Concession.state,
    },
    search=(Concession.number, Concession.customer, Concession.unit_number, Concession.consultant),
)


def concessions(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the concessions of the caller's estates; `to_decide` are those that lie at the caller's own desk."""
    chosen = select(Concession).where(scope.within(work.caller, Concession.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(Concession.consultant_id == work.caller.id)
    if asked.get("to_decide"):
        chosen = chosen.where(Concession.state.in_(_desks(person_of(work))), Concession.consultant_id != work.caller.id)
    page = CONCESSIONS.page(work, chosen, asked)
    return page | {"items": [_row(work, one) for one in page["items"]]}


def person_of(work: Work) -> Person:
    """The caller, as the rules look at one."""
    return Person(work.caller.id, work.caller.department, work.caller.rank, work.caller.roles)


def _desks(person: Person) -> list[State]:
    at = ((State.WITH_SALES_MANAGER, person.is_sales_manager), (State.WITH_GENERAL_MANAGER, person.is_general_manager))
    return [state for state, sits in at if sits]


def _row(work: Work, one: Concession) -> dict[str, Any]:
    zh, en = in_words(one.kind, one.granted if one.state is State.GRANTED else one.asked)
    over = one.valid_until is not None and one.valid_until < scope.today_at(work, one.estate_id)
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return told | {"zh": zh, "en": en, "is_over": over}


def concession(work: Work, concession_id: str, field: str | None = None) -> Concession:
    """The concession. Raises NoSuchConcession."""
    found = work.session.get(Concession, concession_id)
    if found is None or not work.caller.may_see(found.estate_id):
        raise NoSuchConcession(field)
    return found


def shown(work: Work, concession_id: str) -> dict[str, Any]:
    """One concession with its history, and what stands against each act of the caller's."""
    work.session.flush()
    one = concession(work, concession_id)
    mine = ConcessionMove.concession_id == one.id
    moves = work.session.scalars(select(ConcessionMove).where(mine).order_by(ConcessionMove.at, ConcessionMove.id))
    return _row(work, one) | {"history": moves.all(), "may_do": _may_do(work, one)}


def _may_do(work: Work, one: Concession) -> list[dict[str, Any]]:
    if one.state not in OPEN:
        return []
    return [
        {"act": act.value, "zh": act.zh, "en": act.en, "reasons_against": _against(work, one, act)}
        for act in Act
        if not any(reasons_not_to_move(one.state, act))
    ]


def _against(work: Work, one: Concession, act: Act) -> list[Reason]:
    permission = "concession.ask" if act is Act.WITHDRAW else "concession.decide"
    if not work.caller.may(permission):
        return [Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this.")]
    return list(reasons_against_decider(one.state, act, person_of(work), *applicants(work, one)))


def applicants(work: Work, one: Concession) -> tuple[str, str]:
    """Whose application it is now, and who filed it: another where the work was handed over since."""
    filed = select(ConcessionMove.by_id).where(ConcessionMove.concession_id == one.id, ConcessionMove.act == "ask")
    return one.consultant_id, work.session.scalars(filed.limit(1)).first() or one.consultant_id


def as_carried(work: Work, one: Concession) -> Carried:
    whose = identities.whose(work, one.customer_id)
    return Carried(one.number, whose, one.unit_id, one.dealing, one.kind, one.state, one.valid_until)


def of_same_kind(work: Work, customer_id: str, unit_id: str, kind: Kind) -> list[Concession]:
    """The open applications of this customer for this unit, of this kind."""
    states = or_(*(Concession.state == state for state in OPEN))
    ids = identities.ids_of(work, customer_id)
    same = (Concession.customer_id.in_(ids), Concession.unit_id == unit_id, Concession.kind == kind)
    return list(work.session.scalars(select(Concession).where(*same, states)))


def is_open_on(day: date) -> ColumnElement[bool]:
    """The condition that a concession is being decided on, or is granted and valid on that day."""
    granted = (Concession.state == State.GRANTED) & (Concession.valid_until >= day)
    return or_(Concession.state.in_(OPEN), granted)


def in_words(kind: Kind, amount: Decimal | None) -> tuple[str, str]:
    """A concession as people say it, in Chinese and English."""
    if kind is Kind.FIT_OUT or amount is None:
        return kind.zh, kind.en
    figure = plain(amount)
    if kind is Kind.DISCOUNT:
        return f"优惠 {figure}%", f"{figure} % off"
    return f"免租 {figure} 天", f"{figure} days rent-free"
