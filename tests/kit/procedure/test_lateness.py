"""Late steps: marked once at the deadline, then reported upward on each further working day."""

from datetime import UTC, date, datetime

import pytest

from kit import numbers
from kit.procedure import do, mark_overdue, part_done, send_back, sign
from kit.procedure.events import TaskOverdue
from kit.procedure.late import a_working_day_later
from tests.kit.procedure.removal import CREW, OFFICE


def sweep(firm, limit=100):
    with firm.runtime.work() as work:
        return mark_overdue(work, limit)


def told(firm):
    return [(event.step, event.department, event.told_rank, event.level) for event in firm.said(TaskOverdue)]


@pytest.mark.rule("PROC-5")
class TestReporting:
    def test_before_the_deadline_nothing_is_said(self, firm):
        firm.clock.move(hours=14, minutes=59, seconds=59)
        assert sweep(firm) == 0
        assert not firm.step("look").overdue

    def test_at_the_deadline_the_superior_is_told_once(self, firm):
        firm.clock.move(hours=15)
        assert firm.step("look").overdue
        assert (sweep(firm), sweep(firm)) == (1, 0)
        (event,) = firm.said(TaskOverdue)
        assert (event.told_rank, event.level, event.department) == ("supervisor", 1, "crew")
        assert event.due_at == firm.clock.now()
        assert (event.title_zh, event.link) == ("搬运钢琴:察看", f"/removals/{firm.case_id}")

    def test_each_further_working_day_the_next_superior_is_told_and_then_nobody(self, firm):
        firm.clock.move(hours=15)
        heard = []
        for _day in range(6):
            sweep(firm)
            heard.append([rank for _, _, rank, _ in told(firm)])
            firm.clock.move(days=1)
        assert [len(ranks) for ranks in heard] == [1, 2, 3, 3, 3, 3]
        assert heard[-1] == ["supervisor", "manager", "director"]
        assert firm.kinds("look") == ["opened", "overdue", "told", "told"]

    def test_over_a_weekend_nobody_climbs(self, firm):
        firm.clock.at = datetime(2026, 12, 11, 1, tzinfo=UTC)
        case_id = firm.open(number="PR-2", dates={"moving_day": date(2026, 12, 14)})
        firm.clock.at = datetime(2026, 12, 11, 16, tzinfo=UTC)
        levels = []
        for _day in range(4):
            sweep(firm)
            levels.append([event.level for event in firm.said(TaskOverdue) if event.case_id == case_id])
            firm.clock.move(days=1)
        assert levels == [[1], [1], [1], [1, 2]]

    def test_a_step_done_in_time_is_never_reported(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.clock.move(hours=20)
        assert sweep(firm) == 0

    def test_a_step_done_late_is_reported_no_further(self, firm):
        firm.clock.move(hours=15)
        sweep(firm)
        firm.act(CREW, do, "look", {"steps": 3})
        firm.clock.move(hours=2)
        assert sweep(firm) == 0

    def test_a_sweep_after_a_long_stop_tells_one_rank_and_waits_for_the_next_working_day(self, firm):
        firm.clock.move(days=10)
        assert (sweep(firm), sweep(firm)) == (1, 0)
        firm.clock.move(days=1)
        assert (sweep(firm), sweep(firm)) == (1, 0)

    def test_those_whose_signature_is_missing_are_the_late_ones(self, firm):
        firm.carry_to_the_door()
        firm.act(OFFICE, sign, "carry")
        firm.clock.move(hours=15)
        sweep(firm)
        assert told(firm) == [("carry", "cashier", "supervisor", 1)]

    def test_only_the_departments_that_still_have_to_act_are_reported(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, part_done, "book", "office")
        firm.clock.at = datetime(2026, 12, 9, 16, tzinfo=UTC)
        sweep(firm)
        assert ("book", "crew", "supervisor", 1) in told(firm)
        assert "office" not in {department for _, department, _, _ in told(firm)}

    def test_sent_back_it_starts_anew(self, firm):
        firm.clock.move(hours=15)
        sweep(firm)
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(CREW, send_back, "look", "wrong house")
        assert not firm.step("look").overdue
        firm.clock.move(days=1)
        sweep(firm)
        assert [event.level for event in firm.said(TaskOverdue) if event.step == "look"] == [1, 1]

    def test_marking_does_not_stand_in_the_way_of_who_has_the_page_open(self, firm):
        firm.clock.move(hours=15)
        sweep(firm)
        firm.act(CREW, do, "look", {"steps": 3}, expected_version=1)

    def test_a_batch_is_as_large_as_asked_for_and_the_rest_comes_next(self, firm):
        for number in range(4):
            firm.open(number=f"PR-{number}")
        firm.clock.move(hours=15)
        assert [sweep(firm, limit=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.rule("PROC-9", "PROC-5")
class TestTheLadder:
    def test_the_configuration_may_set_another(self, configured_firm):
        firm = configured_firm({"piano_removal.ladder": ["manager"]})
        firm.clock.move(hours=15)
        assert (sweep(firm), [rank for _, _, rank, _ in told(firm)]) == (1, ["manager"])
        firm.clock.move(days=3)
        assert sweep(firm) == 0

    def test_with_nobody_on_it_the_step_is_marked_and_nobody_told(self, configured_firm):
        firm = configured_firm({"piano_removal.ladder": []})
        firm.clock.move(hours=15)
        assert (sweep(firm), sweep(firm), told(firm)) == (1, 0, [])
        assert firm.kinds("look") == ["opened", "overdue"]

    @pytest.mark.parametrize("ladder", [["foreman"], "manager", 3])
    def test_one_with_a_rank_that_the_table_does_not_know_is_refused_at_the_start(self, ladder):
        (fault,) = numbers.faults({"piano_removal.ladder": ladder})
        assert "must be a list of supervisor, manager, director" in fault


@pytest.mark.rule("PROC-5")
class TestTheNextWorkingDay:
    @pytest.mark.parametrize(
        ("moment", "later"),
        [
            (datetime(2026, 12, 7, 16, tzinfo=UTC), datetime(2026, 12, 8, 16, tzinfo=UTC)),
            (datetime(2026, 12, 11, 16, tzinfo=UTC), datetime(2026, 12, 14, 16, tzinfo=UTC)),
            (datetime(2026, 12, 11, 7, tzinfo=UTC), datetime(2026, 12, 14, 7, tzinfo=UTC)),
            (datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 8, 16, tzinfo=UTC)),
        ],
    )
    def test_it_is_the_same_time_and_midnight_belongs_to_the_day_before(self, moment, later):
        assert a_working_day_later(moment, "Asia/Shanghai") == later
