"""Meters with where they stand, and their readings."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from kit.work import Work
from services.property.errors import NoSuchMeter, NoSuchReading
from services.property.models import Meter, Reading, SupersededReading, Unit
from services.property.queries.scope import within
from services.property.rules.meters import Standing
from services.property.rules.words import MeterKind


class MeterNow(NamedTuple):
    """A meter in use, with its last reading where it has one; `replaces` where it took another's place."""

    meter_id: str
    kind: MeterKind
    number: str
    unit_id: str
    unit_number: str
    installed_on: date
    value: Decimal | None
    read_on: date | None
    replaces: bool

    @property
    def standing(self) -> Standing:
        """Where the meter stands, as the rules see it: at nothing before its first reading."""
        return Standing(self.meter_id, self.number, self.value or Decimal("0.00"), self.read_on)


def meter(work: Work, id: str, lock: bool = False) -> Meter:
    """One meter with its unit; locked, nobody else reads it meanwhile. Raises NoSuchMeter."""
    wanted = select(Meter).options(joinedload(Meter.unit, innerjoin=True))
    wanted = wanted.where(Meter.id == id, within(work, Meter.estate_id))
    found = work.session.scalar(wanted.with_for_update(of=Meter) if lock else wanted)
    if found is None:
        raise NoSuchMeter()
    return found


def meters_of(work: Work, unit_ids: Sequence[str], lock: bool = False) -> list[MeterNow]:
    """The meters in use in these units, electricity first, each with its last reading."""
    units = {"units": list(unit_ids)}
    if lock:
        work.session.execute(select(Meter.id).where(*_IN_USE).order_by(Meter.id).with_for_update(), units)
    return [MeterNow(*row) for row in work.session.execute(_standing(), units)]


_IN_USE = (Meter.unit_id.in_(bindparam("units", expanding=True)), Meter.retired_on.is_(None))


@cache
def _standing() -> Select[Any]:
    """The meters of some units as `MeterNow` has them; put together once, which takes as long as the answer."""
    return (
        select(
            Meter.id,
            Meter.kind,
            Meter.number,
            Meter.unit_id,
            Unit.number,
            Meter.installed_on,
            Reading.value,
            Reading.read_on,
            _takes_a_place(),
        )
        .join(Unit, Unit.id == Meter.unit_id)
        .outerjoin(Reading, Reading.id == _last_reading_of(Meter.id))
        .where(*_IN_USE)
        .order_by(Unit.number, Meter.kind, Meter.number)
    )


def standing_of(work: Work, meter: Meter) -> Standing:
    """Where one meter stands."""
    last = work.session.scalar(select(Reading).where(Reading.id == _last_reading_of(meter.id)))
    return Standing(meter.id, meter.number, last.value if last else Decimal("0.00"), last.read_on if last else None)


def readings_of(work: Work, meter_id: str) -> Sequence[Reading]:
    """A meter's readings, newest first, those that no longer count among them."""
    wanted = select(Reading).where(Reading.meter_id == meter_id).options(joinedload(Reading.superseded))
    return work.session.scalars(
        wanted.order_by(Reading.read_on.desc(), Reading.recorded_at.desc(), Reading.id.desc())
    ).all()


def reading_of(work: Work, meter: Meter, id: str) -> Reading:
    """One reading of the meter. Raises NoSuchReading."""
    wanted = select(Reading).where(Reading.meter_id == meter.id, Reading.id == id)
    found = work.session.scalar(wanted.options(joinedload(Reading.superseded)))
    if found is None:
        raise NoSuchReading()
    return found


def is_last(work: Work, reading: Reading) -> bool:
    """Whether the meter stands at this reading."""
    return work.session.scalar(select(_last_reading_of(reading.meter_id))) == reading.id


def counted_for(work: Work, unit_change_id: str) -> Sequence[str]:
    """The readings taken in a unit change that still count."""
    taken = select(Reading.id).where(Reading.unit_change_id == unit_change_id, ~_is_superseded(Reading.id))
    return work.session.scalars(taken).all()


def _takes_a_place() -> Any:
    """The condition that another meter of the kind served the unit before this one."""
    before = aliased(Meter)
    same = (before.unit_id == Meter.unit_id) & (before.kind == Meter.kind)
    return exists().where(same, before.retired_on.is_not(None)).correlate(Meter)


def _is_superseded(reading_id: Any) -> Any:
    return exists().where(SupersededReading.reading_id == reading_id)


def _last_reading_of(meter_id: Any) -> Any:
    inner = aliased(Reading)
    newest = select(inner.id).where(inner.meter_id == meter_id, ~_is_superseded(inner.id))
    newest = newest.order_by(inner.read_on.desc(), inner.recorded_at.desc(), inner.id.desc()).limit(1)
    return newest.scalar_subquery()
