"""Wakes whoever waits for something to do: within the process at once, across processes by the database's NOTIFY."""

import threading

from sqlalchemy import text
from sqlalchemy.orm import Session

CHANNEL = "atrium_said"
HEARD = "atrium_heard"


def notify(session: Session, channel: str) -> None:
    """Tells all processes on this database when the session's transaction commits; on SQLite there is only this one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel})


class Signal:
    """A flag that one loop waits for and clears. Setting it twice before it is seen wakes once."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Waits until set or until `seconds` have passed; says which, and clears the flag."""
        woken = self._event.wait(seconds)
        self._event.clear()
        return woken
