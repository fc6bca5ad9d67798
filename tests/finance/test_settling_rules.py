"""The money of a settlement, worked out by hand beside what the rules say (FIN-4)."""

from datetime import date
from decimal import Decimal as D

import pytest

from services.finance.rules.accounts import Income
from services.finance.rules.money import plain, to_the_cent
from services.finance.rules.settling import (
    Missing,
    NotSettleable,
    Period,
    Rates,
    Reading,
    days_used,
    energy_line,
    lines_of,
    missing_line,
    parking_lines,
    phone_lines,
)

pytestmark = pytest.mark.rule("FIN-4")

LONG_AGO = date(2024, 1, 1)


def rates(**told):
    known = {
        "electricity_per_kwh": D("1.18"),
        "water_per_m3": D("5.85"),
        "parking_spaces": 0,
        "parking_per_month": D(1000),
        "phone_lines": 6,
        "phone_per_line_month": D(80),
    }
    return Rates(**known | told)


def reading(previous, value, kind="electricity"):
    return Reading(kind, "E-A1109", D(previous), date(2026, 11, 30), D(value), date(2026, 12, 15))


class TestEnergy:
    @pytest.mark.parametrize(
        ("previous", "value", "tariff", "amount"),
        [
            ("1000", "1000", "1.18", "0.00"),  # nothing used
            ("1000", "1234.5", "1.18", "276.71"),  # 234.5 × 1.18 = 276.71
            ("0", "1", "1.18", "1.18"),  # a new meter
            ("0", "0.25", "0.02", "0.01"),  # 0.0050: half a cent is a whole one
            ("0", "0.24", "0.02", "0.00"),  # 0.0048
            ("0", "1", "0.0049", "0.00"),
            ("0", "1", "0.0050", "0.01"),
            ("99999.99", "100000.01", "1.18", "0.02"),  # 0.0236
            ("0", "1234567.89", "1.1875", "1466049.37"),  # 1466049.369375
        ],
    )
    def test_usage_times_tariff_to_the_cent(self, previous, value, tariff, amount):
        line = energy_line(reading(previous, value), rates(electricity_per_kwh=D(tariff)))
        assert line.amount == D(amount)

    def test_water_has_its_own_tariff_and_unit(self):
        line = energy_line(reading("200", "212.5", "water"), rates())
        assert (line.income, line.amount) == (Income.WATER, D("73.13"))  # 12.5 × 5.85 = 73.125
        assert "(212.5 − 200) m³ × 5.85 元/m³ = 73.13 元" in line.zh

    def test_the_working_is_shown_in_both_languages(self):
        line = energy_line(reading("1000.00", "1234.50"), rates())
        assert line.zh == "电费(表 E-A1109,2026-11-30 至 2026-12-15):(1234.5 − 1000) kWh × 1.18 元/kWh = 276.71 元"
        assert line.en == (
            "Electricity (meter E-A1109, 2026-11-30 to 2026-12-15): (1234.5 − 1000) kWh × 1.18 yuan/kWh = 276.71 yuan"
        )

    def test_a_meter_that_ran_backwards_makes_no_settlement(self):
        with pytest.raises(NotSettleable, match="reads less than before"):
            energy_line(reading("1000", "999.99"), rates())

    def test_a_meter_of_an_unknown_kind_makes_no_settlement(self):
        with pytest.raises(NotSettleable, match="unknown kind gas"):
            energy_line(reading("0", "1", "gas"), rates())


class TestDaysUsed:
    @pytest.mark.parametrize(
        ("change", "lease_starts", "last_settled", "first", "days", "of"),
        [
            # From the first of the month; the change date itself belongs to the new unit.
            (date(2026, 12, 15), LONG_AGO, None, date(2026, 12, 1), 14, 31),
            (date(2026, 12, 31), LONG_AGO, None, date(2026, 12, 1), 30, 31),
            (date(2026, 12, 1), LONG_AGO, None, date(2026, 12, 1), 0, 31),
            # Short months and leap years.
            (date(2026, 2, 28), LONG_AGO, None, date(2026, 2, 1), 27, 28),
            (date(2028, 2, 29), LONG_AGO, None, date(2028, 2, 1), 28, 29),
            (date(2100, 2, 28), LONG_AGO, None, date(2100, 2, 1), 27, 28),
            (date(2026, 4, 30), LONG_AGO, None, date(2026, 4, 1), 29, 30),
            # From the lease's first day where that is later.
            (date(2026, 12, 15), date(2026, 12, 10), None, date(2026, 12, 10), 5, 31),
            (date(2026, 12, 15), date(2026, 12, 1), None, date(2026, 12, 1), 14, 31),
            (date(2026, 12, 15), date(2026, 12, 15), None, date(2026, 12, 15), 0, 31),
            (date(2026, 12, 15), date(2026, 12, 16), None, date(2026, 12, 16), 0, 31),
            # From the last settled change where that is later, so that no day is charged twice.
            (date(2026, 12, 20), LONG_AGO, date(2026, 12, 8), date(2026, 12, 8), 12, 31),
            (date(2026, 12, 20), LONG_AGO, date(2026, 11, 8), date(2026, 12, 1), 19, 31),
            (date(2026, 12, 8), LONG_AGO, date(2026, 12, 8), date(2026, 12, 8), 0, 31),
        ],
    )
    def test_days_count_from_the_first_day_to_the_day_before_the_change(
        self, change, lease_starts, last_settled, first, days, of
    ):
        assert days_used(change, lease_starts, last_settled) == Period(first, days, of)

    def test_two_changes_in_a_month_and_the_rest_of_it_are_the_whole_month(self):
        first = days_used(date(2026, 12, 8), LONG_AGO)
        second = days_used(date(2026, 12, 20), LONG_AGO, date(2026, 12, 8))
        assert first.days + second.days + (31 - 19) == 31


