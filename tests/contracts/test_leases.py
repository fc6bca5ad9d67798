"""Leases at the doors: registered by hand, listed, shown."""

import threading

import pytest

from services.contracts.events import LeaseRegistered
from tests.contracts.builders import (
    ELSEWHERE,
    ENGINEER,
    LEASING_CLERK,
    STRANGER,
    TARIFFS,
    a_lease,
    a_unit,
    an_estate,
    an_id,
)


def reasons(reply):
    return [(reason["code"], reason.get("field")) for reason in reply.body["reasons"]]


class TestRegistering:
    @pytest.mark.rule("SALE-6")
    def test_a_lease_says_who_rents_what_at_which_tariffs_until_when(self, contracts):
        lease = contracts.shown(contracts.registered())
        assert (lease["customer_name"], lease["unit_number"]) == ("金桥投资管理(中国)有限公司", "A1109")
        assert (lease["starts_on"], lease["ends_on"], lease["state"]) == ("2025-04-11", "2030-04-10", "running")
        assert lease["tariffs"]["electricity_per_kwh"] == "1.18"
        assert lease["tariffs"]["phone_lines"] == 6

    @pytest.mark.rule("SALE-6")
    def test_the_others_are_told_of_it_without_the_phone(self, contracts):
        lease = contracts.registered()
        (told,) = contracts.said(LeaseRegistered)
        assert (told.lease_id, told.unit_number, told.payment) == (lease["id"], "A1109", "quarterly")
        assert str(told.tariffs.electricity_per_kwh) == "1.18"
        assert "13856774018" not in str(told)

    def test_its_history_begins_with_who_registered_it(self, contracts):
        (first,) = contracts.shown(contracts.registered())["history"]
        assert (first["change"], first["by"], first["details"]) == ("registered", "马丽", {"unit": ["", "A1109"]})

    def test_the_same_name_and_phone_is_the_same_customer(self, contracts):
        one = contracts.registered()
        other = contracts.registered(unit="A1205", number="ZL-2025-0002", phone="13856774018")
        assert one["customer_id"] == other["customer_id"]

    def test_the_same_name_with_another_phone_is_another_customer(self, contracts):
        one = contracts.registered()
        other = contracts.registered(unit="A1205", number="ZL-2025-0002", phone="13000000000")
        assert one["customer_id"] != other["customer_id"]

    @pytest.mark.rule("SALE-6")
    def test_a_unit_is_not_let_to_two_on_one_day(self, contracts):
        contracts.registered()
        reply = contracts.ask(
            "register_lease", body=a_lease(number="ZL-2030-0001", starts_on="2030-04-10", ends_on="2031-04-09")
        )
        assert (reply.status, reasons(reply)) == (409, [("unit_taken", "unit_id")])
        assert "ZL-2025-0001" in reply.body["detail"]

    def test_a_unit_is_let_again_from_the_day_after(self, contracts):
        contracts.registered()
        next_one = contracts.registered(number="ZL-2030-0001", starts_on="2030-04-11", ends_on="2031-04-10")
        assert next_one["state"] == "upcoming"

    def test_a_number_is_registered_once(self, contracts):
        contracts.registered()
        reply = contracts.ask("register_lease", body=a_lease("A1205"))
        assert (reply.status, reasons(reply)) == (409, [("number_taken", "number")])

    def test_of_two_who_let_a_unit_at_once_one_wins(self, contracts):
        together = threading.Barrier(2)

        def let(number, replies):
            together.wait()
            replies.append(contracts.ask("register_lease", body=a_lease(number=number)).status)

        replies = []
        clerks = [threading.Thread(target=let, args=(number, replies)) for number in ("ZL-1", "ZL-2")]
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()
        assert sorted(replies) == [201, 409]


