"""What contracts does about units: knows them, and keeps one that a tenant is about to move into."""

from kit.errors import raise_if_any
from kit.work import Work
from services.contracts.errors import NotYet
from services.contracts.models import Estate, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules import reasons_against_taken_unit
from services.property.events import EstateOpened, UnitChangeCancelled, UnitChangeRequested, UnitRecorded

_TOLD = (
    *("estate_id", "estate_name", "number", "building", "floor", "area_built", "area_usable"),
    *("layout", "aspect", "fit_out", "use"),
)


def know_the_estate(work: Work, event: EstateOpened) -> None:
    """Keeps what contracts needs of an estate."""
    work.session.merge(Estate(id=event.estate_id, name=event.name, timezone=event.timezone))


def know_the_unit(work: Work, event: UnitRecorded) -> None:
    """Keeps what contracts needs of a unit; a later record of it replaces the earlier."""
    told = {name: getattr(event, name) for name in _TOLD}
    work.session.merge(Unit(id=event.unit_id, **told))


def keep_unit(work: Work, event: UnitChangeRequested) -> None:
    """Keeps the new unit of a requested unit change for its lease, and that lease's term for the change.

    Raises NotYet for a unit or lease not known here, Refused where a deal has taken the unit meanwhile.
    """
    unit, lease = queries.take_unit(work, event.new_unit_id), queries.take_lease(work, event.lease_id)
    if unit is None:
        raise NotYet(f"unit {event.new_unit_number} of unit change {event.number} is not recorded here")
    if lease is None:
        raise NotYet(f"lease {event.lease_id} of unit change {event.number} is not registered here")
    raise_if_any(reasons_against_taken_unit(queries.as_rules_see(unit, ())))
    unit.kept_for, unit.kept_for_id = event.number, event.unit_change_id
    lease.moving_for, lease.moving_for_id, lease.moving_on = event.number, event.unit_change_id, event.change_date


def release_unit(work: Work, event: UnitChangeCancelled) -> None:
    """Lets the new unit of a cancelled unit change be let again, and its lease end when it may."""
    unit = queries.take_unit(work, event.new_unit_id)
    if unit is not None and unit.kept_for_id == event.unit_change_id:
        unit.kept_for = unit.kept_for_id = None
    if lease := queries.take_moving_lease(work, event.unit_change_id):
        lease.moving_for = lease.moving_for_id = lease.moving_on = None
