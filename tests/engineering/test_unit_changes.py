"""Engineering in a unit change: repairs by event, on time, ahead of the rest; and where other orders go (ENG-3)."""

import pytest

from services.engineering.events import WorkOrderCancelled, WorkOrderDispatched, WorkOrderFinished, WorkOrderOpened
from tests.engineering.builders import (
    CHANGE,
    SUPERVISOR,
    a_technician_called,
    an_order,
    enter,
    faults_found,
    the_change_cancelled,
    the_change_done,
)
from tests.engineering.house import an_id

pytestmark = pytest.mark.rule("ENG-3")
TWO = (("power", "插座无电"), ("doors_and_windows", "窗锁坏"))


def orders(house, **asked):
    listed = house.get(SUPERVISOR, "list_work_orders", asked)["items"]
    return [house.get(SUPERVISOR, "show_work_order", id=order["id"]) for order in listed]


def finish(house, order):
    for act, body in (("accept", None), ("start", None), ("finish", {"cost": "50"})):
        house.get(SUPERVISOR, f"{act}_work_order", body, id=order["id"])


class TestFaultsFound:
    def test_each_fault_becomes_an_order_due_three_days_before_the_change(self, staffed):
        staffed.hear(faults_found(*TWO))
        shown = orders(staffed)
        assert [(order["description"], order["trade"]) for order in shown] == [
            ("插座无电", "power"),
            ("窗锁坏", "doors_and_windows"),
        ]
        assert {order["due_at"] for order in shown} == {"2026-12-12T16:00:00+00:00"}
        assert {order["unit_number"] for order in shown} == {"A2001"}

    def test_they_are_dispatched_at_once(self, staffed):
        staffed.hear(faults_found(*TWO))
        assert {order["technician"] for order in orders(staffed)} == {"杨军"}

    def test_they_stand_ahead_of_ordinary_work(self, staffed):
        staffed.get(SUPERVISOR, "open_work_order", an_order(due_at="2026-12-08T12:00:00+08:00"))
        staffed.hear(faults_found(*TWO))
        assert [order["priority"] for order in orders(staffed)] == ["unit_change", "unit_change", "ordinary"]

    def test_a_fault_heard_twice_is_one_order(self, staffed):
        staffed.hear(faults_found(TWO[0]), faults_found(*TWO))
        assert [event.fault_id for event in staffed.said(WorkOrderOpened)] == [an_id("插座无电"), an_id("窗锁坏")]

    def test_faults_found_again_after_the_repair_are_new_orders(self, staffed):
        staffed.hear(faults_found(TWO[0]))
        finish(staffed, orders(staffed)[0])
        staffed.hear(faults_found(("power", "插座仍无电")))
        assert [order["state"] for order in orders(staffed)] == ["finished", "dispatched"]

    def test_a_trade_we_do_not_know_waits_for_a_person_with_its_name_kept(self, staffed):
        staffed.hear(faults_found(("木工", "门框变形")))
        (order,) = orders(staffed)
        assert (order["trade"], order["state"], order["description"]) == ("other", "new", "[木工] 门框变形")

    def test_an_estate_not_heard_of_yet_does_not_hold_up_its_repairs(self, staffed):
        staffed.hear(faults_found(*TWO, estate_id=an_id("西溪")))
        assert [event.estate_id for event in staffed.said(WorkOrderOpened)] == [an_id("西溪")] * 2

    def test_the_end_of_a_repair_names_fault_and_change(self, staffed):
        staffed.hear(faults_found(TWO[0]))
        finish(staffed, orders(staffed)[0])
        (told,) = staffed.said(WorkOrderFinished)
        assert (told.fault_id, told.unit_change_id) == (an_id("插座无电"), CHANGE)

    def test_it_is_not_cancelled_by_hand(self, staffed):
        staffed.hear(faults_found(TWO[0]))
        (order,) = orders(staffed)
        refused = staffed.codes(SUPERVISOR, "cancel_work_order", {"reason": "太忙"}, id=order["id"])
        assert refused == (409, ["unit_change"])


