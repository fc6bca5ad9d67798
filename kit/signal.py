"""Wakes whoever waits for something to do: within the process at once, across processes by the database's NOTIFY."""

import threading

from sqlalchemy import text
from sqlalchemy.orm import Session

from kit.ids import new_id

CHANNEL = "atrium_said"
HEARD = "atrium_heard"
# Each process passes over its own notifications: it woke its own loops already.
PROCESS = new_id()
EVERYBODY = 1_000_000
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


def notify(session: Session, channel: str) -> None:
    """Tells all processes on this database when the session's transaction commits; on SQLite there is only this one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_NOTIFY, {"channel": channel, "payload": PROCESS})


class Signal:
    """News that loops wait for. Each piece wakes one of them; news that nobody waits for is kept, as one piece."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._news = 0
        self._waiting = 0

    def set(self, waking: int = 1) -> None:
        """Wakes up to `waking` loops, or the next one that comes to wait."""
        with self._condition:
            self._news = max(self._news, min(waking, max(self._waiting, 1)))
            self._condition.notify(self._news)

    @property
    def is_waited_for(self) -> bool:
        """Whether a loop has nothing to do but wait."""
        return self._waiting > 0

    def wait(self, seconds: float) -> bool:
        """Waits for news or until `seconds` have passed; says which."""
        with self._condition:
            self._waiting += 1
            try:
                self._condition.wait_for(lambda: self._news > 0, seconds)
            finally:
                self._waiting -= 1
            woken = self._news > 0
            self._news -= woken
            return woken
