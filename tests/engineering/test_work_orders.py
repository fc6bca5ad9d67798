"""Work orders: opened, dispatched with the reason shown, done, given back, cancelled (ENG-2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kit.caller import Caller
from kit.doors import Call, Upload
from kit.procedure.events import TaskClosed, TaskOpened
from services.engineering.events import (
    WorkOrderCancelled,
    WorkOrderDispatched,
    WorkOrderFinished,
    WorkOrderOpened,
    WorkOrderOverdue,
)
from services.engineering.models import WorkOrder, WorkOrderLine
from tests.engineering.builders import (
    EVERYWHERE,
    READER,
    STRANGER,
    SUPERVISOR,
    a_technician_called,
    an_estate,
    an_order,
    enter,
)
from tests.engineering.house import ELSEWHERE, ESTATE, an_id

pytestmark = pytest.mark.rule("ENG-2")
YANG, MA = a_technician_called("杨军"), a_technician_called("马磊")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def open_order(house, caller=SUPERVISOR, **told):
    return house.get(caller, "open_work_order", an_order(**told))


def technician_id(house, name):
    listed = house.get(SUPERVISOR, "list_technicians", {"q": name})["items"]
    return listed[0]["id"]


def acts(order):
    return [line["act"] for line in order["history"]]


class TestOpening:
    def test_an_order_is_numbered_per_estate_and_day_and_announced(self, staffed):
        numbers = [open_order(staffed)["number"] for _ in range(2)]
        assert numbers == ["GD20261207-001", "GD20261207-002"]
        assert [event.number for event in staffed.said(WorkOrderOpened)] == numbers

    def test_the_next_day_numbers_begin_again(self, staffed, clock):
        open_order(staffed)
        clock.move(days=1)
        assert open_order(staffed)["number"] == "GD20261208-001"

    def test_the_place_is_taken_from_the_unit(self, staffed):
        order = open_order(staffed)
        assert (order["unit_number"], order["building"], order["floor"]) == ("A2001", "A座", 20)

    def test_a_shared_place_needs_no_unit(self, staffed):
        order = open_order(staffed, unit_id=None, building="A座", floor=1, place="大堂")
        assert (order["unit_id"], order["place"], order["technician"]) == (None, "大堂", "杨军")

    def test_another_estates_unit_does_not_exist(self, staffed):
        staffed.hear(an_estate("水墨林溪"))
        assert staffed.ask(SUPERVISOR, "open_work_order", an_order(estate_id=ELSEWHERE)).status == 404
        assert staffed.ask(STRANGER, "open_work_order", an_order(estate_id=ELSEWHERE)).status == 404
        assert staffed.ask(SUPERVISOR, "open_work_order", an_order(unit_id=an_id("B0101"))).status == 404

    @pytest.mark.parametrize(
        "wrong",
        [
            {"trade": "木工"},
            {"description": "   "},
            {"due_at": "2026-12-07T00:00:00+08:00"},
            {"due_at": "9999-12-31T23:59:59-12:00"},
            {"floor": 5000},
            {"unit_id": "A2001"},
            {"colour": "red"},
        ],
    )
    def test_a_wrong_order_is_refused(self, staffed, wrong):
        assert staffed.ask(SUPERVISOR, "open_work_order", an_order(**wrong)).status == 422

    def test_who_may_only_read_cannot_open(self, staffed):
        assert staffed.ask(READER, "open_work_order", an_order()).status == 403


class TestDispatch:
    def test_it_goes_to_the_highest_level_with_the_reason_shown(self, staffed):
        order = open_order(staffed)
        assert (order["state"], order["technician"]) == ("dispatched", "杨军")
        assert [reason["zh"] for reason in order["reasoning"]["reasons"]] == [
            "强电 5 级",
            "负责整个楼盘",
            "手上有 0 张工单",
        ]
        assert [other["technician"] for other in order["reasoning"]["others"]] == ["马磊"]

    def test_the_technicians_log_in_is_told(self, staffed):
        open_order(staffed)
        (told,) = staffed.said(WorkOrderDispatched)
        assert (told.technician, told.person_id) == ("杨军", YANG.id)

    def test_equals_share_the_load(self, staffed):
        enter(staffed, "YQ040", "丁一", "强电5")
        assert [open_order(staffed)["technician"] for _ in range(4)] == ["杨军", "丁一", "杨军", "丁一"]

    def test_where_nobody_suits_it_stays_new_says_why_and_a_supervisor_is_asked(self, staffed):
        order = open_order(staffed, trade="plumbing")
        assert (order["state"], order["technician"]) == ("new", None)
        assert order["reasoning"]["reasons"][0]["en"] == "Nobody has a skill in plumbing."
        (task,) = staffed.said(TaskOpened)
        assert (task.case_id, task.department, task.link) == (order["id"], "engineering", f"/work-orders/{order['id']}")

    def test_the_supervisors_choice_closes_the_task(self, staffed):
        order = open_order(staffed, trade="other")
        chosen = {"technician_id": technician_id(staffed, "马磊")}
        order = staffed.get(SUPERVISOR, "dispatch_work_order", chosen, id=order["id"])
        assert (order["technician"], order["reasoning"]["mode"]) == ("马磊", "by_hand")
        assert [event.outcome for event in staffed.said(TaskClosed)] == ["done"]

    def test_a_choice_outside_the_service_area_is_the_supervisors_and_shown(self, staffed):
        order = open_order(staffed, unit_id=an_id("A0501"))
        chosen = {"technician_id": technician_id(staffed, "马磊")}
        order = staffed.get(SUPERVISOR, "dispatch_work_order", chosen, id=order["id"])
        assert [reason["code"] for reason in order["reasoning"]["reasons"]] == ["by_hand", "outside_area"]

    @pytest.mark.parametrize(("trade", "code"), [("lift", "has_it"), ("fit_out", "no_skill")])
    def test_a_choice_that_the_rules_forbid_is_refused(self, staffed, trade, code):
        order = open_order(staffed, trade=trade)
        chosen = {"technician_id": technician_id(staffed, "马磊")}
        assert staffed.codes(SUPERVISOR, "dispatch_work_order", chosen, id=order["id"]) == (409, [code])

    def test_an_unknown_technician_is_not_found(self, staffed):
        order = open_order(staffed)
        asked = {"technician_id": an_id("nobody")}
        assert staffed.ask(SUPERVISOR, "dispatch_work_order", asked, id=order["id"]).status == 404

    def test_a_technician_claims_what_nobody_has(self, engineering):
        order = open_order(engineering)
        enter(engineering, "YQ032", "马磊", "强电3")
        order = engineering.get(MA, "claim_work_order", id=order["id"])
        assert (order["technician"], order["state"], order["reasoning"]["mode"]) == ("马磊", "dispatched", "claim")

    def test_what_one_has_claimed_the_second_cannot(self, engineering):
        order = open_order(engineering)
        enter(engineering, "YQ031", "杨军", "强电5")
        enter(engineering, "YQ032", "马磊", "强电3")
        engineering.get(MA, "claim_work_order", id=order["id"])
        assert engineering.codes(YANG, "claim_work_order", id=order["id"]) == (409, ["wrong_state"])

    def test_only_a_technician_claims(self, engineering):
        order = open_order(engineering)
        assert engineering.codes(SUPERVISOR, "claim_work_order", id=order["id"]) == (409, ["no_technician"])

    def test_what_waits_is_dispatched_once_somebody_suits(self, engineering):
        order = open_order(engineering)
        enter(engineering, "YQ032", "马磊", "强电3")
        engineering.by_the_clock("dispatch_what_waits")
        assert engineering.get(SUPERVISOR, "show_work_order", id=order["id"])["technician"] == "马磊"

    def test_a_waiting_order_asks_the_supervisor_only_once(self, engineering):
        open_order(engineering)
        for _ in range(3):
            engineering.by_the_clock("dispatch_what_waits")
        assert len(engineering.said(TaskOpened)) == 1


class TestWork:
    @pytest.fixture
    def order(self, staffed):
        return open_order(staffed)

    def do(self, house, order, act, body=None, caller=YANG):
        return house.get(caller, f"{act}_work_order", body, id=order["id"])

    def test_from_acceptance_to_the_end_with_cost_and_materials(self, staffed, order):
        self.do(staffed, order, "accept")
        self.do(staffed, order, "start")
        self.do(staffed, order, "pause", {"reason": "等配件"})
        self.do(staffed, order, "resume")
        used = [{"name": "空气开关", "quantity": "2.50", "unit": "个"}]
        done = self.do(staffed, order, "finish", {"cost": "86.50", "materials": used, "remark": "已换"})
        assert (done["state"], done["cost"], done["materials"][0]["quantity"]) == ("finished", "86.50", "2.500")
        assert acts(done) == ["open", "dispatch", "accept", "start", "pause", "resume", "finish"]
        (told,) = staffed.said(WorkOrderFinished)
        assert (str(told.cost), told.technician) == ("86.50", "杨军")

    def test_the_history_says_who_when_and_why(self, staffed, order, clock):
        self.do(staffed, order, "accept")
        self.do(staffed, order, "start")
        clock.move(hours=1)
        line = self.do(staffed, order, "pause", {"reason": "等配件"})["history"][-1]
        assert (line["who"], line["before"], line["after"], line["note_zh"]) == ("杨军", "started", "paused", "等配件")
        assert line["at"] == "2026-12-07T02:00:00+00:00"

    def test_a_rejected_order_goes_to_the_next_and_never_back_to_the_first(self, staffed, order):
        order = self.do(staffed, order, "reject", {"reason": "在外面"})
        assert (order["state"], order["technician"]) == ("dispatched", "马磊")
        order = self.do(staffed, order, "reject", {"reason": "不会"}, caller=MA)
        assert (order["state"], order["technician"]) == ("new", None)
        assert [reason["code"] for reason in order["reasoning"]["reasons"]] == ["rejected_before", "rejected_before"]
        chosen = {"technician_id": technician_id(staffed, "杨军")}
        refused = staffed.codes(SUPERVISOR, "dispatch_work_order", chosen, id=order["id"])
        assert refused == (409, ["rejected_before"])

    def test_a_step_out_of_turn_is_refused(self, staffed, order):
        assert staffed.codes(YANG, "start_work_order", id=order["id"]) == (409, ["wrong_state"])

    def test_another_technicians_order_is_not_ones_own_to_work_on(self, staffed, order):
        assert staffed.codes(MA, "accept_work_order", id=order["id"]) == (409, ["not_yours"])

    def test_a_supervisor_may_record_for_a_technician(self, staffed, order):
        assert self.do(staffed, order, "accept", caller=SUPERVISOR)["history"][-1]["who"] == "吴娜"

    @pytest.mark.parametrize(
        "wrong", [{}, {"cost": "-1"}, {"cost": "1.234"}, {"cost": "NaN"}, {"cost": "1", "materials": [{"name": "灯"}]}]
    )
    def test_it_is_not_finished_without_a_proper_cost(self, staffed, order, wrong):
        self.do(staffed, order, "accept")
        self.do(staffed, order, "start")
        assert staffed.ask(YANG, "finish_work_order", wrong, id=order["id"]).status == 422

    def test_two_who_saw_the_same_version_do_not_both_change_it(self, staffed, order):
        asked = Call("accept_work_order", YANG, params={"id": order["id"]}, expected_version=order["version"])
        assert [staffed.runtime.call(asked).status for _ in range(2)] == [200, 409]

    def test_a_cancelled_order_says_why_and_is_over(self, staffed, order):
        cancelled = self.do(staffed, order, "cancel", {"reason": "误报"}, caller=SUPERVISOR)
        assert (cancelled["state"], cancelled["history"][-1]["note_zh"]) == ("cancelled", "误报")
        assert [event.reason for event in staffed.said(WorkOrderCancelled)] == ["误报"]
        assert staffed.codes(YANG, "accept_work_order", id=order["id"]) == (409, ["wrong_state"])

    def test_the_page_knows_what_may_be_done_and_what_stands_against_the_rest(self, staffed, order):
        shown = staffed.get(MA, "show_work_order", id=order["id"])
        against = {act["act"]: [reason["code"] for reason in act["reasons_against"]] for act in shown["may_do"]}
        assert against["accept"] == ["not_yours"]
        assert against["cancel"] == ["forbidden"]
        mine = staffed.get(YANG, "show_work_order", id=order["id"])["may_do"]
        assert [act["act"] for act in mine if not act["reasons_against"]] == ["accept", "reject"]


class TestPhotos:
    def upload(self, house, order, data=PNG):
        return house.ask(YANG, "add_photo", {"file": Upload("灯.png", "image/png", data)}, id=order["id"])

    def test_a_photo_goes_with_the_order_and_comes_back_as_it_was(self, staffed):
        order = open_order(staffed)
        photo = self.upload(staffed, order).body
        shown = staffed.ask(READER, "show_photo", id=order["id"], photo_id=photo["id"])
        assert (shown.file.data, shown.file.content_type) == (PNG, "image/png")
        assert staffed.get(READER, "show_work_order", id=order["id"])["photos"][0]["name"] == "灯.png"

    def test_what_is_no_picture_is_refused(self, staffed):
        assert self.upload(staffed, open_order(staffed), b"MZ...").status == 422

    def test_another_estates_photo_does_not_exist(self, staffed):
        order = open_order(staffed)
        photo = self.upload(staffed, order).body
        assert staffed.ask(STRANGER, "show_photo", id=order["id"], photo_id=photo["id"]).status == 404


class TestLists:
    def numbers(self, house, caller=SUPERVISOR, **asked):
        return [item["number"][-3:] for item in house.get(caller, "list_work_orders", asked)["items"]]

    def test_filters(self, staffed, clock):
        first = open_order(staffed, due_at="2026-12-08T12:00:00+08:00")
        open_order(staffed, trade="lift")
        open_order(staffed, trade="plumbing")
        assert self.numbers(staffed) == ["001", "002", "003"]
        assert self.numbers(staffed, state="new") == ["003"]
        assert self.numbers(staffed, open=True) == ["001", "002", "003"]
        assert self.numbers(staffed, open=False) == []
        assert self.numbers(staffed, trade="lift") == ["002"]
        assert self.numbers(staffed, estate_id=ESTATE, unit_id=an_id("A2001"), q="跳闸") == ["001", "002", "003"]
        assert self.numbers(staffed, due_by="2026-12-08") == ["001"]
        assert self.numbers(staffed, due_by="2026-12-07") == []
        assert self.numbers(staffed, technician_id=first["technician_id"]) == ["001"]
        assert self.numbers(staffed, overdue=False) == ["001", "002", "003"]

    @pytest.mark.rule("ENG-3")
    def test_the_queue_goes_by_the_moment_whatever_zone_it_was_given_in(self, staffed):
        due = ("2026-12-08T08:00:00-05:00", "2026-12-08T02:00:00Z", "2026-12-08T09:00:00+08:00")
        for due_at in due:
            open_order(staffed, trade="plumbing", due_at=due_at)
        assert self.numbers(staffed) == ["003", "002", "001"]
        enter(staffed, "YQ033", "吴刚", "给排水3")
        staffed.by_the_clock("dispatch_what_waits")
        assert self.dispatched(staffed) == ["003", "002", "001"]

    def dispatched(self, house):
        lines = select(WorkOrder.number).join(WorkOrderLine, WorkOrderLine.work_order_id == WorkOrder.id)
        with house.runtime.look() as work:
            given = work.session.scalars(lines.where(WorkOrderLine.act == "dispatch").order_by(WorkOrderLine.id))
            return [number[-3:] for number in given]

    def test_mine_are_those_given_to_me(self, staffed):
        open_order(staffed)
        open_order(staffed, trade="lift")
        assert self.numbers(staffed, MA, mine=True) == ["002"]
        assert self.numbers(staffed, READER, mine=True) == []

    def test_another_estates_orders_do_not_exist(self, staffed):
        order = open_order(staffed)
        assert self.numbers(staffed, STRANGER) == []
        for door, body in (
            ("show_work_order", None),
            ("accept_work_order", None),
            ("cancel_work_order", {"reason": "误报"}),
        ):
            assert staffed.ask(STRANGER, door, body, id=order["id"]).status == 404

    @pytest.mark.parametrize("caller", [EVERYWHERE, Caller.service("engineering")])
    def test_somebody_for_all_estates_sees_all(self, staffed, caller):
        order = open_order(staffed)
        assert self.numbers(staffed, caller) == ["001"]
        assert staffed.get(caller, "show_work_order", id=order["id"])["technician"] == "杨军"
        assert len(staffed.get(caller, "list_technicians")["items"]) == 2


class TestOverdue:
    def test_a_late_order_is_said_to_be_late_once(self, staffed, clock):
        open_order(staffed, due_at="2026-12-07T12:00:00+08:00")
        open_order(staffed)
        for _ in range(3):
            staffed.by_the_clock("mark_what_is_overdue")
            clock.move(hours=2)
        (late,) = staffed.said(WorkOrderOverdue)
        assert (late.number, late.technician) == ("GD20261207-001", "杨军")
        assert TestLists().numbers(staffed, overdue=True) == ["001"]

    def test_what_is_done_is_not_late(self, staffed, clock):
        order = open_order(staffed, due_at="2026-12-07T12:00:00+08:00")
        staffed.get(SUPERVISOR, "cancel_work_order", {"reason": "误报"}, id=order["id"])
        clock.at += timedelta(days=1)
        staffed.by_the_clock("mark_what_is_overdue")
        assert staffed.said(WorkOrderOverdue) == []
