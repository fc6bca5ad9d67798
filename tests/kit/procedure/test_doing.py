"""Doing a step: by whom, after what, when, and with everything recorded."""

from datetime import date
from decimal import Decimal

import pytest

from kit.errors import Conflict, Forbidden, NotFound, Refused
from kit.procedure import do, find_case, open_case, reasons_not_to_do, skip
from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome
from tests.kit.procedure.removal import (
    BOSS,
    CASHIER,
    CREW,
    CUSTOMER,
    FRIDAY,
    HARBOUR,
    HILL,
    OFFICE,
    REMOVAL,
    a_person,
    open_a_removal,
)
from tests.kit.procedure.test_table import a_step, a_table


def codes(problem):
    return [reason.code for reason in problem.value.reasons]


@pytest.mark.rule("PROC-2")
class TestTasks:
    def test_the_first_step_opens_its_task_with_the_case(self, firm):
        (task,) = firm.said(TaskOpened)
        assert (task.step, task.department, task.kind, task.round) == ("look", "crew", TaskKind.DO, 1)
        assert (task.title_zh, task.title_en) == ("搬运钢琴:察看", "Piano removal: Look at the stairs")
        assert (task.number, task.link) == ("PR-2026-0001", f"/removals/{firm.case_id}")
        assert task.due_at.isoformat() == "2026-12-07T16:00:00+00:00"

    def test_a_step_done_closes_its_task_and_opens_what_it_held_up(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        assert [(task.step, task.outcome) for task in firm.said(TaskClosed)] == [("look", TaskOutcome.DONE)]
        opened = [(task.step, task.department) for task in firm.said(TaskOpened)[1:]]
        assert opened == [("tune", "crew"), ("book", "office"), ("book", "crew")]

    def test_either_owner_does_a_shared_step_and_both_tasks_close(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, do, "book")
        closed = [(task.department, task.outcome) for task in firm.said(TaskClosed) if task.step == "book"]
        assert closed == [("office", TaskOutcome.DONE), ("crew", TaskOutcome.DONE)]

    def test_a_step_that_needs_two_waits_for_the_second(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(CREW, do, "tune")
        assert firm.state("carry") == "waiting"
        firm.act(OFFICE, do, "book")
        assert firm.state("carry") == "open"

    def test_the_events_carry_the_estate(self, firm):
        assert {event.estate_id for event in firm.said(TaskOpened)} == {HARBOUR}


@pytest.mark.rule("PROC-3")
class TestRefusals:
    def test_a_step_before_its_turn_names_what_comes_first(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(OFFICE, do, "book")
        (reason,) = refused.value.reasons
        assert (reason.code, reason.details, reason.rule) == ("needs", {"step": "look"}, "PROC-3")
        assert reason.zh == "须先完成“察看”。"
        assert reason.en == "“Look at the stairs” must be done first."

    @pytest.mark.parametrize("given", [None, {}, {"steps": None}, {"steps": "  "}])
    def test_a_missing_record_is_named(self, firm, given):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, do, "look", given)
        (reason,) = refused.value.reasons
        assert (reason.code, reason.field, reason.zh) == ("record_missing", "steps", "缺少记录:台阶数。")

    @pytest.mark.parametrize("nothing", [0, [], False])
    def test_nothing_found_is_a_record_too(self, firm, nothing):
        assert firm.act(CREW, do, "look", {"steps": nothing}).state == "done"

    def test_a_record_the_table_does_not_know_is_refused(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, do, "look", {"steps": 3, "stairs": 4})
        assert codes(refused) == ["record_unknown"]

    def test_an_optional_record_may_be_left_out_or_given(self, firm):
        firm.act(CREW, do, "look", {"steps": 3, "note": "narrow"})
        assert firm.step("look").recorded == {"steps": 3, "note": "narrow"}

    def test_before_its_day_a_step_is_too_early_and_the_day_is_named(self, firm):
        firm.act(CREW, skip, "tune", "tuned")
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(CREW, do, "book")
        assert firm.state("carry") == "open"
        with pytest.raises(Refused) as refused:
            firm.act(CREW, do, "carry", {"scratches": []}, [CUSTOMER])
        (reason,) = refused.value.reasons
        assert (reason.code, reason.details) == ("too_early", {"not_before": "2026-12-11"})

    def test_on_its_day_it_may_be_done_from_midnight_on(self, firm):
        firm.act(CREW, skip, "tune", "tuned")
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(CREW, do, "book")
        firm.clock.move(days=3, hours=14, minutes=59)
        with pytest.raises(Refused):
            firm.act(CREW, do, "carry", {"scratches": []}, [CUSTOMER])
        firm.clock.move(minutes=1)
        assert firm.act(CREW, do, "carry", {"scratches": []}, [CUSTOMER]).state == "awaiting_signatures"

    def test_everything_that_is_missing_is_named_at_once(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, do, "carry")
        assert codes(refused) == ["needs", "needs", "too_early", "record_missing", "signature_missing"]

    def test_a_step_is_done_once_and_the_second_is_told_by_whom(self, firm):
        firm.act(a_person("crew", name="韩冬"), do, "look", {"steps": 3})
        with pytest.raises(Refused) as refused:
            firm.act(CREW, do, "look", {"steps": 4})
        (reason,) = refused.value.reasons
        assert (reason.code, reason.zh) == ("step_ended", "“察看”已由韩冬办理。")
        assert firm.step("look").recorded == {"steps": 3}

    def test_nothing_half_done_stays_after_a_refusal(self, firm):
        before = (firm.view(), firm.said())
        with pytest.raises(Refused):
            firm.act(CREW, do, "look", {})
        assert (firm.view(), firm.said()) == before


class TestWhoMayDoIt:
    def test_another_department_s_step_is_forbidden_and_names_whose_it_is(self, firm):
        with pytest.raises(Forbidden) as refused:
            firm.act(CASHIER, do, "look", {"steps": 3})
        (reason,) = refused.value.reasons
        assert (reason.code, reason.zh, reason.en) == (
            "not_yours",
            "“察看”由搬运队办理。",
            "“Look at the stairs” is for: Crew.",
        )

    def test_the_general_manager_looks_and_does_nothing(self, firm):
        assert not firm.step("look", BOSS).may_do
        with pytest.raises(Forbidden):
            firm.act(BOSS, do, "look", {"steps": 3})

    def test_a_case_at_another_estate_does_not_exist(self, firm):
        with pytest.raises(NotFound):
            firm.act(a_person("crew", estates=(HILL,)), do, "look", {"steps": 3})
        with pytest.raises(NotFound):
            firm.view(a_person("crew", estates=()))

    def test_a_case_at_one_s_own_estate_does(self, firm):
        firm.act(a_person("crew", estates=(HARBOUR, HILL)), do, "look", {"steps": 3})
        assert firm.state("look") == "done"

    def test_nobody_opens_a_case_at_an_estate_that_is_not_theirs(self, firm):
        with pytest.raises(NotFound), firm.runtime.work(a_person("office", estates=(HILL,))) as work:
            open_a_removal(work)

    def test_a_case_of_no_estate_is_everybody_s(self, firm):
        case_id = firm.open(estate=None)
        assert firm.view(a_person("crew", estates=(HILL,)), case_id)["estate_id"] is None

    def test_a_step_that_the_table_does_not_have_is_not_found(self, firm):
        with pytest.raises(NotFound):
            firm.act(CREW, do, "juggle")

    def test_the_same_reasons_explain_beforehand(self, firm):
        with firm.runtime.look(CASHIER) as work:
            reasons = reasons_not_to_do(work, find_case(work, firm.case_id), "carry", {"scratches": []}, [CUSTOMER])
            assert [reason.code for reason in reasons] == ["not_yours", "needs", "needs", "too_early"]


class TestOpening:
    def test_a_case_is_given_all_the_dates_of_its_table_and_no_others(self, firm):
        for dates in (None, {"moving_day": FRIDAY, "easter": FRIDAY}):
            with pytest.raises(ValueError, match="moving_day"), firm.runtime.work(OFFICE) as work:
                open_a_removal(work, dates=dates)

    def test_a_procedure_without_dates_needs_none(self, firm):
        with firm.runtime.work(OFFICE) as work:
            case = open_case(work, a_table(a_step()), id=HILL, number="1", estate=None, link="/x")
            assert case.dates == {}


class TestWhatIsRecorded:
    def test_decimals_days_and_lists_come_back_as_text_and_lists(self, firm):
        firm.act(CREW, do, "look", {"steps": Decimal("3.50"), "note": (date(2026, 12, 7), {"a": OFFICE.department})})
        assert firm.step("look").recorded == {"steps": "3.50", "note": ["2026-12-07", {"a": "office"}]}

    def test_what_cannot_be_kept_is_a_fault_of_the_program(self, firm):
        with pytest.raises(TypeError, match="bytes"):
            firm.act(CREW, do, "look", {"steps": b"3"})

    def test_a_dataclass_is_kept_by_its_fields(self, firm):
        firm.act(CREW, do, "look", {"steps": CUSTOMER, "note": TaskKind.SIGN})
        assert firm.step("look").recorded["steps"] == {"role": "customer", "name": "周小满", "image": None}
        assert firm.step("look").recorded["note"] == "sign"


class TestVersions:
    def test_each_act_counts_the_version_up_once(self, firm):
        with firm.runtime.work(CREW) as work:
            case = find_case(work, firm.case_id)
            skip(work, case, "tune", "tuned")
            do(work, case, "look", {"steps": 3})
        assert firm.view()["version"] == 2

    def test_who_has_seen_the_current_version_may_act_several_times_in_one_work(self, firm):
        with firm.runtime.work(CREW, expected_version=1) as work:
            case = find_case(work, firm.case_id)
            skip(work, case, "tune", "tuned")
            do(work, case, "look", {"steps": 3})
        assert firm.state("look") == "done"

    def test_who_has_seen_an_older_version_is_told_the_current_one(self, firm):
        firm.act(CREW, skip, "tune", "tuned")
        with pytest.raises(Conflict) as refused:
            firm.act(CREW, do, "look", {"steps": 3}, expected_version=1)
        assert refused.value.extra == {"version": 2}

    def test_a_case_opened_in_the_same_work_is_held_against_nothing(self, firm):
        with firm.runtime.work(CREW, expected_version=7) as work:
            case = open_case(
                work, REMOVAL, id=HILL, number="2", estate=HARBOUR, link="/x", dates={"moving_day": FRIDAY}
            )
            do(work, case, "look", {"steps": 1})
            assert case.version == 1
