"""Viewings as an iCalendar file (RFC 5545), which calendar programs subscribe to (LEAD-21).

Only what the rule asks for is written: events with a stable UID, times in UTC, and STATUS:CANCELLED for what was called
off; text escaped, and lines folded at 75 octets without cutting a letter in two.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from services.leads.models import Appointment
from services.leads.rules.appointments import AppointmentState

CALENDAR = "text/calendar"
LONGEST_LINE = 75  # Octets, the line's end not counted.
HOST = "atrium"
_STATUS = {
    AppointmentState.PLANNED: "CONFIRMED",
    AppointmentState.DONE: "CONFIRMED",
    AppointmentState.CANCELLED: "CANCELLED",
}


def calendar(viewings: Iterable[tuple[Appointment, str]], language: str = "zh") -> bytes:
    """The file, in UTF-8; each viewing comes with the name of its estate."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Atrium//Viewings//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{'Viewings' if language == 'en' else '看房预约'}")
    for one, estate in viewings:
        lines += _event(one, estate, language)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def _event(one: Appointment, estate: str, language: str) -> Iterator[str]:
    unit, who = one.unit_number, one.customer
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@{HOST}"
    yield f"SEQUENCE:{one.version}"
    yield f"DTSTAMP:{_moment(one.changed_at)}"
    yield f"DTSTART:{_moment(one.starts_at)}"
    yield f"DTEND:{_moment(one.ends_at)}"
    yield f"SUMMARY:{escaped(f'Viewing {unit}: {who}' if language == 'en' else f'看房 {unit}：{who}')}"
    yield f"LOCATION:{escaped(f'{estate} {unit}'.strip())}"
    if one.reason:
        yield f"DESCRIPTION:{escaped(one.reason)}"
    yield f"STATUS:{_STATUS[one.state]}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: what has a meaning of its own there is written behind a backslash."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(letter for letter in text if letter >= " " or letter == "\t")


def folded(line: str) -> str:
    """The line with its end; what is longer goes on in further lines that begin with a blank."""
    parts, room = [""], LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(" ")
            room = LONGEST_LINE - 1
        parts[-1] += letter
        room -= size
    return "".join(f"{part}\r\n" for part in parts)
