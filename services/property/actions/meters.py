"""What property does about meters between unit changes: writes down ordinary readings (PROP-1)."""

from datetime import date
from decimal import Decimal

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.property.models import Estate, Meter, Reading
from services.property.queries import meters as queries
from services.property.rules.meters import reasons_against_reading
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
