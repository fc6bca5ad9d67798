"""Keeping the technicians: what the list says of each, and who is on duty (ENG-1)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.engineering import scope
from services.engineering.actions.dispatching import dispatch_what_waits, take_back
from services.engineering.models import KnownEstate, KnownPerson, ServiceArea, Skill, Technician, WorkOrder
from services.engineering.rules.areas import read_area
from services.engineering.rules.moves import IN_HAND, Act, State
from services.engineering.rules.technicians import reasons_not_to_set_duty
from services.words import Trade


def add_technician(work: Work, staff_number: str, told: Mapping[str, Any]) -> Technician:
    """Enters a technician, linked with the log-in of the same staff number where there is one."""
    person = select(KnownPerson.id).where(KnownPerson.staff_number == staff_number, KnownPerson.active)
    technician = Technician(
        id=new_id(), staff_number=staff_number, person_id=work.session.scalars(person).first(), skills=[], areas=[]
    )
    change_technician(work, technician, told)
    work.session.add(technician)
    return technician


def change_technician(work: Work, technician: Technician, told: Mapping[str, Any]) -> None:
    """Takes over what the list says: `skills` as levels by trade, `areas` as texts, and plain columns, duty last."""
    for name, value in sorted(told.items(), key=lambda one: one[0] == "on_duty"):
        if name == "skills":
            _set_skills(technician, value)
        elif name == "areas":
            _set_areas(work, technician, value)
        elif name == "on_duty" and technician in work.session:
            put_on_duty(work, technician, value)
        else:
            setattr(technician, name, value)


def set_duty(work: Work, technician_id: str, on_duty: bool) -> Technician:
    """Puts a technician on or off duty, where the caller may say so. Raises Refused."""
    technician = scope.technician(work, technician_id)
    work.expect(technician.version)
    own = scope.technician_of_caller(work)
    raise_if_any(reasons_not_to_set_duty(own.id if own else None, technician.id, work.caller.rank))
    put_on_duty(work, technician, on_duty)
    return technician


def put_on_duty(work: Work, technician: Technician, on_duty: bool) -> None:
    """On or off duty. Going off, orders not yet accepted go back to dispatch; coming on, what waits is tried."""
    technician.on_duty = on_duty
    work.session.flush()
    if on_duty:
        dispatch_what_waits(work)
    else:
        _return(work, technician, {State.DISPATCHED}, "已下岗", "has gone off duty")


def leave(work: Work, technician: Technician) -> None:
    """Whose log-in is closed is off duty; all orders in hand go back to dispatch, since nobody comes back to them."""
    technician.on_duty = False
    work.session.flush()
    _return(work, technician, IN_HAND, "的账号已停用", "has no log-in any more")


def _return(work: Work, technician: Technician, states: Collection[State], zh: str, en: str) -> None:
    theirs = select(WorkOrder).where(WorkOrder.technician_id == technician.id, WorkOrder.state.in_(states))
    for order in work.session.scalars(theirs.order_by(WorkOrder.queue).with_for_update()).all():
        take_back(work, order, Act.RETURN, f"{technician.name}{zh}", f"{technician.name} {en}")


def _set_skills(technician: Technician, levels: Mapping[Trade, int]) -> None:
    stored = {skill.trade: skill for skill in technician.skills}
    for trade, level in levels.items():
        if trade in stored:
            stored[trade].level = level
        else:
            technician.skills.append(Skill(trade=trade, level=level))
    technician.skills[:] = [skill for skill in technician.skills if skill.trade in levels]


def _set_areas(work: Work, technician: Technician, texts: tuple[str, ...]) -> None:
    estates = estates_by_name(work)
    kept = [area for area in technician.areas if area.text in texts]
    known = {area.text for area in kept}
    new = [ServiceArea(id=new_id(), text=text) for text in texts if text not in known]
    for area in new:
        resolve(area, estates)
    technician.areas[:] = [*kept, *new]


def resolve(area: ServiceArea, estates: Mapping[str, str]) -> None:
    """Finds out which estate, building and floors the area's text means; `estates` holds ids by name."""
    found = read_area(area.text, estates)
    area.estate_id, area.building = found.estate_id, found.building
    area.lowest, area.highest = found.lowest, found.highest


def estates_by_name(work: Work) -> dict[str, str]:
    """The ids of the estates that are open, by name."""
    return {estate.name: estate.id for estate in work.session.scalars(select(KnownEstate))}
