"""What leasing shows of its desk: the rota of an estate, and who was received (LEAD-11)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kit.listing import Listing
from kit.work import Work
from services.leads import scope
from services.leads.models import KnownPerson, Reception, RotaPlace
from services.leads.rules.rota import in_order
from services.words import Department

RECEPTIONS = Listing(
    columns={"at": Reception.at},
    key=Reception.id,
    default_sort="-at",
    filters={
        "estate_id": Reception.estate_id,
        "consultant_id": Reception.consultant_id,
        "customer_id": Reception.customer_id,
        "since": lambda day: Reception.day >= day,
        "until": lambda day: Reception.day <= day,
    },
    search=(Reception.visitor, Reception.consultant),
)


def receptions(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the receptions of the caller's estates, the newest first."""
    chosen = select(Reception).where(scope.within(work.caller, Reception.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(Reception.consultant_id == work.caller.id)
    return RECEPTIONS.page(work, chosen, asked)


def rota(work: Work, estate_id: str) -> dict[str, Any]:
    """The rota of an estate: those on duty as their turns come, then everybody else who could be."""
    work.session.flush()
    scope.estate(work, estate_id)
    places = [one.as_place() for one in work.session.scalars(select(RotaPlace).where(RotaPlace.estate_id == estate_id))]
    ordered = in_order(places)
    shown = [
        {"consultant_id": one.consultant_id, "name": one.name, "on_duty": True, "last_turn": one.last_turn or None}
        | {"is_next": one is ordered[0]}
        for one in ordered
    ]
    on_duty = {one.consultant_id for one in ordered}
    people = select(KnownPerson).where(KnownPerson.department == Department.LEASING.value).order_by(KnownPerson.name)
    others = (one for one in work.session.scalars(people) if one.id not in on_duty and scope.receives(one, estate_id))
    last_turns = {one.consultant_id: one.last_turn or None for one in places}
    shown += [
        {"consultant_id": one.id, "name": one.name, "on_duty": False, "last_turn": last_turns.get(one.id)}
        | {"is_next": False}
        for one in others
    ]
    return {"estate_id": estate_id, "places": shown}
