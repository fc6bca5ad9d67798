"""Estates, units and who has them, at the doors (PROP-1)."""

from datetime import date
from decimal import Decimal

import pytest

from kit.caller import EVERY_ESTATE
from services.property.events import EstateOpened, UnitRecorded
from services.property.models import Occupancy, Unit
from services.words import Department, Rank
from tests.property.builders import CUSTOMER, SHUIMO, YUNQI, a_lease
from tests.property.desk import LEASING, PROPERTY, an_id, staff

DIRECTOR = staff(Department.PROPERTY, Rank.DIRECTOR, "马芳")


@pytest.fixture
def at_yunqi(desk):
    """Somebody who works at 云栖中心 only."""
    return staff(Department.PROPERTY, Rank.DIRECTOR, "周强", desk.estates[YUNQI])


@pytest.mark.rule("PROP-1")
class TestOpeningAnEstate:
    def test_the_others_hear_of_it(self, desk):
        body = desk.get(DIRECTOR, "open_estate", {"name": "听涛苑", "timezone": "Asia/Urumqi"})
        told = desk.said(EstateOpened)[-1]
        assert (told.estate_id, told.name, told.timezone) == (body["id"], "听涛苑", "Asia/Urumqi")

    def test_its_name_is_its_own(self, desk):
        assert desk.refusal(DIRECTOR, "open_estate", {"name": YUNQI}) == (409, ["name_taken"])

    def test_a_clerk_opens_none(self, desk):
        assert desk.refusal(PROPERTY, "open_estate", {"name": "听涛苑"})[0] == 403


@pytest.mark.rule("PROP-1")
class TestEstates:
    def test_an_estate_shows_its_buildings_floor_by_floor(self, desk):
        (building,) = desk.get(PROPERTY, "show_estate", id=desk.estates[YUNQI])["buildings"]
        assert building["name"] == "A座"
        assert building["floors"] == [
            {"floor": 5, "vacant": 2, "occupied": 0, "reserved": 0},
            {"floor": 10, "vacant": 0, "occupied": 1, "reserved": 0},
            {"floor": 11, "vacant": 0, "occupied": 1, "reserved": 0},
        ]

    @pytest.mark.rule("GATE-2")
    def test_other_estates_do_not_exist(self, desk, at_yunqi):
        assert [estate["name"] for estate in desk.get(at_yunqi, "list_estates")] == [YUNQI]
        assert desk.refusal(at_yunqi, "show_estate", id=desk.estates[SHUIMO])[0] == 404
        assert desk.refusal(at_yunqi, "show_unit", id=desk.units["1-0101"])[0] == 404


def numbers(desk, who=PROPERTY, **asked) -> list[str]:
    return [unit["number"] for unit in desk.get(who, "list_units", asked)["items"]]


@pytest.mark.rule("PROP-1", "GATE-5")
class TestTheListOfUnits:
    def test_it_is_sorted_by_number(self, desk):
        assert numbers(desk) == ["1-0101", "A0501", "A0502", "A1001", "A1109"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"state": "vacant"}, ["1-0101", "A0501", "A0502"]),
            ({"state": "occupied"}, ["A1001", "A1109"]),
            ({"building": "A座", "floor": "5"}, ["A0501", "A0502"]),
            ({"layout": "小办公"}, []),
            (
                {"area_from": "213.31", "area_to": "213.31", "use": "办公"},
                ["1-0101", "A0501", "A0502", "A1001", "A1109"],
            ),
            ({"area_from": "213.32"}, []),
            ({"q": "金桥"}, ["A1109"]),
            ({"q": "A05", "sort": "-number"}, ["A0502", "A0501"]),
        ],
    )
    def test_it_is_filtered_searched_and_sorted(self, desk, asked, found):
        assert numbers(desk, **asked) == found

    @pytest.mark.rule("GATE-2")
    def test_it_ends_at_the_callers_estates(self, desk, at_yunqi):
        assert numbers(desk, at_yunqi, estate_id=desk.estates[SHUIMO]) == []
        assert "1-0101" not in numbers(desk, at_yunqi)

    def test_a_unit_kept_for_a_move_is_reserved_and_says_for_which(self, desk, walk):
        (unit,) = desk.get(PROPERTY, "list_units", {"state": "reserved"})["items"]
        assert (unit["number"], unit["unit_change_number"]) == ("A0501", "HF-2026-0001")
        assert "A0501" not in numbers(desk, state="vacant")

    def test_an_occupied_one_says_who_has_it_and_until_when(self, desk):
        (unit,) = desk.get(PROPERTY, "list_units", {"q": "A1109"})["items"]
        assert (unit["customer_name"], unit["let_until"], unit["state_zh"]) == (CUSTOMER, "2030-04-10", "在租")

    def test_it_is_exported_with_the_same_filters(self, desk):
        reply = desk.ask(PROPERTY, "export_units", {"state": "occupied"})
        assert (reply.status, reply.file.data[:2]) == (200, b"PK")


