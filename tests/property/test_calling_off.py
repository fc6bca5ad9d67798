"""Calling a change off, and what is late (PROP-2, PROC-5, PROC-7)."""

import pytest

from kit.procedure.events import TaskOverdue
from services.property.events import UnitChangeCancelled, UnitChangeRequested
from services.property.models import UnitClaim
from services.words import Department, Rank
from tests.property.builders import a_repair, a_settlement
from tests.property.desk import ENGINEER, LEASING, PROPERTY, SUPERVISOR, staff
from tests.property.walking import Walk

WHY = {"reason": "客户决定续租原单元"}


@pytest.mark.rule("PROP-2", "PROC-7")
class TestCancelling:
    def test_both_units_are_free_and_the_others_hear_why(self, walk):
        change = walk.do("cancel_unit_change", WHY, LEASING)
        (told,) = walk.desk.said(UnitChangeCancelled)
        assert (change["state"], change["cancel_reason"], told.reason) == ("cancelled", WHY["reason"], WHY["reason"])
        assert walk.desk.rows(UnitClaim) == []
        assert Walk(walk.desk).now()["number"] == "HF-2026-0002"
        assert len(walk.desk.said(UnitChangeRequested)) == 2

    def test_the_history_says_what_stays(self, walk):
        walk.prepare().do("cancel_unit_change", WHY, LEASING)
        stays = {line["step"] for line in walk.now()["procedure"]["history"] if line["kind"] == "stays"}
        assert stays == {"inspect", "check_keys", "clean", "lease_copy"}

    @pytest.mark.parametrize("who", [LEASING, PROPERTY, SUPERVISOR, ENGINEER], ids=lambda who: who.username)
    def test_whoever_is_told_that_they_may_can(self, walk, who):
        may = walk.desk.get(who, "show_unit_change", id=walk.id)["may_cancel"]
        assert (walk.desk.ask(who, "cancel_unit_change", WHY, id=walk.id).status == 200) is may

    def test_what_was_handed_over_comes_back_first(self, walk):
        walk.prepare().wait_for_the_day().read_and_sign().return_all().hand_over()
        assert walk.refusal("cancel_unit_change", WHY, LEASING) == (409, ["items_out"])
        assert (walk.now()["may_cancel"], walk.now()["reasons_against_cancelling"][0]["code"]) == (False, "items_out")
        for item in walk.now()["items_handed_over"]:
            walk.desk.get(PROPERTY, "take_back_item", id=item["id"])
        assert walk.do("cancel_unit_change", WHY, LEASING)["state"] == "cancelled"
        undone = [line["step"] for line in walk.now()["procedure"]["history"] if line["kind"] == "undone"]
        assert undone == ["hand_over"]

    def test_not_after_the_notice(self, walk):
        assert walk.until_the_notice().refusal("cancel_unit_change", WHY, LEASING) == (409, ["notice_issued"])

    def test_not_twice(self, walk):
        walk.do("cancel_unit_change", WHY, LEASING)
        assert walk.refusal("cancel_unit_change", WHY, LEASING) == (409, ["case_closed"])

    def test_not_without_a_reason(self, walk):
        assert walk.refusal("cancel_unit_change", {"reason": ""}, LEASING) == (422, ["invalid"])
        assert walk.refusal("cancel_unit_change", {"reason": " "}, LEASING) == (409, ["reason_missing"])

    @pytest.mark.parametrize("who", [PROPERTY, ENGINEER], ids=lambda who: who.department)
    def test_not_by_others(self, walk, who):
        assert walk.refusal("cancel_unit_change", WHY, who)[0] == 403

    def test_no_step_is_done_any_more(self, walk):
        walk.do("cancel_unit_change", WHY, LEASING)
        assert walk.refusal("inspect_new_unit", {"clear": True}) == (409, ["case_closed"])

    def test_what_the_others_still_say_changes_nothing(self, walk):
        walk.inspect_with("power").do("cancel_unit_change", WHY, LEASING)
        at = walk.desk.runtime.clock.now()
        walk.hear(a_repair(walk.now(), walk.faults()[0].fault_id, at=at), a_settlement(walk.now(), at))
        assert (walk.now()["state"], walk.state("repair")) == ("cancelled", "cancelled")


@pytest.mark.rule("PROC-5", "PROP-2")
class TestBeingLate:
    def test_an_inspection_not_done_the_same_day_is_told_to_the_supervisor_once(self, walk):
        walk.desk.runtime.clock.move(hours=16)
        for _ in range(2):
            walk.desk.by_the_clock("mark_what_is_overdue")
        (told,) = walk.desk.said(TaskOverdue)
        assert (told.step, told.department, told.told_rank) == ("inspect", "property", "supervisor")
        (item,) = walk.desk.get(LEASING, "list_unit_changes", {"overdue": "true"})["items"]
        assert item["number"] == walk.now()["number"]

    def test_on_the_next_working_day_the_manager_hears_of_it(self, walk):
        for hours in (16, 24):
            walk.desk.runtime.clock.move(hours=hours)
            walk.desk.by_the_clock("mark_what_is_overdue")
        assert [told.told_rank for told in walk.desk.said(TaskOverdue)] == ["supervisor", "manager"]


@pytest.mark.rule("GATE-2")
class TestOtherEstates:
    def test_a_change_at_another_estate_does_not_exist(self, desk, walk):
        elsewhere = staff(Department.PROPERTY, Rank.DIRECTOR, "周强", desk.estates["水墨林溪"])
        doors = ("show_unit_change", "print_record", "print_notice")
        for door in doors:
            assert desk.refusal(elsewhere, door, id=walk.id) == (404, ["no_change"])
        assert desk.refusal(elsewhere, "inspect_new_unit", {"clear": True}, id=walk.id) == (404, ["no_change"])
        assert desk.get(elsewhere, "list_unit_changes", {})["items"] == []