class TestBadInput:
    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"ends_on": "2025-04-10"}, "ends_on"),
            ({"tariffs": TARIFFS | {"water_per_m3": "-0.01"}}, "tariffs.water_per_m3"),
            ({"tariffs": TARIFFS | {"water_per_m3": "5.85001"}}, "tariffs.water_per_m3"),
            ({"tariffs": TARIFFS | {"water_per_m3": "1000000.01"}}, "tariffs.water_per_m3"),
            ({"tariffs": TARIFFS | {"phone_lines": -1}}, "tariffs.phone_lines"),
        ],
    )
    def test_a_lease_that_cannot_be_is_refused(self, desk, told, field):
        reply = desk.ask("register_lease", body=a_lease(**told))
        assert (reply.status, [name for _, name in reasons(reply)]) == (409, [field])
        assert desk.ask("list_leases").body["items"] == []

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"colour": "red"}, "colour"),
            ({"phone": "call me"}, "phone"),
            ({"customer_name": "  "}, "customer_name"),
            ({"payment": "never"}, "payment"),
            ({"unit_id": "A1109"}, "unit_id"),
            ({"starts_on": "2026-02-30"}, "starts_on"),
            ({"tariffs": TARIFFS | {"water_per_m3": "NaN"}}, "tariffs.water_per_m3"),
            ({"tariffs": TARIFFS | {"phone_lines": 1.5}}, "tariffs.phone_lines"),
            ({"tariffs": {}}, "tariffs.rent_per_sqm_day"),
        ],
    )
    def test_what_is_written_wrong_is_named(self, desk, told, field):
        reply = desk.ask("register_lease", body=a_lease(**told))
        assert reply.status == 422
        assert field in [name for _, name in reasons(reply)]

    @pytest.mark.rule("GATE-2")
    def test_another_estates_unit_does_not_exist(self, contracts):
        contracts.hear(an_estate(ELSEWHERE, "水墨林溪"), a_unit("1-101", ELSEWHERE))
        reply = contracts.ask("register_lease", body=a_lease("1-101"))
        assert (reply.status, reasons(reply)) == (404, [("unknown_unit", "unit_id")])

    @pytest.mark.rule("GATE-2")
    def test_another_estates_lease_does_not_exist(self, contracts):
        lease = contracts.registered()
        assert contracts.ask("show_lease", STRANGER, id=lease["id"]).status == 404
        assert contracts.ask("list_leases", STRANGER).body["items"] == []
        assert contracts.ask("find_customers", STRANGER).body["items"] == []
        assert contracts.ask("list_unit_states", STRANGER).body["items"] == []

    def test_a_department_without_the_permission_registers_nothing(self, contracts):
        assert contracts.ask("register_lease", ENGINEER, a_lease()).status == 403


class TestShowing:
    def test_lists_mask_the_phone(self, contracts):
        contracts.registered()
        (item,) = contracts.ask("list_leases").body["items"]
        assert item["phone"] == "138****4018"

    def test_the_phone_is_whole_only_for_those_who_register_leases(self, contracts):
        lease = contracts.registered()
        assert contracts.shown(lease, LEASING_CLERK)["phone"] == "13856774018"
        assert contracts.shown(lease, ENGINEER)["phone"] == "138****4018"

    @pytest.mark.rule("SALE-6")
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"state": "running"}, ["ZL-1"]),
            ({"state": "ended"}, ["ZL-0"]),
            ({"state": "upcoming"}, ["ZL-2"]),
            ({"unit_number": "A1205"}, ["ZL-1"]),
            ({"unit_id": an_id("A1109")}, ["ZL-0", "ZL-2"]),
            ({"q": "云帆"}, ["ZL-1"]),
            ({"ends_before": "2026-12-06"}, []),
            ({"ends_before": "2026-12-07"}, ["ZL-0"]),
            ({"sort": "-ends_on"}, ["ZL-2", "ZL-1", "ZL-0"]),
        ],
    )
    def test_leases_are_found_by_unit_customer_state_and_end(self, contracts, asked, found):
        contracts.registered(number="ZL-0", starts_on="2025-01-01", ends_on="2026-12-06")
        contracts.registered(
            unit="A1205", number="ZL-1", customer_name="云帆广告事务所", starts_on="2025-01-01", ends_on="2026-12-07"
        )
        contracts.registered(number="ZL-2", starts_on="2026-12-08", ends_on="2027-12-07")
        page = contracts.ask("list_leases", body=asked).body
        assert [lease["number"] for lease in page["items"]] == found

    def test_the_day_is_the_estates_own(self, contracts, clock):
        clock.move(hours=15)  # 00:00 on the 8th in Shanghai, still the 7th in London
        contracts.hear(an_estate(ELSEWHERE, "水墨林溪", "Europe/London"), a_unit("1-101", ELSEWHERE))
        contracts.registered(ends_on="2026-12-07")
        reply = contracts.ask("register_lease", STRANGER, a_lease("1-101", ends_on="2026-12-07"))
        assert reply.body["state"] == "running"
        assert contracts.ask("list_leases", body={"state": "running"}).body["items"] == []
        assert len(contracts.ask("list_leases", STRANGER, {"state": "running"}).body["items"]) == 1

    def test_a_tenant_is_found_by_part_of_the_name(self, contracts):
        lease = contracts.registered()
        assert contracts.ask("find_customers", body={"q": "金桥"}).body["items"] == [
            {"id": lease["customer_id"], "name": "金桥投资管理(中国)有限公司"}
        ]
        assert contracts.ask("find_customers", body={"q": "13856774018"}).body["items"] == []

    def test_no_phone_stays_in_the_audit_trail(self, contracts):
        contracts.registered()
        with contracts.runtime.look() as work:
            lines = work.session.connection().exec_driver_sql("SELECT changes, params FROM audit_lines").all()
        assert "13856774018" not in str(lines)
        assert "赵强" not in str(lines)
