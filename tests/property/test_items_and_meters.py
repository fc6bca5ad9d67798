"""Who holds what since when, and ordinary meter readings, at the doors (PROP-1)."""

import pytest

from services.property.models import Reading
from services.words import Department, Rank
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.builders import SHUIMO
from tests.property.desk import ENGINEER, LEASING, PROPERTY, SUPERVISOR, an_id, at_once, staff
from tests.property.walking import Walk

KEY = {"kind": "key", "number": "A1109-1"}
CARD = {"kind": "access_card", "number": "CRZ-1001", "person": "赵强"}


@pytest.fixture
def issued(desk):
    """The tenant of A1109 holds a key and a card, in that order."""
    body = {"lease_id": desk.leases["ZL-2025-0001"], "items": [KEY, CARD]}
    return sorted(desk.get(PROPERTY, "issue_items", body), key=lambda item: item["number"])


@pytest.mark.rule("PROP-1")
class TestIssuing:
    def test_it_is_known_who_holds_what_since_when(self, desk, issued):
        found = desk.get(PROPERTY, "list_items", {"q": "金桥", "sort": "number"})["items"]
        told = [(item["kind_zh"], item["number"], item["unit_number"], item["issued_on"]) for item in found]
        assert told == [
            ("钥匙", "A1109-1", "A1109", "2026-12-07"),
            ("客户人员出入证", "CRZ-1001", "A1109", "2026-12-07"),
        ]

    def test_what_is_out_is_not_handed_out_again(self, desk, issued):
        body = {"lease_id": desk.leases["ZL-2025-0002"], "items": [KEY]}
        assert desk.refusal(PROPERTY, "issue_items", body) == (409, ["already_out"])

    def test_it_may_be_written_down_later_but_not_ahead(self, desk):
        body = {"lease_id": desk.leases["ZL-2025-0001"], "items": [KEY]}
        assert desk.refusal(PROPERTY, "issue_items", body | {"issued_on": "2026-12-08"}) == (409, ["day_to_come"])
        (item,) = desk.get(PROPERTY, "issue_items", body | {"issued_on": "2025-04-11"})
        assert item["issued_on"] == "2025-04-11"

    def test_two_who_hand_out_the_same_key_at_once_do_not_both(self, desk):
        leases = [desk.leases["ZL-2025-0001"], desk.leases["ZL-2025-0002"]]
        replies = at_once(lambda lease: desk.ask(PROPERTY, "issue_items", {"lease_id": lease, "items": [KEY]}), leases)
        assert sorted(reply.status for reply in replies) == [201, 409]
        (refused,) = [reply for reply in replies if reply.status == 409]
        assert [reason["code"] for reason in refused.body["reasons"]] == ["already_out"]

    def test_only_property_hands_out(self, desk):
        body = {"lease_id": desk.leases["ZL-2025-0001"], "items": [KEY]}
        assert desk.refusal(LEASING, "issue_items", body)[0] == 403

    @pytest.mark.rule("GATE-2")
    def test_a_lease_of_another_estate_does_not_exist(self, desk):
        elsewhere = staff(Department.PROPERTY, Rank.CLERK, "黄娜", desk.estates[SHUIMO])
        body = {"lease_id": desk.leases["ZL-2025-0001"], "items": [KEY]}
        assert desk.refusal(elsewhere, "issue_items", body) == (404, ["no_lease"])


