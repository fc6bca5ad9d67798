"""Skipping, sending back, waiting for events, cancelling."""

import pytest

from kit.caller import Caller
from kit.errors import Forbidden, NotFound, Refused
from kit.ids import new_id
from kit.procedure import (
    cancel,
    complete_by_event,
    do,
    find_case,
    open_case,
    part_done,
    send_back,
    sign,
    skip,
    taken_back_with,
)
from kit.procedure.events import TaskClosed, TaskOpened, TaskOutcome
from tests.kit.procedure.removal import BOSS, CASHIER, CREW, OFFICE, Removals, a_person
from tests.kit.procedure.test_signing import a_png
from tests.kit.procedure.test_table import a_step, a_table

TRUCKS = Caller.service("removals")


def codes(problem):
    return [reason.code for reason in problem.value.reasons]


@pytest.fixture
def on_the_road(firm):
    """The piano is carried and signed for; the truck is on its way."""
    firm.carry_to_the_door()
    firm.act(OFFICE, sign, "carry")
    firm.act(CASHIER, sign, "carry")
    return firm


@pytest.mark.rule("PROC-2")
class TestSkipping:
    def test_a_step_is_skipped_with_a_reason_and_what_needs_it_goes_on(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, do, "book")
        firm.act(CREW, skip, "tune", "freshly tuned")
        step = firm.step("tune")
        assert (step.state, step.reason, step.done_by) == ("skipped", "freshly tuned", "crew clerk")
        assert firm.said(TaskClosed)[-1].outcome is TaskOutcome.SKIPPED
        assert firm.state("carry") == "open"

    def test_skipped_ahead_of_its_turn_it_never_reaches_an_inbox(self, firm):
        firm.act(CREW, skip, "tune", "freshly tuned")
        firm.act(CREW, do, "look", {"steps": 3})
        assert "tune" not in {task.step for task in firm.said(TaskOpened) + firm.said(TaskClosed)}

    def test_what_needs_a_step_skipped_ahead_still_waits_for_what_that_needs(self, runtime_of, clock):
        table = a_table(a_step("a"), a_step("b", needs=("a",), skippable=True), a_step("c", needs=("b",)))
        with runtime_of(Removals).work(CREW) as work:
            case = open_case(work, table, id=new_id(), number="1", estate=None, link="/x")
            skip(work, case, "b", "not called for")
            assert [row.state for row in find_case(work, case.id).steps] == ["open", "skipped", "waiting"]
            do(work, case, "a")
            assert [row.state for row in case.steps] == ["done", "skipped", "open"]

    def test_only_what_the_table_lets_be_skipped_is(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, skip, "look", "no time")
        assert codes(refused) == ["not_skippable"]

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_nothing_is_skipped_without_a_reason(self, firm, reason):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, skip, "tune", reason)
        assert codes(refused) == ["reason_missing"]

    def test_what_is_done_or_skipped_is_not_skipped_again(self, firm):
        firm.act(CREW, skip, "tune", "freshly tuned")
        with pytest.raises(Refused) as refused:
            firm.act(CREW, skip, "tune", "once more")
        assert refused.value.reasons[0].zh == "“调音”已由crew clerk跳过。"

    @pytest.mark.parametrize("stranger", [OFFICE, CASHIER, BOSS])
    def test_it_is_for_its_owner_or_the_owner_of_a_step_it_needs(self, firm, stranger):
        with pytest.raises(Forbidden) as refused:
            firm.act(stranger, skip, "tune", "no ear")
        assert codes(refused) == ["not_yours"]

    def test_the_system_may_too(self, firm):
        assert firm.act(TRUCKS, skip, "tune", "no piano").state == "skipped"


