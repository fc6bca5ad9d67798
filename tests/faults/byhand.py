"""The little house moved on by hand, one step of the bus at a time, in the test's own process."""

import threading

from sqlalchemy.exc import DBAPIError

from kit.bus.carrier import CarrierAway
from kit.bus.local import LocalCarrier
from kit.bus.relay import Relay
from kit.bus.worker import Worker
from kit.doors import Call
from tests.faults.house import IMPRESARIO

TROUBLE = (DBAPIError, TimeoutError, CarrierAway)


class ByHand:
    """Both services with their relays and workers, none of which runs by itself."""

    def __init__(self, agency, critic, carrier=None):
        self.agency, self.critic = agency, critic
        self.carrier = carrier or LocalCarrier([agency, critic])
        stop = threading.Event()
        self.relays = {runtime.name: Relay(runtime, self.carrier, stop) for runtime in (agency, critic)}
        self.workers = {runtime.name: Worker(runtime, stop) for runtime in (agency, critic)}

    def sing(self, singer, songs):
        """Asks the agency for songs; gives the status of its answer."""
        body = {"singer": singer, "songs": songs, "lines": []}
        return self.agency.call(Call("sing", IMPRESARIO, body=body)).status

    def go_round(self):
        """Every relay and worker once, as far as it gets; one in trouble leaves the rest for the next round."""
        busy = 0
        for step in (*(one.relay_once for one in self.relays.values()), *(w.handle for w in self.workers.values())):
            try:
                busy += bool(step())
            except TROUBLE:
                busy += 1
        return busy
