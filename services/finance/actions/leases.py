"""What finance keeps of leases, estates and people: whom to charge at which tariffs, and for which unit since when."""

from dataclasses import asdict
from datetime import date

from gateway.events import PersonRecorded
from kit.ids import new_id
from kit.work import Work
from services.contracts.events import LeaseMoved, LeaseRegistered
from services.finance import queries
from services.finance.errors import NotYet
from services.finance.models import Estate, LeaseAccount, LeaseUnit, Person
from services.property.events import EstateOpened, UnitChanged


def know_the_estate(work: Work, event: EstateOpened) -> None:
    """Keeps what finance needs of an estate."""
    work.session.merge(Estate(id=event.estate_id, name=event.name, timezone=event.timezone))


def know_the_person(work: Work, event: PersonRecorded) -> None:
    """Keeps what a person is called."""
    work.session.merge(Person(id=event.person_id, name=event.name))


def know_the_lease(work: Work, event: LeaseRegistered) -> None:
    """Keeps whom to charge and at which tariffs; a later word replaces them and leaves the units alone."""
    lease = queries.take_lease(work, event.lease_id)
    if lease is None:
        first = LeaseUnit(id=new_id(), position=1, unit_id=event.unit_id, unit_number=event.unit_number)
        first.since = event.starts_on
        lease = LeaseAccount(lease_id=event.lease_id, estate_id=event.estate_id, units=[first])
        work.session.add(lease)
    told = ("number", "customer_id", "customer_name", "starts_on", "ends_on", "payment")
    for name, value in ({name: getattr(event, name) for name in told} | asdict(event.tariffs)).items():
        setattr(lease, name, value)


def note_the_move(work: Work, event: LeaseMoved) -> None:
    """Sends charges to the new unit from the day the lease moved."""
    _point(work, event.lease_id, event.unit_change_id, (event.old_unit_id, event.new_unit_id, None), event.moved_on)


def charge_the_new_unit(work: Work, event: UnitChanged) -> None:
    """Sends charges to the new unit from the change date, under its number."""
    units = (event.old_unit_id, event.new_unit_id, event.new_unit_number)
    _point(work, event.lease_id, event.unit_change_id, units, event.change_date)


def _point(work: Work, lease_id: str, unit_change_id: str, units: tuple[str, str, str | None], since: date) -> None:
    """Notes the unit of a unit change once, from whichever of the two services tells of it first.

    Raises NotYet for a lease not known here, or one that an earlier unit change has yet to bring to the old unit.
    """
    old_unit_id, new_unit_id, number = units
    lease = queries.take_lease(work, lease_id)
    if lease is None:
        raise NotYet(f"lease {lease_id} is not known here")
    for unit in lease.units:
        if unit.unit_change_id == unit_change_id:
            unit.unit_number = unit.unit_number or number
            return
    if lease.units[-1].unit_id != old_unit_id:
        raise NotYet(f"charges of lease {lease.number} do not go to the unit it should move out of")
    new = LeaseUnit(id=new_id(), position=lease.units[-1].position + 1, unit_id=new_unit_id, unit_number=number)
    new.since, new.unit_change_id = since, unit_change_id
    lease.units.append(new)
