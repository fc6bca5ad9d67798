"""The folder of an embedded house: one process holds it, and says there by which clock it lives."""

import fcntl
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from kit.settings import Settings

LOCK = "house.lock"
_held: list[IO[str]] = []  # The lock lasts as long as its file is open.


def hold(settings: Settings) -> bool:
    """Takes the folder until the end of this process; says whether nobody else had it.

    What lies there is for the house's own user alone.
    """
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (settings.var / LOCK).open("a+")
    if not _lock(lock):
        lock.close()
        return False
    ahead = (settings.now - datetime.now(UTC)).total_seconds() if settings.now else 0.0
    lock.truncate(0)
    lock.write(json.dumps({"ahead": ahead}))
    lock.flush()
    _held.append(lock)
    return True


def let_go() -> None:
    """Gives the folder back before the process ends."""
    while _held:
        _held.pop().close()


def by_the_clock_of_the_house(settings: Settings) -> Settings:
    """The settings of a command beside an embedded house: what it writes down is of the house's own time."""
    path = settings.var / LOCK
    if not settings.embedded or settings.now or not path.exists():
        return settings
    ahead = _ahead_in(path)
    return replace(settings, now=datetime.now(UTC) + timedelta(seconds=ahead)) if ahead else settings


def _ahead_in(path: Path) -> float:
    """How many seconds the running house is ahead; none where no house is running."""
    with path.open("a+") as lock:
        if _lock(lock):
            return 0.0
        lock.seek(0)
        return float(json.loads(lock.read() or "{}").get("ahead", 0.0))


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
