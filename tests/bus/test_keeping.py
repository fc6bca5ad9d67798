"""A unit is held in one service and asked for by a unit change in another at once: over the bus both come to agree."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from kit.bus import depths, topology
from kit.clock import RealClock, local_date
from services.contracts.actions import board
from services.contracts.actions.board import Prices
from services.contracts.models import Unit
from services.contracts.service import Contracts
from services.property.actions.estates import open_estate
from services.property.models import Lease
from services.property.service import Property
from tests.bus.conftest import House
from tests.contracts.board import CUSTOMER, LI_QIANG, a_customer, a_person
from tests.contracts.builders import a_lease
from tests.engineering.house import House as Overheard
from tests.faults.house import wait_until
from tests.property.builders import YUNQI, a_unit
from tests.property.desk import LEASING, Desk

TODAY = local_date(RealClock().now())
TERM = {"starts_on": str(TODAY - timedelta(365)), "ends_on": str(TODAY + timedelta(3650))}


class Both(House):
    """Property and contracts, each on its own database; a tenant of A1109, and A0501 on the board."""

    def __init__(self, runtime_of, url):
        self.url, self.stop, self._threads = url, threading.Event(), []
        self.agency, self.critic = runtime_of(Property), runtime_of(Contracts)
        self.desk, self.counter = Desk(self.agency), Overheard(self.critic)

    def open(self):
        with self.agency.work() as work:
            estate = self.desk.estates[YUNQI] = open_estate(work, YUNQI, "Asia/Shanghai").id
        old, self.unit = (a_unit(self.desk, YUNQI, number, 5, "A座") for number in ("A1109", "A0501"))
        self.consultant = replace(LI_QIANG, estates=frozenset({estate}))
        self.counter.hear(a_person(self.consultant), a_customer(estate=estate))
        self.run_everything()
        wait_until(lambda: self.at_contracts() is not None, "contracts knows the units")
        with self.critic.work() as work:
            unit = work.session.get_one(Unit, self.unit)
            board.price(work, unit, Prices(Decimal(2_000_000), None))
            board.offer(work, unit, "开盘")
        lease = self.counter.get(self.consultant, "register_lease", a_lease(**TERM) | {"unit_id": old})
        self.lease = lease["id"]
        wait_until(lambda: self.look(self.agency, Lease, self.lease) is not None, "property knows the lease")

    def look(self, runtime, model, id):
        with runtime.look() as work:
            found = work.session.get(model, id)
            work.session.expunge_all()
            return found

    def at_contracts(self):
        return self.look(self.critic, Unit, self.unit)

    def hold(self):
        wish = {"unit_id": self.unit, "kind": "sale", "customer_id": CUSTOMER, "customer_name": "王伟"}
        return self.counter.ask(self.consultant, "hold_unit", wish)

    def request(self):
        asked = {"lease_id": self.lease, "new_unit_id": self.unit, "cause": "customer_wish"}
        return self.desk.ask(LEASING, "request_unit_change", asked | {"change_date": str(TODAY + timedelta(7))})

    def parked(self):
        told = []
        for runtime in (self.agency, self.critic):
            with runtime.look() as work:
                told.append(depths.of(work.session)["parked"])
        return sum(told)


@pytest.fixture
def both(runtime_of, amqp_url):
    topology.declare(amqp_url, [Property, Contracts])
    house = Both(runtime_of, amqp_url)
    yield house
    house.close()


@pytest.mark.rule("SALE-17")
def test_one_of_them_has_the_unit_and_the_change_gets_it_in_the_end(both):
    both.open()
    together, replies = threading.Barrier(2), {}

    def act(name, do):
        together.wait()
        replies[name] = do()

    threads = [threading.Thread(target=act, args=pair) for pair in (("hold", both.hold), ("ask", both.request))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert replies["ask"].status == 201, replies["ask"].body
    change = replies["ask"].body["id"]

    def keeping():
        return both.desk.get(LEASING, "show_unit_change", id=change)["keeping"]

    held = replies["hold"].status == 201
    wait_until(lambda: keeping() == ("taken" if held else "kept"), "property knows who has the unit")
    assert (both.at_contracts().kept_for is None) is held
    if held:
        deal = replies["hold"].body["id"]
        both.counter.get(both.consultant, "let_unit_go", {"reason": "客户改主意"}, id=deal)
        wait_until(lambda: keeping() == "kept", "the change has the unit")
    assert both.at_contracts().kept_for_id == change
    assert both.parked() == 0