@pytest.mark.rule("PROP-1")
class TestGettingBack:
    def test_what_came_back_can_be_handed_out_again(self, desk, issued):
        back = desk.get(PROPERTY, "take_back_item", {"note": "完好"}, id=issued[0]["id"])
        assert (back["state"], back["closed_on"], back["note"]) == ("returned", "2026-12-07", "完好")
        body = {"lease_id": desk.leases["ZL-2025-0002"], "items": [KEY]}
        assert len(desk.get(PROPERTY, "issue_items", body)) == 1

    def test_it_comes_back_once(self, desk, issued):
        desk.get(PROPERTY, "take_back_item", id=issued[0]["id"])
        assert desk.refusal(PROPERTY, "take_back_item", id=issued[0]["id"]) == (409, ["not_out"])

    def test_what_is_lost_is_charged_and_may_turn_up(self, desk, issued):
        lost = desk.get(PROPERTY, "lose_item", id=issued[1]["id"])
        assert (lost["state"], lost["charge"]) == ("missing", "30.00")
        assert desk.refusal(PROPERTY, "lose_item", id=issued[1]["id"]) == (409, ["not_out"])
        assert desk.get(PROPERTY, "take_back_item", id=issued[1]["id"])["state"] == "returned"

    @pytest.mark.rule("GATE-4")
    def test_two_who_have_seen_the_same_do_not_overwrite_each_other(self, desk, issued):
        first = desk.ask(PROPERTY, "lose_item", version=issued[1]["version"], id=issued[1]["id"])
        second = desk.ask(PROPERTY, "take_back_item", version=issued[1]["version"], id=issued[1]["id"])
        assert (first.status, second.status, second.body["type"]) == (200, 409, "/problems/conflict")

    @pytest.mark.rule("GATE-2")
    def test_an_item_of_another_estate_does_not_exist(self, desk, issued):
        elsewhere = staff(Department.PROPERTY, Rank.CLERK, "黄娜", desk.estates[SHUIMO])
        assert desk.refusal(elsewhere, "take_back_item", id=issued[0]["id"]) == (404, ["no_item"])


@pytest.fixture
def meter(desk):
    """The electricity meter of A1109."""
    return desk.get(PROPERTY, "show_unit", id=desk.units["A1109"])["meters"][0]["meter_id"]


@pytest.mark.rule("PROP-1")
class TestReadings:
    def test_they_are_kept_newest_first_with_who_took_them(self, desk, meter):
        desk.get(PROPERTY, "record_reading", {"value": "1200.5", "read_on": "2026-12-01"}, id=meter)
        shown = desk.get(ENGINEER, "record_reading", {"value": 1250}, id=meter)
        told = [(one["value"], one["read_on"], one["source_zh"]) for one in shown["readings"]]
        assert told == [("1250.00", "2026-12-07", "日常抄表"), ("1200.50", "2026-12-01", "日常抄表")]
        assert shown["readings"][0]["signers"][0]["name"] == "杨军"

    def test_one_below_the_last_is_refused(self, desk, meter):
        desk.get(PROPERTY, "record_reading", {"value": "1200.50"}, id=meter)
        assert desk.refusal(PROPERTY, "record_reading", {"value": "1200.49"}, id=meter) == (409, ["below_last"])
        assert len(desk.rows(Reading)) == 1

    def test_two_in_one_day_keep_their_order(self, desk, meter):
        for value in ("5", "9", "7"):
            desk.ask(PROPERTY, "record_reading", {"value": value}, id=meter)
        values = [one["value"] for one in desk.get(PROPERTY, "show_meter", id=meter)["readings"]]
        assert values == ["9.00", "5.00"]

    @pytest.mark.parametrize("value", ["-1", "NaN", "1.234", "1e30", "1E-5", "many", None, [1]])
    def test_what_is_no_reading_is_refused(self, desk, meter, value):
        assert desk.refusal(PROPERTY, "record_reading", {"value": value}, id=meter) == (422, ["invalid"])

    def test_an_unknown_meter_is_not_found(self, desk):
        assert desk.refusal(PROPERTY, "record_reading", {"value": 1}, id=an_id("x")) == (404, ["no_meter"])


MISTYPED = {"reason": "漏了小数点"}


