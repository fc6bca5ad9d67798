"""The history: a line for everything, and none that anybody can change."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kit.procedure import do, find_case, mark_overdue, remark, view
from kit.procedure.history import Kind
from tests.kit.procedure.removal import CREW


@pytest.mark.rule("PROC-6")
class TestHistory:
    def test_it_says_who_when_which_step_what_was_recorded_before_and_after(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        line = firm.history()[2]
        assert (line.kind, line.step, line.round, line.by_id, line.by, line.department) == (
            "done",
            "look",
            1,
            "crew.clerk",
            "crew clerk",
            "crew",
        )
        assert (line.at, line.recorded) == (firm.clock.now(), {"steps": 3})
        assert line.before == {"state": "open", "recorded": None}
        assert line.after == {"state": "done", "recorded": {"steps": 3}}

    def test_it_begins_with_the_opening_and_its_dates(self, firm):
        first = firm.history()[0]
        assert (first.kind, first.by, first.after["dates"]) == (
            "case_opened",
            "office clerk",
            {"moving_day": "2026-12-11"},
        )

    def test_it_knows_the_request_that_each_line_came_from(self, firm):
        with firm.runtime.work(CREW) as work:
            correlation_id = work.cause.correlation_id
            do(work, find_case(work, firm.case_id), "look", {"steps": 3})
        assert firm.history()[-1].correlation_id == correlation_id

    def test_what_happens_around_it_is_in_it_and_makes_nobodys_step_another(self, firm):
        with firm.runtime.work() as work:
            case = find_case(work, firm.case_id)
            before = case.version
            remark(work, case, "新居有人。", "Somebody lives there.")
            assert case.version == before
        line = firm.history()[-1]
        assert (line.kind, line.step, line.note_zh, line.note_en) == (
            "remarked",
            None,
            "新居有人。",
            "Somebody lives there.",
        )

    def test_what_the_clock_does_is_in_it_too(self, firm):
        firm.clock.move(days=1)
        with firm.runtime.work() as work:
            mark_overdue(work)
        line = firm.history()[-1]
        assert (line.kind, line.by, line.after) == ("overdue", "removals", {"level": 1, "told": "supervisor"})

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE case_history SET by = 'nobody'",
            "UPDATE case_history SET by = 'nobody' WHERE position = 1",
            "DELETE FROM case_history",
            "DELETE FROM case_history WHERE position = 1",
        ],
    )
    def test_the_database_itself_refuses_to_change_it(self, firm, statement):
        with pytest.raises(IntegrityError, match="case_history is append-only"), firm.runtime.work() as work:
            work.session.execute(text(statement.replace(" by ", ' "by" ')))
        assert len(firm.history()) == 2

    def test_it_is_shown_in_both_languages(self, firm):
        with firm.runtime.look(CREW) as work:
            opened = view(work, find_case(work, firm.case_id))["history"][1]
        assert (opened["zh"], opened["en"], opened["step_zh"]) == ("可以办理", "can now be done", "察看")

    @pytest.mark.parametrize("kind", Kind)
    def test_every_kind_of_line_has_both_names(self, kind):
        assert kind.zh
        assert kind.en
