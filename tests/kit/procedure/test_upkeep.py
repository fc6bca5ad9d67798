"""A release changes a table while cases are open: they go on by the table as it is now."""

import dataclasses

import pytest

from kit.procedure import cancel, do, find_case, mark_overdue, open_case
from kit.procedure import table as tables
from kit.procedure.due import SameDay
from kit.procedure.events import TaskClosed, TaskOpened, TaskOutcome
from tests.kit.procedure.conftest import Firm
from tests.kit.procedure.removal import CREW, Removals
from tests.kit.procedure.test_table import a_step, a_table


class Sweepers(Firm):
    """A case of a small table, which a release then changes."""

    def __init__(self, runtime, clock):
        self.table = a_table(a_step("sweep", due=SameDay()), a_step("wipe", needs=("sweep",)))
        super().__init__(runtime, clock)

    def open(self, **more):
        with self.runtime.work(CREW) as work:
            options = {"id": "019ab000-0000-7000-8000-00000000000a", "number": "1", "estate": None, "link": "/x"}
            return open_case(work, self.table, **options | more).id

    def release(self, monkeypatch, *steps):
        monkeypatch.delitem(tables._procedures, self.table.name)
        self.table = dataclasses.replace(self.table, steps=steps)

    def states(self):
        return {step["name"]: step["state"] for step in self.view()["steps"]}


@pytest.fixture
def sweepers(runtime_of, clock):
    return Sweepers(runtime_of(Removals), clock)


@pytest.mark.rule("PROC-1")
class TestAStepMore:
    @pytest.fixture
    def gained(self, sweepers, monkeypatch):
        sweepers.release(monkeypatch, a_step("air"), *sweepers.table.steps)
        return sweepers

    def test_who_looks_sees_it_and_nothing_is_stored(self, gained):
        assert gained.states() == {"air": "waiting", "sweep": "open", "wipe": "waiting"}
        assert "air" not in {task.step for task in gained.said(TaskOpened)}

    def test_it_opens_as_soon_as_something_is_done(self, gained):
        gained.act(CREW, do, "sweep")
        assert gained.states() == {"air": "open", "sweep": "done", "wipe": "open"}

    def test_the_case_is_done_with_it_and_not_before(self, gained):
        gained.act(CREW, do, "sweep")
        gained.act(CREW, do, "wipe")
        assert gained.view()["state"] == "open"
        gained.act(CREW, do, "air")
        assert gained.view()["state"] == "done"

    def test_a_case_that_was_over_before_stays_as_it_was(self, sweepers, monkeypatch):
        sweepers.act(CREW, cancel, "clean enough")
        sweepers.release(monkeypatch, a_step("air"), *sweepers.table.steps)
        with sweepers.runtime.work(CREW) as work:
            find_case(work, sweepers.case_id)
        assert sweepers.states() == {"sweep": "cancelled", "wipe": "cancelled"}


@pytest.mark.rule("PROC-1")
class TestAStepLess:
    @pytest.fixture
    def lost(self, sweepers, monkeypatch):
        sweepers.release(monkeypatch, a_step("wipe"))
        return sweepers

    def test_who_looks_sees_the_table_as_it_is(self, lost):
        assert lost.states() == {"wipe": "waiting"}
        assert lost.view()["stuck_at"] == []

    def test_it_is_skipped_its_task_closes_and_what_it_held_up_opens(self, lost):
        with lost.runtime.work(CREW) as work:
            find_case(work, lost.case_id)
        (closed,) = lost.said(TaskClosed)
        assert (closed.step, closed.outcome) == ("sweep", TaskOutcome.SKIPPED)
        assert lost.states() == {"wipe": "open"}
        (line,) = [line for line in lost.history() if line.kind == "skipped"]
        assert (line.note_zh, line.note_en) == ("程序已不再有此步骤。", "The procedure no longer has this step.")

    def test_its_lateness_is_reported_no_further(self, lost):
        lost.clock.move(days=1)
        with lost.runtime.work() as work:
            assert mark_overdue(work) == 0

    def test_its_history_is_still_shown(self, lost):
        lost.act(CREW, do, "wipe")
        assert ("sweep", "sweep") in {(line["step"], line["step_zh"]) for line in lost.view()["history"]}
        assert lost.view()["state"] == "done"