@pytest.mark.rule("PROP-1", "PROC-6")
class TestCorrectingAReading:
    @pytest.fixture
    def mistyped(self, desk, meter):
        """The meter stood at 300; 32050 was typed for 320.50."""
        for value in ("300", "32050"):
            shown = desk.get(PROPERTY, "record_reading", {"value": value}, id=meter)
        return shown["readings"][0]["id"]

    def correct(self, desk, meter, reading, who=SUPERVISOR, why=MISTYPED):
        return desk.ask(who, "correct_reading", why, id=meter, reading_id=reading)

    def test_the_right_one_can_then_be_recorded(self, desk, meter, mistyped):
        assert desk.refusal(PROPERTY, "record_reading", {"value": "320.50"}, id=meter) == (409, ["below_last"])
        assert self.correct(desk, meter, mistyped).status == 200
        shown = desk.get(PROPERTY, "record_reading", {"value": "320.50"}, id=meter)
        told = [(one["value"], one["superseded"] and one["superseded"]["reason"]) for one in shown["readings"]]
        assert told == [("320.50", None), ("32050.00", "漏了小数点"), ("300.00", None)]
        now = desk.get(PROPERTY, "show_unit", id=desk.units["A1109"])["meters"][0]
        assert (now["last_value"], now["last_read_on"]) == ("320.50", "2026-12-07")

    def test_one_below_the_last_that_counts_is_still_refused(self, desk, meter, mistyped):
        self.correct(desk, meter, mistyped)
        assert desk.refusal(PROPERTY, "record_reading", {"value": "299"}, id=meter) == (409, ["below_last"])

    def test_it_is_corrected_once_and_where_the_meter_stands(self, desk, meter, mistyped):
        first = desk.get(PROPERTY, "show_meter", id=meter)["readings"][1]["id"]
        assert self.correct(desk, meter, first).body["reasons"][0]["code"] == "not_the_last"
        self.correct(desk, meter, mistyped)
        assert self.correct(desk, meter, mistyped).body["reasons"][0]["code"] == "superseded"

    @pytest.mark.parametrize("who", [PROPERTY, ENGINEER], ids=lambda who: who.department)
    def test_only_a_supervisor_of_property_does_it(self, desk, meter, mistyped, who):
        assert self.correct(desk, meter, mistyped, who).status == 403

    @pytest.mark.parametrize(("why", "status"), [("", 422), (" ", 409)])
    def test_not_without_a_reason(self, desk, meter, mistyped, why, status):
        assert self.correct(desk, meter, mistyped, why={"reason": why}).status == status

    def test_a_reading_of_another_meter_is_not_found(self, desk, mistyped):
        other = desk.get(PROPERTY, "show_unit", id=desk.units["A1001"])["meters"][0]["meter_id"]
        assert self.correct(desk, other, mistyped).body["reasons"][0]["code"] == "no_reading"

    def test_what_a_unit_change_goes_by_is_read_again_there(self, desk, meter, mistyped):
        walk = Walk(desk).wait_for_the_day()
        walk.do("read_meters", walk.readings("40000"))
        assert self.correct(desk, meter, mistyped).body["reasons"][0]["code"] == "co_signed"
        walk.do("sign_readings", {}, ENGINEER)
        signed = desk.get(PROPERTY, "show_meter", id=meter)["readings"][0]["id"]
        assert self.correct(desk, meter, signed).body["reasons"][0]["code"] == "co_signed"

    def test_a_meter_that_was_mistyped_no_longer_holds_up_a_unit_change(self, desk, meter, mistyped):
        walk = Walk(desk).wait_for_the_day()
        assert walk.refusal("read_meters", walk.readings("320.50")) == (409, ["below_last"])
        self.correct(desk, meter, mistyped)
        walk.read_and_sign("320.50")
        assert walk.state("read_meters") == "done"

    def test_a_co_signed_one_is_corrected_once_the_change_is_over(self, desk, meter):
        Walk(desk).until_the_notice()
        signed = desk.get(PROPERTY, "show_meter", id=meter)["readings"][0]["id"]
        assert self.correct(desk, meter, signed).status == 200
