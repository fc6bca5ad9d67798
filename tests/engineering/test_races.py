"""Two at once: the database lets exactly one of them have it (ENG-2)."""

import threading

import pytest

from kit.database import Database
from kit.runtime import Runtime
from services.engineering.service import Engineering
from tests.engineering.builders import SUPERVISOR, a_technician_called, an_order, enter
from tests.engineering.house import House

pytestmark = pytest.mark.rule("ENG-2")


def at_once(*calls):
    """Runs the calls at the same moment; returns their results in order."""
    results, ready = [None] * len(calls), threading.Barrier(len(calls))

    def run(index, call):
        ready.wait(10)
        results[index] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.fixture
def second(engineering, clock):
    """Another copy of the service on the same database."""
    database = Database(engineering.runtime.database.url.render_as_string(hide_password=False))
    yield House(Runtime(Engineering, database, clock))
    database.close()


class TestTwoAtOnce:
    def test_claim_one_order_and_one_gets_it(self, engineering, second):
        order = engineering.get(SUPERVISOR, "open_work_order", an_order())
        claims = []
        for house, number, name in ((engineering, "YQ031", "杨军"), (second, "YQ032", "马磊")):
            enter(engineering, number, name, "强电5")
            claims.append(
                lambda house=house, name=name: house.ask(a_technician_called(name), "claim_work_order", id=order["id"])
            )
        replies = at_once(*claims)
        assert sorted(reply.status for reply in replies) == [200, 409]
        shown = engineering.get(SUPERVISOR, "show_work_order", id=order["id"])
        assert [line["act"] for line in shown["history"]].count("claim") == 1

    def test_open_orders_and_each_has_its_own_number(self, engineering, second):
        calls = [
            lambda house=house: house.get(SUPERVISOR, "open_work_order", an_order())["number"]
            for house in (engineering, second) * 3
        ]
        assert sorted(at_once(*calls)) == [f"GD20261207-00{running}" for running in range(1, 7)]
