"""With the customers go their planned viewings and open concessions (LEAD-7, LEAD-14, LEAD-21)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from kit.work import Work
from services.leads import scope
from services.leads.actions import appointing, conceding
from services.leads.models import Appointment, Concession, HandOver, KnownPerson
from services.leads.queries import conceded, identities
from services.leads.rules.appointments import AppointmentState


@dataclass(frozen=True)
class TakenOver:
    """How much went with the customers; `viewings_left` are those to come that the giver still has at the estate."""

    viewings: int
    viewings_left: int
    concessions: int


def viewings_of(work: Work, consultant_id: str, estate_id: str, customers: Collection[str]) -> list[Appointment]:
    """The viewings still to come that the consultant has with these customers, in their order, held for this work.

    Whoever changes a viewing has it before a lead and before its time; so has this, and nobody waits in a circle.
    """
    chosen = select(Appointment).where(_to_come(work, consultant_id, estate_id))
    alone = chosen.order_by(Appointment.starts_at, Appointment.id).with_for_update()
    found = work.session.scalars(alone.execution_options(populate_existing=True)).all()
    return [one for one in found if identities.whose(work, one.customer_id) in customers]


def take_over(work: Work, done: HandOver, viewings: Sequence[Appointment], customers: Collection[str]) -> TakenOver:
    """The taker has what was under way with the customers; what they have no time for stays, to be moved."""
    went = sum(appointing.hand_on(work, one, done.to_id, done.to_name) for one in viewings)
    concessions, taker = _concessions(work, done, customers), work.session.get_one(KnownPerson, done.to_id)
    for one in concessions:
        conceding.hand_on(work, one, taker, done.reason)
    left = select(func.count()).select_from(Appointment).where(_to_come(work, done.from_id, done.estate_id))
    return TakenOver(went, work.session.scalars(left).one(), len(concessions))


def _to_come(work: Work, consultant_id: str, estate_id: str) -> ColumnElement[bool]:
    return and_(
        Appointment.consultant_id == consultant_id,
        Appointment.estate_id == estate_id,
        Appointment.state == AppointmentState.PLANNED,
        Appointment.starts_at >= work.now,
    )


def _concessions(work: Work, done: HandOver, customers: Collection[str]) -> list[Concession]:
    """What the giver applied for and nobody has decided yet, and what was granted and may still be quoted."""
    is_open = conceded.is_open_on(scope.today_at(work, done.estate_id))
    theirs = select(Concession).where(
        Concession.consultant_id == done.from_id, Concession.estate_id == done.estate_id, is_open
    )
    found = work.session.scalars(theirs.order_by(Concession.position).with_for_update()).all()
    return [one for one in found if identities.whose(work, one.customer_id) in customers]