class TestUnitChangeCancelled:
    def test_its_open_repairs_end_with_it_and_finished_ones_stay(self, staffed):
        staffed.hear(faults_found(*TWO))
        finish(staffed, orders(staffed)[0])
        staffed.hear(the_change_cancelled())
        assert sorted(order["state"] for order in orders(staffed)) == ["cancelled", "finished"]
        assert [event.fault_id for event in staffed.said(WorkOrderCancelled)] == [an_id("窗锁坏")]

    def test_hearing_it_twice_cancels_once(self, staffed):
        staffed.hear(faults_found(*TWO), the_change_cancelled(), the_change_cancelled())
        assert len(staffed.said(WorkOrderCancelled)) == 2

    def test_a_change_without_repairs_cancels_nothing(self, staffed):
        staffed.hear(the_change_cancelled())
        assert staffed.said(WorkOrderCancelled) == []


class TestUnitChanged:
    def in_the_old_unit(self, house, **told):
        asked = an_order(unit_id=an_id("A0501"), customer_id=an_id("金桥投资"), **told)
        return house.get(SUPERVISOR, "open_work_order", asked)["id"]

    def shown(self, house, order_id):
        return house.get(SUPERVISOR, "show_work_order", id=order_id)

    def test_what_is_about_the_customers_equipment_follows_into_the_new_unit(self, staffed):
        order_id = self.in_the_old_unit(staffed, about_customer=True)
        staffed.hear(the_change_done())
        order = self.shown(staffed, order_id)
        assert (order["unit_number"], order["floor"]) == ("A2001", 20)
        assert "随客户由 A0501 转至 A2001" in [line["note_zh"] for line in order["history"]]

    def test_the_technician_is_told_of_the_new_place(self, staffed):
        self.in_the_old_unit(staffed, about_customer=True)
        staffed.hear(the_change_done())
        first, again = staffed.said(WorkOrderDispatched)
        assert (first.unit_number, again.unit_number) == ("A0501", "A2001")

    def test_one_whose_areas_do_not_reach_there_gives_it_to_another(self, staffed):
        enter(staffed, "YQ033", "周波", "强电5", "云栖中心A座1-10层")
        order_id = self.in_the_old_unit(staffed, about_customer=True)
        assert self.shown(staffed, order_id)["technician"] == "周波"
        staffed.hear(the_change_done())
        order = self.shown(staffed, order_id)
        assert order["technician"] == "杨军"
        assert "周波:新单元不在其服务区域内" in [line["note_zh"] for line in order["history"]]

    def test_what_is_about_the_room_stays_and_the_history_says_so(self, staffed):
        order_id = self.in_the_old_unit(staffed)
        staffed.hear(the_change_done())
        order = self.shown(staffed, order_id)
        assert (order["unit_number"], order["history"][-1]["act"]) == ("A0501", "stayed")

    def test_what_is_finished_is_left_as_it_was(self, staffed):
        order_id = self.in_the_old_unit(staffed, about_customer=True)
        finish(staffed, {"id": order_id})
        staffed.hear(the_change_done())
        assert self.shown(staffed, order_id)["unit_number"] == "A0501"

    def test_what_nobody_has_yet_is_dispatched_for_the_new_place(self, staffed):
        order_id = self.in_the_old_unit(staffed, about_customer=True, trade="lift")
        assert self.shown(staffed, order_id)["state"] == "new"
        staffed.hear(the_change_done())
        assert self.shown(staffed, order_id)["technician"] == "马磊"

    def test_a_new_unit_not_heard_of_yet_is_named_all_the_same(self, staffed):
        order_id = self.in_the_old_unit(staffed, about_customer=True)
        staffed.hear(the_change_done(new="A3001"))
        order = self.shown(staffed, order_id)
        assert (order["unit_number"], order["floor"]) == ("A3001", None)


class TestATechnicianOfTheChange:
    def test_does_the_repair_under_the_own_log_in(self, staffed):
        staffed.hear(faults_found(TWO[0]))
        (order,) = orders(staffed)
        done = staffed.get(a_technician_called("杨军"), "accept_work_order", id=order["id"])
        assert done["history"][-1]["who"] == "杨军"
