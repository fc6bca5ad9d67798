"""Two at once: the register takes turns, and nothing is entered between two entries."""

import threading
import time

import pytest
from sqlalchemy import func, select, text

from services.leads.actions.registering import ALONE
from services.leads.models import Entry, Reception
from tests.engineering.house import ESTATE
from tests.engineering.test_races import at_once
from tests.leads.builders import LI_QIANG, MANAGER, PHONE, ZHOU_MIN, a_visitor, register


class TestTwoAtOnce:
    @pytest.mark.rule("LEAD-2")
    def test_two_who_enter_the_same_visitor_give_one_customer(self, leads, second):
        one, other = at_once(lambda: register(leads), lambda: register(second, ZHOU_MIN))
        assert one["customer_id"] == other["customer_id"]
        assert {one["number"], other["number"]} == {"LF000001", "LF000002"}

    @pytest.mark.rule("LEAD-3")
    def test_many_at_once_leave_a_whole_chain(self, leads, second):
        calls = [
            lambda house=house, number=number: register(house, name=f"客户{number}", phones=[f"1380013{number:04d}"])
            for number, house in enumerate((leads, second) * 5)
        ]
        at_once(*calls)
        told = leads.get(LI_QIANG, "verify_register")
        assert (told["whole"], told["entries"]) == (True, 10)

    @pytest.mark.rule("LEAD-6")
    def test_two_who_extend_do_it_once(self, leads, second, clock):
        one = register(leads)
        clock.move(days=16)
        asked = {"reason": "客户仍在比较"}
        calls = [
            lambda house=house: house.ask(MANAGER, "extend_registration", asked, id=one["id"]).status
            for house in (leads, second)
        ]
        assert sorted(at_once(*calls)) == [200, 409]


@pytest.mark.rule("LEAD-10")
class TestTimesOfEntries:
    """An entry's time is one at which it was alone: what a verdict has not seen is later than the deal."""

    def waits(self, house):
        """Whether somebody waits for the register; on SQLite nobody has even begun before it is free."""
        if house.runtime.database.is_sqlite:
            return True
        with house.runtime.look() as work:
            return work.session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")) > 0

    @pytest.mark.parametrize("act", ["register_visitor", "receive_visitor"])
    def test_who_had_to_wait_was_there_when_the_waiting_was_over(self, leads, second, clock, act):
        register(leads)
        told = {"estate_id": ESTATE, "visitor": "王伟", "phone": PHONE, "asked_for_id": LI_QIANG.id}
        body = a_visitor() if act == "register_visitor" else told
        deadline = time.monotonic() + 30
        with leads.runtime.work() as work:
            work.alone(ALONE)
            waiting = threading.Thread(target=second.get, args=(LI_QIANG, act, body))
            waiting.start()
            while not self.waits(leads):
                assert time.monotonic() < deadline, "nobody waits"
            clock.move(seconds=5)
        waiting.join(30)
        table = Entry if act == "register_visitor" else Reception
        with leads.runtime.look() as work:
            assert work.session.scalar(select(func.max(table.at))) == clock.now()