@pytest.mark.rule("PROC-2")
class TestSendingBack:
    def test_a_step_and_all_that_came_of_it_are_done_again(self, on_the_road):
        on_the_road.act(CREW, send_back, "book", "the truck is too small")
        states = {step["name"]: (step["state"], step["round"]) for step in on_the_road.view()["steps"]}
        assert states == {
            "look": ("done", 1),
            "tune": ("skipped", 1),
            "book": ("open", 2),
            "carry": ("waiting", 2),
            "arrive": ("waiting", 2),
            "pay": ("waiting", 1),
        }

    def test_what_was_done_no_longer_counts(self, on_the_road):
        on_the_road.act(CREW, send_back, "book", "the truck is too small")
        carry = on_the_road.step("carry")
        assert (carry.recorded, carry.signatures, carry.done_at, carry.done_by) == (None, [], None, None)

    def test_tasks_that_were_open_close_as_sent_back_and_open_anew_in_the_next_round(self, on_the_road):
        on_the_road.act(CREW, send_back, "book", "the truck is too small")
        closed = on_the_road.said(TaskClosed)[-1]
        assert (closed.step, closed.round, closed.outcome) == ("arrive", 1, TaskOutcome.SENT_BACK)
        opened = on_the_road.said(TaskOpened)[-2:]
        assert [(task.step, task.round, task.department) for task in opened] == [
            ("book", 2, "office"),
            ("book", 2, "crew"),
        ]

    def test_the_history_has_the_reason_the_findings_and_what_was_thrown_away(self, on_the_road):
        on_the_road.act(CREW, send_back, "book", "the truck is too small", recorded={"needed": "3 t"})
        lines = on_the_road.history()
        (sent,) = [line for line in lines if line.kind == "sent_back"]
        assert (sent.step, sent.reason, sent.recorded) == ("book", "the truck is too small", {"needed": "3 t"})
        assert (sent.before["round"], sent.after["round"]) == (1, 2)
        (again,) = [line for line in lines if line.kind == "reopened" and line.step == "carry"]
        assert again.before["recorded"] == {"scratches": []}

    def test_what_was_found_in_a_step_that_one_signs_is_signed(self, on_the_road):
        found = {"signed_in": "carry", "image": a_png()}
        on_the_road.act(CREW, send_back, "book", "too small", recorded={"needed": "3 t"}, **found)
        (sent,) = [line for line in on_the_road.history() if line.kind == "sent_back"]
        (signature,) = sent.recorded["signatures"]
        assert (sent.recorded["needed"], signature["role"], signature["image"]) == ("3 t", "crew", a_png())

    def test_where_one_signs_nothing_it_is_not(self, on_the_road):
        on_the_road.act(CREW, send_back, "book", "too small", signed_in="look")
        (sent,) = [line for line in on_the_road.history() if line.kind == "sent_back"]
        assert sent.recorded is None

    def test_whoever_undoes_things_hears_which_steps_are_done_again(self, on_the_road):
        assert on_the_road.act(CREW, taken_back_with, "book", "too small") == ["book", "carry", "arrive"]

    def test_what_was_skipped_is_considered_again(self, firm):
        firm.act(CREW, skip, "tune", "freshly tuned")
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(CREW, send_back, "look", "wrong house")
        assert (firm.state("look"), firm.state("tune")) == ("open", "waiting")

    def test_what_was_not_done_cannot_be_sent_back(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(CREW, send_back, "look", "why not")
        assert codes(refused) == ["not_done"]

    def test_nothing_is_sent_back_without_a_reason(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        with pytest.raises(Refused) as refused:
            firm.act(CREW, send_back, "look", " ")
        assert codes(refused) == ["reason_missing"]

    @pytest.mark.parametrize("stranger", [CASHIER, BOSS])
    def test_it_is_for_the_owner_the_signers_and_those_who_work_on_from_it(self, firm, stranger):
        firm.act(CREW, do, "look", {"steps": 3})
        with pytest.raises(Forbidden):
            firm.act(stranger, send_back, "look", "because")
        assert firm.act(OFFICE, send_back, "look", "the office books by it").state == "open"


@pytest.mark.rule("PROC-2")
class TestWaitingForAnEvent:
    def test_hearing_it_completes_the_step(self, on_the_road):
        on_the_road.act(TRUCKS, complete_by_event, "arrive", {})
        assert (on_the_road.state("arrive"), on_the_road.state("pay")) == ("done", "open")
        assert on_the_road.step("arrive").done_by == "removals"

    @pytest.mark.parametrize("action", [do, complete_by_event])
    def test_nobody_s_hand_completes_it(self, on_the_road, action):
        with pytest.raises(Forbidden) as refused:
            on_the_road.act(CREW, action, "arrive")
        assert codes(refused) == ["done_by_event"]

    def test_heard_too_early_it_is_refused_so_that_the_message_is_kept(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(TRUCKS, complete_by_event, "arrive")
        assert codes(refused) == ["needs"]

    def test_heard_with_something_it_cannot_record_it_is_refused(self, on_the_road):
        with pytest.raises(Refused) as refused:
            on_the_road.act(TRUCKS, complete_by_event, "arrive", {"speed": 9})
        assert codes(refused) == ["record_unknown"]

    def test_heard_twice_it_changes_nothing_and_the_history_says_so(self, on_the_road):
        on_the_road.act(TRUCKS, complete_by_event, "arrive")
        version = on_the_road.view()["version"]
        on_the_road.act(TRUCKS, complete_by_event, "arrive")
        assert on_the_road.view()["version"] == version
        assert on_the_road.kinds("arrive") == ["opened", "done", "heard_late"]

    def test_an_answer_to_what_was_taken_back_completes_nothing(self, on_the_road):
        on_the_road.act(TRUCKS, complete_by_event, "arrive", late=True)
        assert (on_the_road.state("arrive"), on_the_road.kinds("arrive")[-1]) == ("open", "heard_late")

    def test_heard_after_the_case_was_cancelled_it_is_noted(self, on_the_road):
        on_the_road.act(OFFICE, cancel, "piano sold")
        assert on_the_road.act(TRUCKS, complete_by_event, "arrive").state == "cancelled"
        assert on_the_road.kinds("arrive")[-1] == "heard_late"

    def test_a_step_done_by_hand_waits_for_no_event(self, firm):
        with pytest.raises(ValueError, match=r"piano_removal\.look waits for no event"):
            firm.act(TRUCKS, complete_by_event, "look", {"steps": 3})


@pytest.mark.rule("PROC-2")
class TestAPartOfASharedStep:
    @pytest.fixture
    def booking(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        return firm

    def test_a_department_that_has_done_its_part_is_waited_for_no_longer(self, booking):
        booking.act(TRUCKS, part_done, "book", "office")
        assert [(task.department, task.outcome) for task in booking.said(TaskClosed)[1:]] == [
            ("office", TaskOutcome.DONE)
        ]
        assert booking.state("book") == "open"
        assert [who["department"]["code"] for who in booking.view()["stuck_at"] if who["step"] == "book"] == ["crew"]

    def test_a_second_time_changes_nothing(self, booking):
        booking.act(OFFICE, part_done, "book", "office")
        said = booking.said()
        booking.act(OFFICE, part_done, "book", "office")
        assert booking.said() == said

    def test_the_whole_step_then_closes_what_is_left(self, booking):
        booking.act(OFFICE, part_done, "book", "office")
        booking.act(CREW, do, "book")
        assert [task.department for task in booking.said(TaskClosed) if task.step == "book"] == ["office", "crew"]

    def test_nobody_does_another_department_s_part(self, booking):
        with pytest.raises(Forbidden):
            booking.act(CREW, part_done, "book", "office")

    def test_there_is_no_part_of_a_step_that_is_not(self, booking):
        with pytest.raises(NotFound):
            booking.act(OFFICE, part_done, "juggle", "office")


@pytest.mark.rule("PROC-7")
class TestCancelling:
    def test_what_was_done_stays_or_is_to_be_undone_and_the_history_says_which(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, do, "book")
        assert firm.act(OFFICE, cancel, "piano sold") == ["book"]
        lines = {line.step: line for line in firm.history() if line.kind in ("stays", "undone")}
        assert (lines["look"].kind, lines["look"].note_zh) == ("stays", "察看记录保留。")
        assert (lines["book"].kind, lines["book"].note_en) == ("undone", "The truck is cancelled.")

    def test_every_open_task_closes_and_the_steps_are_cancelled(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, cancel, "piano sold")
        closed = [
            (task.step, task.department) for task in firm.said(TaskClosed) if task.outcome is TaskOutcome.CANCELLED
        ]
        assert sorted(closed) == [("book", "crew"), ("book", "office"), ("tune", "crew")]
        view = firm.view()
        assert (view["state"], view["stuck_at"], view["closed_at"]) == ("cancelled", [], firm.clock.now())
        assert [step["state"] for step in view["steps"]] == ["done"] + ["cancelled"] * 5

    def test_what_was_skipped_stays_skipped(self, firm):
        firm.act(CREW, skip, "tune", "freshly tuned")
        firm.act(OFFICE, cancel, "piano sold")
        assert firm.state("tune") == "skipped"

    def test_the_reason_is_kept(self, firm):
        firm.act(OFFICE, cancel, "piano sold")
        (line,) = [line for line in firm.history() if line.kind == "case_cancelled"]
        assert (line.reason, line.by, line.before, line.after) == (
            "piano sold",
            "office clerk",
            {"state": "open"},
            {"state": "cancelled"},
        )

    def test_nothing_is_cancelled_without_a_reason(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(OFFICE, cancel, "")
        assert codes(refused) == ["reason_missing"]

    def test_only_those_whom_the_table_names_cancel(self, firm):
        with pytest.raises(Forbidden) as refused:
            firm.act(CREW, cancel, "tired")
        assert refused.value.reasons[0].zh == "只有办公室可以取消“搬运钢琴”。"
        assert not firm.view(CREW)["may_cancel"]
        assert firm.view(OFFICE)["may_cancel"]

    def test_the_system_may(self, firm):
        firm.act(TRUCKS, cancel, "the firm is closed")
        assert firm.view()["state"] == "cancelled"

    def test_where_the_table_names_nobody_every_owner_of_a_step_may(self, runtime_of):
        with runtime_of(Removals).work(CREW) as work:
            case = open_case(work, a_table(a_step()), id=new_id(), number="1", estate=None, link="/x")
            assert cancel(work, case, "enough") == []

    @pytest.mark.parametrize(
        ("who", "act"),
        [
            (CREW, lambda *a: do(*a, "look", {"steps": 3})),
            (CREW, lambda *a: skip(*a, "tune", "tuned")),
            (CREW, lambda *a: send_back(*a, "look", "again")),
            (OFFICE, lambda *a: cancel(*a, "again")),
        ],
    )
    def test_nothing_more_is_done_in_it(self, firm, who, act):
        firm.act(OFFICE, cancel, "piano sold")
        with pytest.raises(Refused) as refused:
            firm.act(who, act)
        assert codes(refused) == ["case_closed"]


class TestTheEnd:
    @pytest.mark.rule("PROC-2")
    def test_with_the_last_step_the_case_is_done(self, on_the_road):
        on_the_road.act(TRUCKS, complete_by_event, "arrive")
        on_the_road.act(CASHIER, do, "pay")
        view = on_the_road.view()
        assert (view["state"], view["stuck_at"]) == ("done", [])
        assert on_the_road.kinds()[-1] == "case_done"

    def test_a_person_of_a_department_without_a_step_sees_it_and_can_do_nothing(self, firm):
        view = firm.view(a_person("kitchen"))
        assert not any(step["may_do"] or step["may_sign"] or step["may_skip"] for step in view["steps"])
