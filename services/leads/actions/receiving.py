"""Receiving visitors by the rota, and keeping the rota (LEAD-11)."""

from sqlalchemy import func, select

from kit.database import lock
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.leads import scope
from services.leads.actions import counting, leading
from services.leads.actions.registering import ALONE
from services.leads.events import VisitorReceived
from services.leads.models import KnownPerson, Reception, RotaPlace
from services.leads.queries import known
from services.leads.rules.rota import next_on_duty, reasons_not_to_change_duty, reasons_not_to_take_turns
from services.leads.rules.words import Channel


def receive(
    work: Work,
    estate_id: str,
    channel: Channel,
    visitor: str = "",
    phone: str | None = None,
    asked_for_id: str | None = None,
) -> Reception:
    """Gives a visitor to the consultant asked for, which uses up no turn, or to the next one on duty."""
    estate = scope.estate(work, estate_id)
    if phone is not None:
        work.alone(ALONE)  # Whoever is recognised has been here at a time that a verdict asks for.
    if asked_for_id is not None:
        asked_for = scope.consultant(work, asked_for_id, "asked_for_id", at=estate_id)
        consultant_id, name, turn = asked_for.id, asked_for.name, None
    else:
        consultant_id, name, turn = _take_turn(work, estate_id)
    reception = Reception(
        id=new_id(),
        estate_id=estate_id,
        at=work.now,
        day=work.today(estate.zone),
        channel=channel,
        visitor=visitor,
        customer_id=known.recognised(work, phone, visitor),
        asked_for_id=asked_for_id,
        consultant_id=consultant_id,
        consultant=name,
        turn=turn,
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    work.session.add(reception)
    if reception.customer_id is not None:
        leading.follow(work, reception.customer_id, estate_id)
    counting.note_reception(work, reception)
    received = VisitorReceived(
        reception_id=reception.id,
        estate_id=estate_id,
        consultant_id=consultant_id,
        channel=channel.value,
        customer_id=reception.customer_id,
        asked_for_id=asked_for_id,
        took_turn=turn is not None,
    )
    work.announce(received, estate=estate_id)
    return reception


def set_duty(work: Work, estate_id: str, consultant_id: str, on_duty: bool) -> None:
    """Puts a consultant on duty or off; whoever was never in the rota joins at its end."""
    scope.estate(work, estate_id)
    consultant = scope.consultant(work, consultant_id, "consultant_id", at=estate_id)
    raise_if_any(reasons_not_to_change_duty(work.caller.id == consultant_id, scope.is_superior(work.caller)))
    places = _take_rota(work, estate_id)
    mine = next((one for one in places if one.consultant_id == consultant_id), None)
    if mine is None:
        last_turn = max((one.last_turn for one in places), default=0)
        mine = RotaPlace(estate_id=estate_id, consultant_id=consultant_id, place=len(places) + 1, last_turn=last_turn)
        work.session.add(mine)
    mine.name, mine.on_duty = consultant.name, on_duty


def leave_the_rota(work: Work, person: KnownPerson) -> None:
    """Whoever has left, or works elsewhere now, is on duty nowhere."""
    for mine in work.session.scalars(select(RotaPlace).where(RotaPlace.consultant_id == person.id)):
        if not scope.receives(person, mine.estate_id):
            mine.on_duty = False


def _take_turn(work: Work, estate_id: str) -> tuple[str, str, int]:
    places = {one.consultant_id: one for one in _take_rota(work, estate_id)}
    in_rota = [one.as_place() for one in places.values()]
    raise_if_any(reasons_not_to_take_turns(in_rota))
    chosen = next_on_duty(in_rota)
    assert chosen is not None, "somebody is on duty"
    turn = (work.session.scalar(select(func.max(RotaPlace.last_turn)).where(RotaPlace.estate_id == estate_id)) or 0) + 1
    places[chosen.consultant_id].last_turn = turn
    return chosen.consultant_id, chosen.name, turn


def _take_rota(work: Work, estate_id: str) -> list[RotaPlace]:
    """The estate's rota, for this work alone: two visitors at once are never given the same turn."""
    lock(work.session, f"atrium.leads.rota.{estate_id}")
    chosen = select(RotaPlace).where(RotaPlace.estate_id == estate_id).order_by(RotaPlace.place)
    return list(work.session.scalars(chosen.execution_options(populate_existing=True)))
