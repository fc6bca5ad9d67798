"""What carries events from an outbox to inboxes; each host has one of its own."""

from collections.abc import Sequence
from typing import Protocol

from kit.bus.outbox import Said


class CarrierAway(Exception):
    """The carrier cannot take events now; they stay in the outbox."""


class Carrier(Protocol):
    """Takes events to their listeners."""

    def carry(self, events: Sequence[Said]) -> Sequence[Said]:
        """Hands over events, no two of one subject; returns those that are safe with the listeners.

        Raises CarrierAway.
        """

    def post(self, events: Sequence[Said], listener: str, again: bool) -> bool:
        """Hands over events, no two of one subject, to one listener alone; says whether there is such a listener.

        With `again` it handles them even if it did before. Raises CarrierAway when any of them is not safe.
        """

    def rest(self) -> None:
        """Called now and then while there is nothing to carry."""

    def close(self) -> None: ...
