"""What finance looks up and shows of payments that are due, late or put off (FIN-3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, contains_eager

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.finance.models import Deal, Deferral, Estate, Instalment
from services.finance.queries import as_kept, in_sight, zone_of
from services.finance.queries.money import is_refunding
from services.finance.rules.instalments import DealKind
from services.finance.rules.receivables import DeferralState, Which, reasons_not_to_decide_deferral

OPEN = and_(Instalment.cancelled.is_(False), Instalment.paid < Instalment.amount)
_FILTERS = {
    "estate_id": Instalment.estate_id,
    "deal_id": Instalment.deal_id,
    "customer_id": Deal.customer_id,
    "consultant_id": Deal.consultant_id,
    "means": Instalment.means,
    "since": lambda day: Instalment.pays_by >= day,
    "until": lambda day: Instalment.pays_by <= day,
}
_SEARCH = (Deal.number, Deal.contract_number, Deal.customer_name, Deal.unit_number)
RECEIVABLES = Listing(
    columns={"pays_by": Instalment.pays_by, "due_on": Instalment.due_on, "amount": Instalment.amount},
    key=Instalment.id,
    default_sort="pays_by",
    filters=_FILTERS,
    search=_SEARCH,
)
DEFERRALS = Listing(
    columns={"asked_at": Deferral.asked_at, "new_date": Deferral.new_date},
    key=Deferral.id,
    default_sort="-asked_at",
    filters={"estate_id": Deferral.estate_id, "deal_id": Instalment.deal_id, "state": Deferral.state},
    search=_SEARCH,
)
_OF_INSTALMENT = ("id", "deal_id", "estate_id", "position", "due_on", "pays_by", "means", "amount", "paid", "open")
_OF_DEAL = ("number", "contract_number", "customer_id", "customer_name", "unit_id", "unit_number", "consultant_id")
_OF_DEFERRAL = (
    *("id", "instalment_id", "old_date", "new_date", "reason", "asked_at", "asked_by"),
    *("decided_at", "decided_by", "note"),
)


def _instalments(work: Work) -> Select[Any]:
    whole: Select[Any] = select(*(Instalment,))
    joined = whole.join(Instalment.deal).options(contains_eager(Instalment.deal))
    return joined.where(in_sight(work, Instalment.estate_id))


def take_instalment(work: Work, instalment_id: str) -> Instalment | None:
    """A payment of a contract with its deal, locked."""
    chosen = _instalments(work).where(Instalment.id == instalment_id).with_for_update(of=Instalment)
    found: Instalment | None = work.session.scalars(chosen, execution_options={"populate_existing": True}).one_or_none()
    return found


def take_due_reminders(session: Session, now: datetime, most: int) -> list[Instalment]:
    """The open payments whose next reminder has come, those that another copy is at left out."""
    chosen = select(Instalment).join(Instalment.deal).options(contains_eager(Instalment.deal))
    chosen = chosen.where(OPEN, Instalment.remind_at <= now).order_by(Instalment.remind_at, Instalment.id).limit(most)
    return list(session.scalars(chosen.with_for_update(of=Instalment, skip_locked=True)))


def receivables(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of payments, the first to be paid first."""
    chosen = _instalments(work).where(Instalment.cancelled.is_(False))
    if wanted.get("list"):
        chosen = chosen.where(_is(work, wanted["list"]))
    page = RECEIVABLES.page(work, chosen, as_kept(wanted))
    asked = _asked(work.session, [one.id for one in page["items"]])
    return page | {"items": [_shown(work, one) | {"is_asked": one.id in asked} for one in page["items"]]}


def _is(work: Work, which: Which) -> ColumnElement[bool]:
    if which is Which.PAID:
        return Instalment.paid == Instalment.amount
    if which is Which.DEFERRED:
        return and_(OPEN, Instalment.pays_by > Instalment.due_on)
    late = _late(work)
    return and_(OPEN, late) if which is Which.OVERDUE else and_(OPEN, ~late)


def _late(work: Work) -> ColumnElement[bool]:
    """Whether the day of payment is over where the estate is: one condition for each time zone."""
    zones: dict[str, list[str]] = defaultdict(list)
    for estate_id, zone in work.session.execute(select(Estate.id, Estate.timezone)):
        zones[zone].append(estate_id)
    late = [
        and_(Instalment.estate_id.in_(estates), Instalment.pays_by < work.today(zone))
        for zone, estates in zones.items()
    ]
    return or_(false(), *late)


def _asked(session: Session, ids: list[str]) -> set[str]:
    open_ones = select(Deferral.instalment_id).where(Deferral.state == DeferralState.ASKED.value)
    return set(session.scalars(open_ones.where(Deferral.instalment_id.in_(ids))))


def open_deferral(session: Session, instalment_id: str) -> bool:
    """Whether somebody has applied for a later day and nobody has decided yet."""
    return bool(_asked(session, [instalment_id]))


def _shown(work: Work, one: Instalment) -> dict[str, Any]:
    today = work.today(zone_of(work.session, one.estate_id))
    own = {name: getattr(one, name) for name in _OF_INSTALMENT} | {name: getattr(one.deal, name) for name in _OF_DEAL}
    return own | {
        "kind": DealKind(one.deal.kind) if one.deal.kind else None,
        "is_deferred": one.pays_by > one.due_on,
        "days_late": (today - one.pays_by).days if one.open else 0,
    }


def _deferrals(work: Work) -> Select[Any]:
    whole: Select[Any] = select(*(Deferral,))
    joined = whole.join(Deferral.instalment).join(Instalment.deal)
    loaded = contains_eager(Deferral.instalment)
    return joined.options(loaded, loaded.contains_eager(Instalment.deal)).where(in_sight(work, Deferral.estate_id))


def find_deferral(work: Work, deferral_id: str) -> Deferral | None:
    """An application for a later day, as it stands."""
    chosen = _deferrals(work).where(Deferral.id == deferral_id)
    found: Deferral | None = work.session.scalars(chosen, execution_options={"populate_existing": True}).one_or_none()
    return found


def take_asked(session: Session, instalment_ids: Iterable[str]) -> list[Deferral]:
    """The open applications about these payments, locked and as they stand."""
    finding = select(Deferral).where(Deferral.instalment_id.in_(list(instalment_ids)))
    finding = finding.where(Deferral.state == DeferralState.ASKED.value).order_by(Deferral.id).with_for_update()
    return list(session.scalars(finding, execution_options={"populate_existing": True}))


def reasons_not_to_decide(work: Work, deferral: Deferral, one: Instalment) -> Iterator[Reason]:
    """What speaks against the caller's deciding about an application."""
    state, is_given_back = DeferralState(deferral.state), is_refunding(work.session, one.deal_id)
    return reasons_not_to_decide_deferral(state, deferral.asked_by_id, work.caller.id, one.open, is_given_back)


def deferrals(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of applications, newest first."""
    page = DEFERRALS.page(work, _deferrals(work), as_kept(wanted))
    return page | {"items": [deferral_shown(work, one) for one in page["items"]]}


def deferral_shown(work: Work, one: Deferral) -> dict[str, Any]:
    """An application with the payment it is about, and what speaks against the caller's deciding."""
    state, instalment = DeferralState(one.state), one.instalment
    against = reasons_not_to_decide(work, one, instalment)
    return {name: getattr(one, name) for name in _OF_DEFERRAL} | {
        "state": state,
        "instalment": _shown(work, instalment) | {"is_asked": state is DeferralState.ASKED},
        "reasons_against": [reason.say(work.caller.language) for reason in against],
    }
