"""What property does about meters: writes down ordinary readings, and corrects what was mistaken (PROP-1)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.procedure.rules import reasons_without_reason
from kit.work import Work
from services.property.models import Estate, Meter, Reading, SupersededReading
from services.property.queries import changes
from services.property.queries import meters as queries
from services.property.rules.meters import reasons_against_reading, reasons_not_to_supersede
from services.property.rules.words import ReadingSource


def record_reading(work: Work, meter: Meter, value: Decimal, read_on: date | None) -> Reading:
    """Adds an ordinary reading, of today unless said otherwise. Refused below or before the last one."""
    today = work.today(work.session.get_one(Estate, meter.estate_id).timezone)
    day = read_on or today
    raise_if_any(reasons_against_reading(queries.standing_of(work, meter), value, day, today))
    reading = Reading(id=new_id(), meter_id=meter.id, value=value, read_on=day, source=ReadingSource.ORDINARY)
    reading.recorded_at, reading.recorded_by = work.now, work.caller.name
    reading.signers = [{"role": work.caller.department, "name": work.caller.name, "at": work.now.isoformat()}]
    work.session.add(reading)
    return reading


def correct_reading(work: Work, meter: Meter, reading_id: str, reason: str) -> None:
    """Takes a mistaken reading out of the count, with the reason; the right one is recorded like any other."""
    raise_if_any(reasons_without_reason(reason))
    reading = queries.reading_of(work, meter, reading_id)
    goes_by_it = changes.going_by(work, meter.unit_id, reading.unit_change_id)
    raise_if_any(reasons_not_to_supersede(reading.superseded is not None, queries.is_last(work, reading), goes_by_it))
    supersede(work, [reading.id], reason)


def supersede(work: Work, reading_ids: Iterable[str], reason: str) -> None:
    """Marks readings that no longer count; they stay on record."""
    told = {"reason": reason, "superseded_at": work.now, "superseded_by": work.caller.name}
    work.session.add_all(SupersededReading(reading_id=id, **told) for id in reading_ids)
    work.session.flush()
