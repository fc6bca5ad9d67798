"""Looks the house over: databases, broker, queues, clock, calendar, disk; each fault in a sentence with what to do."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from kit import audit, calendar, migrate
from kit.bus import direct, inbox, outbox
from kit.bus.link import BROKEN
from kit.bus.topology import depths, inbox_of
from kit.database import Database
from kit.runtime import Runtime
from kit.service import Service
from kit.settings import Settings

LATE = timedelta(minutes=5)
SKEW = timedelta(seconds=30)
LITTLE_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says what to do where it is not well."""

    what: str
    well: bool
    told: str
    advice: str = ""


def examine(settings: Settings, runtimes: Sequence[Runtime]) -> Iterator[Finding]:
    """Looks at everything that this process can reach, one finding each."""
    for runtime in runtimes:
        yield from of_database(runtime)
    if settings.amqp_url is not None:
        yield from of_broker(settings.amqp_url, [type(runtime.service) for runtime in runtimes])
    for runtime in runtimes:
        for address in settings.direct_to(runtime.name):
            yield of_direct_way(address, runtime.name, settings.direct_secret or "")
    yield of_calendar(datetime.now(UTC) if settings.now is None else settings.now)
    yield of_disk(settings.var)
    if settings.now is not None:
        yield Finding("clock", True, f"moved by ATRIUM_NOW to {settings.now.isoformat()}")


def of_database(runtime: Runtime) -> Iterator[Finding]:
    what = f"database of {runtime.name}"
    try:
        current = migrate.is_current(type(runtime.service), runtime.database)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        advice = (
            "Is there a house in this folder? `atrium migrate` makes one; ATRIUM_VAR names another folder."
            if runtime.database.is_sqlite
            else "Is the server up, and is ATRIUM_DATABASE_URL right?"
        )
        yield Finding(what, False, f"does not answer: {reason}", advice)
        return
    if not current:
        yield Finding(what, False, "lacks migrations", "Run `atrium migrate`.")
        return
    yield Finding(what, True, "answers, and has every migration")
    yield from of_bus(runtime)
    yield of_clock(runtime.name, runtime.database)
    yield of_audit(runtime)


def of_bus(runtime: Runtime) -> Iterator[Finding]:
    now = runtime.clock.now()
    with runtime.look() as work:
        unsent, oldest_unsent = outbox.depth(work.session)
        unhandled, oldest_unhandled, parked = inbox.depth(work.session)
    told = f"{unsent} events to send, {unhandled} to handle, {parked} parked"
    late = [moment for moment in (oldest_unsent, oldest_unhandled) if moment and now - moment > LATE]
    what = f"bus of {runtime.name}"
    if late:
        advice = f"The oldest waits since {min(late).isoformat()}: is the service running, and the broker up?"
        yield Finding(what, False, told, advice)
    elif parked:
        yield Finding(what, False, told, f"Look at them with `atrium parked list {runtime.name}`.")
    else:
        yield Finding(what, True, told)


def of_clock(name: str, database: Database) -> Finding:
    """The database's clock against this machine's."""
    if database.is_sqlite:
        return Finding(f"clock of {name}", True, "is this machine's own")
    with database.engine.connect() as connection:
        theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    skew = abs(theirs - datetime.now(UTC))
    advice = "" if skew < SKEW else "Set both machines' clocks by NTP."
    return Finding(f"clock of {name}", skew < SKEW, f"differs by {skew.total_seconds():.1f} s", advice)


def of_audit(runtime: Runtime) -> Finding:
    with runtime.look() as work:
        broken = audit.verify(work.session)
    if broken is None:
        return Finding(f"audit trail of {runtime.name}", True, "is whole")
    return Finding(
        f"audit trail of {runtime.name}",
        False,
        f"was altered at line {broken}",
        "Compare with a back-up: somebody wrote past the application.",
    )


def of_broker(url: str, services: Sequence[type[Service]]) -> Iterator[Finding]:
    try:
        found = depths(url, services)
    except BROKEN as error:
        yield Finding("broker", False, f"does not answer: {error}", "Is RabbitMQ up, and is ATRIUM_AMQP_URL right?")
        return
    yield Finding("broker", True, "answers")
    for service in services:
        queue = inbox_of(service.name)
        depth = found[queue]
        if depth is None:
            yield Finding(f"queue {queue}", False, "is missing", "Run `atrium migrate`.")
            continue
        messages, consumers = depth
        advice = "" if consumers else f"Nobody receives: start {service.name}."
        yield Finding(f"queue {queue}", bool(consumers), f"{messages} messages, {consumers} receivers", advice)


def of_direct_way(address: str, service: str, secret: str) -> Finding:
    """Whether a service can be asked there while the broker is away."""
    fault = direct.knock(address, service, secret)
    advice = "Does the process run, and have both the same ATRIUM_DIRECT_SECRET?" if fault else ""
    return Finding(f"direct way to {service}", fault is None, f"{address} {fault or 'answers'}", advice)


def of_calendar(now: datetime) -> Finding:
    known = calendar.current().known_until
    well = known >= now.date()
    advice = "" if well else "Update chinesecalendar, or give the holidays in a file with ATRIUM_CALENDAR."
    return Finding("calendar", well, f"holidays known until {known}", advice)


def of_disk(folder: Path) -> Finding:
    place = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(place).free
    advice = "" if free > LITTLE_DISK else f"Make room on the disk of {place}."
    return Finding("disk", free > LITTLE_DISK, f"{free // 1024**2} MB free at {place}", advice)
