"""The embedded host's bus: the relay puts each event straight into its listeners' inboxes."""

from collections.abc import Sequence

from kit import metrics
from kit.bus import inbox
from kit.bus.outbox import Said
from kit.crash import crash_here
from kit.runtime import Runtime


class LocalCarrier:
    """Carries events between the services of one process; an outbox row stays until every listener has stored it."""

    def __init__(self, listeners: Sequence[Runtime]) -> None:
        self.listeners = listeners

    def carry(self, events: Sequence[Said]) -> Sequence[Said]:
        for runtime in self.listeners:
            self._store(runtime, events)
        crash_here("local.after_store_before_mark")
        return events

    def post(self, events: Sequence[Said], listener: str, again: bool) -> bool:
        told = [runtime for runtime in self.listeners if runtime.name == listener]
        for runtime in told:
            self._store(runtime, events, again)
        return bool(told)

    def _store(self, runtime: Runtime, events: Sequence[Said], again: bool = False) -> None:
        heard = [event for event in events if runtime.service.hears(event.type)]
        if not heard:
            return
        crash_here("local.before_store")
        with runtime.work() as work:
            new = inbox.store(work.session, [event.body for event in heard], work.now)
            if again:
                inbox.handle_again(work.session, [event.event_id for event in heard], work.now)
        metrics.events_received.labels(runtime.name).inc(new)
        runtime.heard.set()

    def rest(self) -> None:
        """There is no connection to keep alive."""

    def close(self) -> None:
        """There is nothing to close."""
