"""The embedded host's bus: the relay puts each event straight into its listeners' inboxes."""

from collections.abc import Sequence

from kit import metrics
from kit.bus import inbox
from kit.bus.outbox import Said
from kit.crash import crash_here
from kit.runtime import Runtime


class LocalCarrier:
    """Carries events between the services of one process. The outbox row stays until every listener has stored the event."""

    def __init__(self, listeners: Sequence[Runtime]) -> None:
        self.listeners = listeners

    def carry(self, events: Sequence[Said]) -> Sequence[Said]:
        for runtime in self.listeners:
            bodies = [event.body for event in events if runtime.service.hears(event.type)]
            if bodies:
                crash_here("local.before_store")
                with runtime.work() as work:
                    new = inbox.store(work.session, bodies, work.now)
                metrics.events_received.labels(runtime.name).inc(new)
                runtime.heard.set()
        crash_here("local.after_store_before_mark")
        return events

    def close(self) -> None:
        """There is nothing to close."""
