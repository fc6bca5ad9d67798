"""Technicians: what the list says of each, who is on duty, and under which log-in (ENG-1)."""

import pytest

from services.engineering.events import WorkOrderDispatched
from tests.engineering.builders import (
    READER,
    STRANGER,
    SUPERVISOR,
    a_person,
    a_technician_called,
    an_estate,
    an_order,
    enter,
)
from tests.engineering.house import an_id

pytestmark = pytest.mark.rule("ENG-1")
YANG, MA = a_technician_called("杨军"), a_technician_called("马磊")


def listed(house, caller=SUPERVISOR, **asked):
    return house.get(caller, "list_technicians", asked)["items"]


def names(house, caller=SUPERVISOR, **asked):
    return [one["name"] for one in listed(house, caller, **asked)]


class TestTheList:
    def test_it_shows_skills_areas_duty_and_load(self, staffed):
        staffed.get(SUPERVISOR, "open_work_order", an_order())
        yang, ma = listed(staffed)
        assert [(skill["trade_zh"], skill["level"]) for skill in yang["skills"]] == [("强电", 5), ("门窗五金", 4)]
        assert (yang["on_duty"], yang["in_hand"], ma["in_hand"]) == (True, 1, 0)
        assert (ma["areas"][0]["building"], ma["areas"][0]["lowest"], ma["areas"][0]["highest"]) == ("A座", 15, 30)

    def test_filters(self, staffed):
        enter(staffed, "YQ028", "张磊", "弱电2", on_duty=False)
        assert names(staffed, on_duty=True) == ["杨军", "马磊"]
        assert names(staffed, trade="lift") == ["马磊"]
        assert names(staffed, estate_id=an_id("云栖中心"), q="YQ028") == ["张磊"]

    def test_a_technician_of_another_estate_does_not_exist(self, staffed):
        (yang, *_) = listed(staffed)
        assert names(staffed, STRANGER) == []
        assert staffed.ask(STRANGER, "show_technician", id=yang["id"]).status == 404
        assert staffed.ask(SUPERVISOR, "show_technician", id=yang["id"]).status == 200

    def test_who_may_not_read_it_is_refused(self, staffed):
        assert staffed.ask(READER, "list_technicians").status == 403


class TestAreasOfEstatesYetToOpen:
    def test_they_are_found_when_the_estate_opens(self, engineering):
        enter(engineering, "YQ029", "吴刚", "电梯2", "水墨林溪1幢")
        assert listed(engineering)[0]["areas"][0]["estate_id"] is None
        engineering.hear(an_estate("水墨林溪"))
        (area,) = listed(engineering, STRANGER)[0]["areas"]
        assert (area["estate_id"], area["building"]) == (an_id("水墨林溪"), "1幢")


class TestDuty:
    def duty(self, house, caller, name, on_duty):
        (one,) = listed(house, q=name)
        return house.ask(caller, "set_duty", {"on_duty": on_duty}, id=one["id"])

    def test_a_technician_goes_off_duty_and_gets_nothing_new(self, staffed):
        assert self.duty(staffed, YANG, "杨军", False).body["on_duty"] is False
        assert staffed.get(SUPERVISOR, "open_work_order", an_order())["technician"] == "马磊"

    def test_only_a_superior_changes_anothers_duty(self, staffed):
        assert self.duty(staffed, MA, "杨军", False).status == 409
        assert self.duty(staffed, SUPERVISOR, "杨军", False).status == 200

    def test_what_was_not_accepted_goes_to_somebody_on_duty(self, staffed):
        accepted = staffed.get(SUPERVISOR, "open_work_order", an_order())
        staffed.get(YANG, "accept_work_order", id=accepted["id"])
        waiting = staffed.get(SUPERVISOR, "open_work_order", an_order())
        self.duty(staffed, YANG, "杨军", False)
        shown = [staffed.get(SUPERVISOR, "show_work_order", id=order["id"]) for order in (accepted, waiting)]
        assert [order["technician"] for order in shown] == ["杨军", "马磊"]
        assert "return" in [line["act"] for line in shown[1]["history"]]

    def test_coming_on_duty_takes_what_waits(self, engineering):
        enter(engineering, "YQ031", "杨军", "强电5", on_duty=False)
        order = engineering.get(SUPERVISOR, "open_work_order", an_order())
        assert order["reasoning"]["reasons"][0]["code"] == "off_duty"
        self.duty(engineering, YANG, "杨军", True)
        assert engineering.get(SUPERVISOR, "show_work_order", id=order["id"])["technician"] == "杨军"

    def test_another_estates_technician_is_not_found(self, staffed):
        assert self.duty(staffed, STRANGER, "杨军", False).status == 404


class TestTheLogIn:
    def test_it_is_found_by_staff_number_whoever_was_entered_first(self, engineering):
        engineering.hear(a_person("杨军", "YQ031"))
        enter(engineering, "YQ031", "杨军", "强电5")
        enter(engineering, "YQ032", "马磊", "强电5")
        assert [one["person_id"] for one in listed(engineering)] == [YANG.id, MA.id]

    def test_a_closed_account_is_nobodys_log_in(self, staffed):
        staffed.hear(a_person("杨军", "YQ031", active=False))
        assert [one["person_id"] for one in listed(staffed)] == [None, MA.id]

    def test_whose_account_is_closed_leaves_all_open_orders_to_others(self, staffed):
        begun, accepted, waiting, finished = (staffed.get(SUPERVISOR, "open_work_order", an_order()) for _ in range(4))
        for order in (begun, accepted, finished):
            staffed.get(YANG, "accept_work_order", id=order["id"])
        for order in (begun, finished):
            staffed.get(YANG, "start_work_order", id=order["id"])
        staffed.get(YANG, "finish_work_order", {"cost": "0"}, id=finished["id"])
        staffed.hear(a_person("杨军", "YQ031", active=False))
        shown = [staffed.get(SUPERVISOR, "show_work_order", id=order["id"]) for order in (begun, accepted, waiting)]
        assert [(order["technician"], order["state"]) for order in shown] == [("马磊", "dispatched")] * 3
        assert staffed.get(SUPERVISOR, "show_work_order", id=finished["id"])["technician"] == "杨军"
        assert names(staffed, on_duty=True) == ["马磊"]

    def test_a_corrected_staff_number_moves_the_link(self, staffed):
        staffed.hear(a_person("马磊", "YQ031"))
        assert [one["person_id"] for one in listed(staffed)] == [MA.id, None]

    def test_somebody_without_a_staff_number_links_nobody(self, staffed):
        staffed.hear(a_person("总经理", None, department=None, rank=None))
        staffed.get(SUPERVISOR, "open_work_order", an_order())
        assert staffed.said(WorkOrderDispatched)[0].person_id == YANG.id
