"""Entries of the list of units, estates, and the configured prices: rules without a database (PROP-1, PROC-9)."""

from datetime import date
from decimal import Decimal

import pytest

from services.property.procedures import UNIT_CHANGE
from services.property.rules.items import Ticket
from services.property.rules.units import (
    last_day_before,
    meters_elsewhere,
    reasons_against_areas,
    reasons_against_meter_numbers,
    reasons_not_to_open_estate,
    usable_ratio,
)
from services.property.rules.words import ItemKind
from services.property.settings import MISSING
from services.words import Department


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.rule("PROP-1")
class TestUnits:
    def test_usable_area_is_part_of_what_was_built(self):
        assert codes(reasons_against_areas(Decimal("213.31"), Decimal("149.32"))) == []
        assert codes(reasons_against_areas(Decimal("100"), Decimal("100.01"))) == ["usable_over_built"]

    def test_a_unit_has_an_area(self):
        assert codes(reasons_against_areas(Decimal("0"), Decimal("-1"))) == ["no_area", "no_area"]

    def test_the_ratio_of_both_is_told_to_four_places(self):
        assert usable_ratio(Decimal("515.57"), Decimal("350.59")) == Decimal("0.6800")

    def test_a_meter_counts_for_one_unit(self):
        numbers = [("electricity_meter", "E-1"), ("water_meter", "W-1")]
        (reason,) = reasons_against_meter_numbers(numbers, {"E-1": "A0502"})
        assert (reason.field, "A0502" in reason.en) == ("electricity_meter", True)

    def test_meters_may_change_places_within_a_list(self):
        in_use = {"A1": {"water": "1"}, "A2": {"water": "2"}, "A3": {"water": "3"}}
        wanted = {"A1": {"water": "2"}, "A2": {"water": "3"}, "A3": {"water": "1"}}
        assert meters_elsewhere(in_use, wanted) == {}

    @pytest.mark.parametrize(
        ("wanted", "refused"),
        [
            ({"A1": {"water": "2"}}, {"A1": {"water": "A2"}}),
            ({"A1": {"water": "2"}, "A2": {}}, {"A1": {"water": "A2"}}),
            ({"A1": {"water": "2"}, "A2": {"water": "2"}}, {"A2": {"water": "A1"}, "A1": {"water": "A2"}}),
            ({"A4": {"water": "9"}, "A5": {"water": "9"}}, {"A5": {"water": "A4"}}),
            ({"A4": {"electricity": "2"}}, {}),
            (
                {"A1": {"water": "2"}, "A2": {"water": "3"}},
                {"A2": {"water": "A3"}, "A1": {"water": "A2"}},
            ),
        ],
        ids=["kept", "left blank", "wanted twice", "both new", "another kind", "one refused stands in the way"],
    )
    def test_what_another_unit_has_after_the_list_is_refused(self, wanted, refused):
        in_use = {"A1": {"water": "1", "electricity": "1"}, "A2": {"water": "2"}, "A3": {"water": "3"}}
        assert meters_elsewhere(in_use, wanted) == refused

    def test_the_change_date_is_the_first_day_in_the_new_unit(self):
        assert last_day_before(date(2026, 12, 14)) == date(2026, 12, 13)

    def test_an_estate_has_a_name_of_its_own_and_a_real_time_zone(self):
        assert codes(reasons_not_to_open_estate("云栖中心", "Asia/Shanghai", False)) == []
        assert codes(reasons_not_to_open_estate("云栖中心", "Mars/Olympus", True)) == ["name_taken", "no_such_zone"]

    def test_an_item_is_called_by_kind_and_number(self):
        assert Ticket(ItemKind.KEY, "A1109-1").en == "key A1109-1"


@pytest.mark.rule("PROC-9", "PROP-2")
class TestPrices:
    def test_a_missing_card_costs_thirty_yuan_unless_the_configuration_says_otherwise(self):
        price = MISSING[ItemKind.ACCESS_CARD]
        assert (price.under(None), price.under({})) == (Decimal("30.00"), Decimal("30.00"))
        assert price.under({"property.missing_card_price": 80}) == Decimal("80.00")

    @pytest.mark.parametrize("told", ["dear", -1, True])
    def test_a_price_that_is_none_is_refused_by_name(self, told):
        with pytest.raises(ValueError, match=r"property\.missing_card_price"):
            MISSING[ItemKind.ACCESS_CARD].under({"property.missing_card_price": told})


@pytest.mark.rule("PROC-1", "PROP-2")
class TestTheTable:
    def test_the_ten_steps_stand_in_the_clients_order_with_their_owners(self):
        owners = {step.name: [owner.value for owner in step.owners] for step in UNIT_CHANGE.steps}
        assert list(owners) == [
            "inspect",
            "repair",
            "reinspect",
            "check_keys",
            "clean",
            "lease_copy",
            "read_meters",
            "return_items",
            "hand_over",
            "settle",
            "issue_notice",
            "acknowledge",
        ]
        assert (owners["repair"], owners["settle"]) == (["engineering"], ["finance"])
        assert owners["lease_copy"] == ["leasing", "property"]
        assert owners["acknowledge"] == [department.value for department in Department]

    def test_the_notice_needs_everything_before_it(self):
        before = {
            name for step in UNIT_CHANGE.steps for name in [step.name] if "issue_notice" in UNIT_CHANGE.after(name)
        }
        assert before == {step.name for step in UNIT_CHANGE.steps} - {"issue_notice", "acknowledge"}

    def test_three_sign_the_readings(self):
        assert [signer.role for signer in UNIT_CHANGE.by_name["read_meters"].signs] == [
            "property",
            "engineering",
            "customer",
        ]
