"""What contracts learns of estates and their units."""

from kit.work import Work
from services.contracts.models import Estate, Unit
from services.property.events import EstateOpened, UnitRecorded

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
