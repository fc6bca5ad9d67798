"""Listens to the database for what other processes on it said or heard, and wakes this process's loops."""

import threading
from datetime import timedelta

import psycopg

from kit import logs
from kit.runtime import Runtime, backoff
from kit.signal import CHANNEL, EVERYBODY, HEARD, PROCESS

log = logs.get(__name__)


class Ear:
    """One loop on one connection of its own to a service's PostgreSQL database."""

    def __init__(self, runtime: Runtime, stop: threading.Event) -> None:
        self.runtime = runtime
        self.stop = stop
        self.signals = {CHANNEL: runtime.said, HEARD: runtime.heard}

    def run(self) -> None:
        """Listens until told to stop; a database that is away is waited for, with growing pauses."""
        failures = 0
        url = self.runtime.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self.stop.is_set():
            try:
                with psycopg.connect(
                    url, autocommit=True, connect_timeout=5, application_name="atrium ear"
                ) as connection:
                    for channel in self.signals:
                        connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
                    failures = 0
                    self._listen(connection)
            except (psycopg.Error, OSError) as error:
                failures += 1
                log.warning("nobody tells us of news", service=self.runtime.name, error=str(error).partition("\n")[0])
                self.stop.wait(backoff(failures, timedelta(seconds=5)).total_seconds())

    def _listen(self, connection: psycopg.Connection) -> None:
        """Wakes everybody at first, since something may have been told while nobody listened."""
        for signal in self.signals.values():
            signal.set(EVERYBODY)
        while not self.stop.is_set():
            for told in connection.notifies(timeout=1.0):
                if told.payload != PROCESS:
                    self.signals[told.channel].set()