@pytest.mark.rule("PROP-1")
class TestAUnit:
    def test_it_shows_meters_keys_items_and_tenants(self, desk):
        desk.get(PROPERTY, "list_keys", {"keys": ["A1109-1", "A1109-2"]}, id=desk.units["A1109"])
        unit = desk.get(LEASING, "show_unit", id=desk.units["A1109"])
        assert [(meter["number"], meter["unit"]) for meter in unit["meters"]] == [("E-A1109", "kWh"), ("W-A1109", "m³")]
        assert unit["keys"] == ["A1109-1", "A1109-2"]
        assert [stay["lease_number"] for stay in unit["occupancies"]] == ["ZL-2025-0001"]
        assert (unit["usable_ratio"], unit["state"]) == ("0.7000", "occupied")

    def test_a_key_taken_off_the_list_is_off(self, desk):
        desk.get(PROPERTY, "list_keys", {"keys": ["A1109-1", "A1109-2"]}, id=desk.units["A1109"])
        unit = desk.get(PROPERTY, "list_keys", {"keys": ["A1109-2"]}, id=desk.units["A1109"])
        assert unit["keys"] == ["A1109-2"]

    @pytest.mark.rule("GATE-4")
    def test_one_who_has_not_seen_the_last_list_of_keys_does_not_write_over_it(self, desk):
        seen = desk.get(PROPERTY, "show_unit", id=desk.units["A1109"])["version"]
        first = desk.ask(PROPERTY, "list_keys", {"keys": ["A1109-1"]}, seen, id=desk.units["A1109"])
        second = desk.ask(PROPERTY, "list_keys", {"keys": ["A1109-2"]}, seen, id=desk.units["A1109"])
        assert (first.status, first.body["version"]) == (200, seen + 1)
        assert (second.status, second.body["type"]) == (409, "/problems/conflict")
        assert desk.get(PROPERTY, "show_unit", id=desk.units["A1109"])["keys"] == ["A1109-1"]

    @pytest.mark.rule("GATE-4")
    def test_the_same_list_again_is_no_new_version(self, desk):
        versions = {
            desk.get(PROPERTY, "list_keys", {"keys": ["A1109-1"]}, id=desk.units["A1109"])["version"] for _ in range(2)
        }
        assert len(versions) == 1

    @pytest.mark.parametrize("id", ["nonsense", an_id("nowhere")])
    def test_an_unknown_one_is_not_found(self, desk, id):
        assert desk.refusal(PROPERTY, "show_unit", id=id)[0] == 404

    def test_the_others_hear_of_it_with_its_meters(self, desk):
        told = next(event for event in desk.said(UnitRecorded) if event.number == "A1109")
        assert (told.estate_name, told.floor, told.area_built) == (YUNQI, 11, Decimal("213.31"))
        assert [meter.kind for meter in told.meters] == ["electricity", "water"]


@pytest.mark.rule("PROP-1")
class TestLeases:
    def test_a_corrected_lease_brings_its_unit_with_it(self, desk):
        desk.hear(a_lease(desk, "ZL-2025-0001", "A0502", ends_on=date(2031, 1, 1)))
        assert numbers(desk, q="金桥") == ["A0502"]
        assert numbers(desk, state="vacant") == ["1-0101", "A0501", "A1109"]

    def test_a_lease_that_has_ended_leaves_its_unit_vacant(self, desk):
        desk.hear(a_lease(desk, "ZL-2025-0001", "A1109", ends_on=date(2026, 12, 6)))
        assert "A1109" in numbers(desk, state="vacant")

    def test_on_its_last_day_the_unit_is_still_let(self, desk):
        desk.hear(a_lease(desk, "ZL-2025-0001", "A1109", ends_on=date(2026, 12, 7)))
        assert "A1109" in numbers(desk, state="occupied")

    def test_a_lease_is_one_stay_however_often_it_is_told(self, desk):
        desk.hear(a_lease(desk, "ZL-2025-0001", "A1109"), a_lease(desk, "ZL-2025-0001", "A1109"))
        assert len(desk.rows(Occupancy)) == 2

    def test_the_day_is_that_of_the_estate(self, desk):
        with desk.runtime.work() as work:
            far = work.session.query(Unit).filter_by(number="1-0101").one()
            far_estate = far.estate_id
        desk.hear(a_lease(desk, "SM-1", "1-0101", estate_id=far_estate, ends_on=date(2026, 12, 7)))
        desk.runtime.clock.move(hours=15)  # In Shanghai it is the 8th, 00:00.
        everywhere = staff(Department.PROPERTY, Rank.CLERK, "黄娜", EVERY_ESTATE)
        assert "1-0101" in numbers(desk, everywhere, state="vacant")
