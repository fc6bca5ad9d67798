"""A step that nobody is told of, and one that is over at its deadline instead of late."""

import pytest

from kit.errors import Refused
from kit.procedure import Lapses, SameDay, Signer, Step, complete_by_event, do, find_case, mark_overdue, sign
from kit.procedure.events import TaskClosed, TaskOpened, TaskOutcome, TaskOverdue
from tests.kit.procedure.conftest import Firm
from tests.kit.procedure.removal import CREW, OFFICE, Desk, Removals, TruckArrived, open_a_removal
from tests.kit.procedure.test_table import a_table
from tests.kit.procedure.test_together import at_once

TOO_LATE = Lapses("当日没有来取。", "It was not fetched that day.")


class Shop(Firm):
    """A firm whose one case is of a table of its own."""

    def __init__(self, runtime, clock, *steps):
        self.table = a_table(*steps)
        super().__init__(runtime, clock)

    def open(self, **more):
        with self.runtime.work(OFFICE) as work:
            return open_a_removal(work, self.table, dates={}, **more).id

    def sweep(self):
        """Has the clock come by; gives what the service was told has lapsed."""
        heard = []
        with self.runtime.work() as work:
            mark_overdue(work, on_lapse=lambda work, case, name: heard.append((name, case.state)))
        return heard


def fetch(**more):
    known = {"name": "fetch", "zh": "领取", "en": "Fetch", "owner": Desk.CREW, "due": SameDay(), "lapses": TOO_LATE}
    return Step(**known | more)


THANK = Step("thank", zh="道谢", en="Thank", owner=Desk.OFFICE, needs=("fetch",))


@pytest.fixture
def shop_with(runtime_of, clock):
    return lambda *steps: Shop(runtime_of(Removals), clock, *steps)


@pytest.mark.rule("PROC-2", "PROC-5")
class TestAQuietStep:
    def test_it_is_open_and_in_nobodys_inbox(self, shop_with):
        shop = shop_with(fetch(quiet=True))
        assert (shop.state("fetch"), shop.said(TaskOpened), shop.view()["stuck_at"]) == ("open", [], [])
        assert shop.step("fetch").may_do

    def test_it_is_done_by_who_finds_it_and_what_comes_after_is_asked_for(self, shop_with):
        shop = shop_with(fetch(quiet=True), THANK)
        shop.act(CREW, do, "fetch")
        assert [event.step for event in shop.said(TaskOpened)] == ["thank"]
        assert shop.said(TaskClosed) == []

    def test_who_signs_it_is_not_told_either(self, shop_with):
        shop = shop_with(fetch(quiet=True, signs=(Signer(Desk.CREW), Signer(Desk.OFFICE))))
        shop.act(CREW, do, "fetch")
        assert (shop.state("fetch"), shop.said(TaskOpened)) == ("awaiting_signatures", [])
        shop.act(OFFICE, sign, "fetch")
        assert shop.state("fetch") == "done"

    def test_late_it_is_marked_once_and_no_superior_is_told(self, shop_with):
        shop = shop_with(fetch(quiet=True, lapses=None))
        for _day in range(3):
            shop.clock.move(days=1)
            shop.sweep()
        assert shop.kinds("fetch") == ["opened", "overdue"]
        assert (shop.history()[-1].after, shop.said(TaskOverdue)) == ({"level": 0, "told": None}, [])


@pytest.mark.rule("PROC-4", "PROC-5")
class TestAStepThatLapses:
    def test_at_its_deadline_it_is_skipped_with_the_reason_in_both_languages_and_nobody_is_late(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        shop.sweep()
        line = next(line for line in shop.history() if line.kind == "lapsed")
        assert (line.note_zh, line.note_en) == (TOO_LATE.zh, TOO_LATE.en)
        assert (shop.state("fetch"), shop.step("fetch").reason) == ("skipped", f"{TOO_LATE.zh} {TOO_LATE.en}")
        assert [event.outcome for event in shop.said(TaskClosed)] == [TaskOutcome.SKIPPED]
        assert shop.said(TaskOverdue) == []

    def test_what_comes_after_can_be_done_then_and_the_last_ends_the_case(self, shop_with):
        shop = shop_with(fetch(), THANK)
        shop.clock.move(hours=15)
        assert shop.sweep() == [("fetch", "open")]
        shop.act(OFFICE, do, "thank")
        assert shop.view()["state"] == "done"

    def test_the_service_hears_of_it_once_in_the_same_transaction(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        assert (shop.sweep(), shop.sweep()) == ([("fetch", "done")], [])

    def test_where_the_service_fails_nothing_has_lapsed(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        with pytest.raises(ZeroDivisionError), shop.runtime.work() as work:
            mark_overdue(work, on_lapse=lambda work, case, name: 1 / 0)
        assert (shop.state("fetch"), shop.kinds("fetch")) == ("open", ["opened"])

    def test_it_counts_as_a_change_of_the_case(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        shop.sweep()
        assert shop.view()["version"] == 2

    def test_it_can_be_done_to_the_last_second_and_no_longer_whether_the_clock_came_by_or_not(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        with pytest.raises(Refused) as refused:
            shop.act(CREW, do, "fetch")
        assert [(reason.code, reason.zh) for reason in refused.value.reasons] == [("lapsed", TOO_LATE.zh)]
        shop.clock.move(seconds=-1)
        assert shop.act(CREW, do, "fetch").state == "done"

    def test_what_was_recorded_and_not_signed_in_time_lapses_too(self, shop_with):
        shop = shop_with(fetch(signs=(Signer(Desk.CREW), Signer(Desk.OFFICE))))
        shop.act(CREW, do, "fetch")
        shop.clock.move(hours=15)
        with pytest.raises(Refused, match="not fetched"):
            shop.act(OFFICE, sign, "fetch")
        assert shop.sweep() == [("fetch", "done")]

    def test_an_event_that_comes_later_is_noted_and_changes_nothing(self, shop_with):
        shop = shop_with(fetch(done_by=TruckArrived))
        shop.clock.move(hours=15)
        with shop.runtime.work() as work:
            complete_by_event(work, find_case(work, shop.case_id), "fetch")
        assert (shop.state("fetch"), shop.kinds("fetch")) == ("open", ["opened", "heard_late"])
        assert shop.sweep() == [("fetch", "done")]

    def test_of_two_copies_one_lets_it_lapse(self, shop_with):
        shop = shop_with(fetch())
        shop.clock.move(hours=15)
        heard = at_once(shop.sweep, shop.sweep, shop.sweep)
        assert [one for some in [*heard, shop.sweep()] for one in some] == [("fetch", "done")]