class TestPhoneAndParking:
    @pytest.mark.parametrize(
        ("lines", "rent", "period", "amount"),
        [
            (6, "80", Period(date(2026, 12, 1), 14, 31), "216.77"),  # 480 × 14 ÷ 31 = 216.774…
            (6, "80", Period(date(2026, 12, 1), 0, 31), "0.00"),
            (6, "80", Period(date(2026, 2, 1), 27, 28), "462.86"),  # 462.857…
            (6, "80", Period(date(2028, 2, 1), 28, 29), "463.45"),  # 463.448…
            (1, "0.01", Period(date(2026, 4, 1), 15, 30), "0.01"),  # 0.005
            (1, "80", Period(date(2026, 4, 1), 30, 30), "80.00"),
        ],
    )
    def test_the_months_rent_for_the_days_used(self, lines, rent, period, amount):
        (line,) = phone_lines(rates(phone_lines=lines, phone_per_line_month=D(rent)), period)
        assert (line.income, line.amount) == (Income.PHONE, D(amount))

    def test_the_working_names_the_days(self):
        (line,) = phone_lines(rates(), Period(date(2026, 12, 1), 14, 31))
        assert line.zh == "电话月租:6 线 × 80 元/线·月 × 14 天 ÷ 31 天(2026-12-01 至 2026-12-14) = 216.77 元"
        assert line.en == "Phone: 6 lines × 80 yuan/line·month × 14 ÷ 31 days (2026-12-01 to 2026-12-14) = 216.77 yuan"

    def test_no_days_are_said_as_no_days(self):
        (line,) = phone_lines(rates(), Period(date(2026, 12, 1), 0, 31))
        assert line.en == "Phone: 6 lines × 80 yuan/line·month × 0 ÷ 31 days = 0.00 yuan"

    def test_parking_likewise(self):
        (line,) = parking_lines(rates(parking_spaces=2), Period(date(2026, 12, 1), 14, 31))
        assert (line.income, line.amount) == (Income.PARKING, D("903.23"))  # 2000 × 14 ÷ 31 = 903.225…
        assert "2 个 × 1000 元/个·月" in line.zh

    def test_a_lease_without_phone_or_space_has_no_such_line(self):
        assert lines_of([], [], rates(phone_lines=0), Period(date(2026, 12, 1), 14, 31)) == []


class TestTheRest:
    def test_a_missing_item_costs_what_property_says(self):
        line = missing_line(Missing("parking_permit", "P-7", D("120.5")))
        assert (line.zh, line.en) == ("未交还停车证 P-7:120.50 元", "Not returned, parking permit P-7: 120.50 yuan")

    def test_a_missing_item_is_never_paid_for_by_us(self):
        with pytest.raises(NotSettleable, match="less than nothing"):
            missing_line(Missing("key", "K-1", D("-0.01")))

    def test_a_kind_of_item_that_is_new_keeps_its_own_name(self):
        assert "umbrella 3" in missing_line(Missing("umbrella", "3", D(1))).en

    def test_lines_come_in_order_and_a_unit_without_water_has_no_water_line(self):
        lines = lines_of(
            [reading("0", "1")],
            [Missing("key", "K-1", D(20))],
            rates(parking_spaces=1),
            Period(date(2026, 12, 1), 14, 31),
        )
        assert [line.income for line in lines] == [
            Income.ELECTRICITY,
            Income.PHONE,
            Income.PARKING,
            Income.MISSING_ITEMS,
        ]

    def test_each_meter_has_a_line_of_its_own(self):
        assert (
            len(
                lines_of(
                    [reading("0", "1"), reading("5", "6")], [], rates(phone_lines=0), days_used(LONG_AGO, LONG_AGO)
                )
            )
            == 2
        )

    @pytest.mark.parametrize(
        ("exact", "rounded"),
        [
            ("0.004", "0.00"),
            ("0.005", "0.01"),
            ("0.015", "0.02"),
            ("0.0149999", "0.01"),
            ("-0.005", "-0.01"),
            ("7", "7.00"),
        ],
    )
    def test_half_a_cent_is_a_whole_one(self, exact, rounded):
        assert str(to_the_cent(D(exact))) == rounded

    @pytest.mark.parametrize(
        ("number", "text"), [("1.1800", "1.18"), ("80.0000", "80"), ("100", "100"), ("0.0525", "0.0525"), ("0.00", "0")]
    )
    def test_numbers_are_written_as_people_write_them(self, number, text):
        assert plain(D(number)) == text
