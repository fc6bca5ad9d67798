"""Two at once: the register takes turns, and nothing is entered between two entries."""

import pytest

from tests.engineering.test_races import at_once
from tests.leads.builders import LI_QIANG, MANAGER, ZHOU_MIN, register


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
