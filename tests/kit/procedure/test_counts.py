"""What is under way is counted for those who watch."""

from kit.procedure import cancel, counts, do
from tests.kit.procedure.removal import CREW, OFFICE, REMOVAL

PIANO = REMOVAL.name


def counted(firm):
    with firm.runtime.look() as work:
        return counts.cases(work.session), counts.steps(work.session, work.now)


class TestCounts:
    def test_a_step_is_counted_once_and_its_task_for_each_owner(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        cases, waiting = counted(firm)
        assert cases == [(PIANO, 1)]
        assert waiting.steps == {(PIANO, "tune"): 1, (PIANO, "book"): 1}
        assert waiting.tasks == {(PIANO, "crew"): 2, (PIANO, "office"): 1}

    def test_a_signature_that_is_waited_for_is_a_task(self, firm):
        firm.carry_to_the_door()
        _, waiting = counted(firm)
        assert waiting.steps == {(PIANO, "carry"): 1}
        assert waiting.tasks == {(PIANO, "office"): 1, (PIANO, "cashier"): 1}

    def test_late_is_what_the_house_clock_says_whether_it_was_marked_or_not(self, firm):
        firm.open()
        firm.clock.move(hours=15)
        _, waiting = counted(firm)
        assert (waiting.tasks, waiting.overdue) == ({(PIANO, "crew"): 2}, {(PIANO, "crew"): 2})
        firm.clock.move(seconds=-1)
        assert counted(firm)[1].overdue[PIANO, "crew"] == 0

    def test_what_is_over_is_not_counted(self, firm):
        firm.act(OFFICE, cancel, "the piano was sold")
        cases, waiting = counted(firm)
        assert (cases, waiting.steps, waiting.tasks) == ([], {}, {})
