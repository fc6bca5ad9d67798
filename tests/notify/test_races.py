"""Two at once: each acknowledgement is counted, nobody is reminded twice (NOTE-3), and nobody waits crosswise."""

import threading

import pytest

from kit.caller import Caller, Cause
from kit.database import Database
from kit.ids import new_id
from kit.runtime import Runtime
from services.notify.actions import tasks
from services.notify.events import InboxChanged, NoticeAcknowledged
from services.notify.service import Notify
from tests.engineering.house import House
from tests.engineering.test_races import at_once
from tests.notify.builders import DEPARTMENTS, of, opened, the_unit_change


@pytest.fixture
def second(notify, clock):
    """Another copy of the service on the same database."""
    database = Database(notify.runtime.database.url.render_as_string(hide_password=False))
    yield House(Runtime(Notify, database, clock))
    database.close()


@pytest.fixture
def notice(notify):
    notify.hear(the_unit_change())
    return notify.get(of("property"), "list_notices")["items"][0]["id"]


@pytest.mark.rule("NOTE-3")
class TestTwoAtOnce:
    def test_all_six_acknowledge_and_exactly_one_is_the_last(self, notify, second, notice):
        calls = [
            lambda house=house, department=department: house.ask(of(department), "acknowledge_notice", id=notice).status
            for house, department in zip((notify, second) * 3, DEPARTMENTS, strict=True)
        ]
        assert at_once(*calls) == [200] * 6
        assert sorted(event.acknowledged for event in notify.said(NoticeAcknowledged)) == [1, 2, 3, 4, 5, 6]

    def test_two_of_one_department_acknowledge_and_one_is_told_that_it_was_done(self, notify, second, notice):
        calls = [
            lambda house=house, name=name: house.ask(of("finance", name=name), "acknowledge_notice", id=notice).status
            for house, name in ((notify, "林芳"), (second, "徐涛"))
        ]
        assert sorted(at_once(*calls)) == [200, 409]

    def test_two_copies_remind_and_each_department_is_reminded_once(self, notify, second, notice, clock):
        clock.move(days=1)
        at_once(
            *(lambda house=house: house.by_the_clock("remind_who_has_not_acknowledged") for house in (notify, second))
        )
        for department in DEPARTMENTS:
            items = notify.get(of(department), "list_inbox", {"kind": "reminder"})["items"]
            assert len(items) == 1


class TestSeveralEventsOfOneTransaction:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_two_that_touch_the_same_inboxes_in_opposite_order_do_not_wait_for_each_other(self, notify, second):
        halfway = threading.Barrier(2)

        def put(house, first, then):
            with house.runtime.work() as work:
                tasks.open_task(work, opened(case_id=new_id(), department=first))
                next_one = work.beside(Caller.service("notify"), Cause(), heard=None)
                halfway.wait(10)
                tasks.open_task(next_one, opened(case_id=new_id(), department=then))
            return "committed"

        turns = (notify, "finance", "property"), (second, "property", "finance")
        assert at_once(*(lambda turn=turn: put(*turn) for turn in turns)) == ["committed"] * 2
        revisions = [(event.department, event.revision) for event in notify.said(InboxChanged)]
        assert sorted(revisions) == [("finance", 1), ("finance", 2), ("property", 1), ("property", 2)]
