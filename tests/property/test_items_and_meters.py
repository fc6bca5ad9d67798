"""Who holds what since when, and ordinary meter readings, at the doors (PROP-1)."""

import pytest

from services.property.models import Reading
from services.words import Department, Rank
from tests.property.builders import SHUIMO
from tests.property.desk import ENGINEER, LEASING, PROPERTY, an_id, at_once, staff

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
