"""What property does about estates and units: opens and records them, keeps their lists of keys (PROP-1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.property.events import EstateOpened, UnitRecorded
from services.property.events import Meter as MeterTold
from services.property.models import Estate, Meter, Unit, UnitKey
from services.property.rules.units import reasons_not_to_open_estate
from services.property.rules.words import MeterKind


def open_estate(work: Work, name: str, timezone: str) -> Estate:
    """The company begins to look after an estate. Refused when the name is taken or the time zone unknown."""
    taken = work.session.scalar(select(Estate.id).where(Estate.name == name)) is not None
    raise_if_any(reasons_not_to_open_estate(name, timezone, taken))
    estate = Estate(id=new_id(), name=name, timezone=timezone, opened_at=work.now)
    work.session.add(estate)
    work.session.flush()
    work.announce(EstateOpened(estate_id=estate.id, name=name, timezone=timezone), estate=estate.id)
    return estate


def record_unit(work: Work, estate: Estate, entry: Mapping[str, Any], meters: Mapping[MeterKind, str]) -> Unit:
    """Enters a unit with its meters, and tells the others. `entry` holds the unit's own columns."""
    unit = Unit(id=new_id(), estate_id=estate.id, recorded_at=work.now, **entry)
    work.session.add(unit)
    work.session.flush()
    tell(work, estate, unit, put_meters(work, estate, unit, meters, []))
    return unit


def correct_unit(
    work: Work,
    estate: Estate,
    unit: Unit,
    changed: Mapping[str, Any],
    meters: Mapping[MeterKind, str],
    known: Sequence[Meter],
) -> None:
    """Changes a unit's entry; a meter of another number takes the place of the old one, whose readings stay."""
    for name, value in changed.items():
        setattr(unit, name, value)
    work.session.flush()
    tell(work, estate, unit, put_meters(work, estate, unit, meters, known))


def put_meters(
    work: Work, estate: Estate, unit: Unit, wanted: Mapping[MeterKind, str], known: Sequence[Meter]
) -> list[Meter]:
    """Brings the unit's meters in line with the numbers given, and says which are in use now.

    `known` are the unit's meters, retired ones too; one that comes back goes on with the readings it had.
    """
    today = work.today(estate.timezone)
    in_use = {meter.kind: meter for meter in known if meter.retired_on is None}
    for kind, number in wanted.items():
        if kind in in_use and in_use[kind].number != number:
            in_use.pop(kind).retired_on = today
            work.session.flush()
        if kind not in in_use:
            before = [meter for meter in known if (meter.kind, meter.number) == (kind, number)]
            in_use[kind] = before[0] if before else _new_meter(work, unit, kind, number, today)
            in_use[kind].retired_on = None
    return [in_use[kind] for kind in MeterKind if kind in in_use]


def retire_meters(work: Work, estate: Estate, meters: Sequence[Meter]) -> None:
    """Takes meters out of use, so that their numbers are free for another unit; what has been read stays."""
    for meter in meters:
        meter.retired_on = meter.retired_on or work.today(estate.timezone)
    if meters:
        work.session.flush()


def _new_meter(work: Work, unit: Unit, kind: MeterKind, number: str, today: date) -> Meter:
    meter = Meter(id=new_id(), estate_id=unit.estate_id, unit_id=unit.id, kind=kind, number=number, installed_on=today)
    work.session.add(meter)
    return meter


def tell(work: Work, estate: Estate, unit: Unit, meters: Iterable[Meter]) -> None:
    """Announces the unit as it is now recorded."""
    told = UnitRecorded(
        unit_id=unit.id,
        estate_id=estate.id,
        estate_name=estate.name,
        number=unit.number,
        building=unit.building,
        floor=unit.floor,
        area_built=unit.area_built,
        area_usable=unit.area_usable,
        layout=unit.layout,
        aspect=unit.aspect,
        fit_out=unit.fit_out,
        use=unit.use,
        meters=tuple(MeterTold(meter.id, meter.kind.value, meter.number) for meter in meters),
    )
    work.announce(told, estate=estate.id)


def list_keys(work: Work, unit: Unit, numbers: Iterable[str], today: date) -> None:
    """Makes these the keys on the unit's list."""
    wanted = set(numbers)
    known = set(work.session.scalars(select(UnitKey.number).where(UnitKey.unit_id == unit.id)))
    strike_keys(work, unit, known - wanted)
    if wanted - known:
        new = sorted(wanted - known)
        work.session.add_all(UnitKey(unit_id=unit.id, number=number, listed_on=today) for number in new)
        _count_up(unit)


def strike_keys(work: Work, unit: Unit, numbers: Iterable[str]) -> None:
    """Takes keys off the unit's list."""
    gone = set(numbers)
    struck = delete(UnitKey).where(UnitKey.unit_id == unit.id, UnitKey.number.in_(gone))
    if gone and work.session.scalars(struck.returning(UnitKey.number)).all():
        _count_up(unit)


def _count_up(unit: Unit) -> None:
    """The list is shown with the unit: a change of it is a new version of the unit, whose own columns stay."""
    flag_modified(unit, "remark")
