"""When a step is due: edges of the day, holidays, time zones, and numbers from the configuration."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.procedure import DaysBefore, Hours, OnDay, SameDay, Setting, WorkingDaysAfter
from kit.procedure.due import Opening, number
from kit.procedure.words import Words

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATES = {"change_date": date(2026, 12, 11)}
MOMENTS = st.dates(date(2024, 1, 1), date(2026, 11, 30)).flatmap(
    lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC))
)
NAMES = {"change_date": Words("换房日期", "the change date")}


def opened(*at, zone="Asia/Shanghai", settings=None):
    return Opening(datetime(*at, tzinfo=ZoneInfo(zone)).astimezone(UTC), zone, DATES, settings)


def opened_day(at):
    return at.astimezone(SHANGHAI).date()


def shanghai(*at):
    return datetime(*at, tzinfo=SHANGHAI)


@pytest.mark.rule("PROC-4")
class TestDeadlines:
    def test_the_same_day_ends_at_its_midnight(self):
        assert SameDay().deadline(opened(2026, 12, 7, 9)) == shanghai(2026, 12, 8)

    def test_a_minute_before_midnight_there_is_a_minute_left(self):
        assert SameDay().deadline(opened(2026, 12, 7, 23, 59)) == shanghai(2026, 12, 8)

    def test_at_midnight_the_new_day_has_begun(self):
        assert SameDay().deadline(opened(2026, 12, 8)) == shanghai(2026, 12, 9)

    def test_hours_are_those_on_the_wall_and_know_no_holidays(self):
        assert Hours(24).deadline(opened(2026, 9, 30, 17, 30)) == shanghai(2026, 10, 1, 17, 30)

    def test_working_days_step_over_the_national_day(self):
        assert WorkingDaysAfter(3).deadline(opened(2026, 9, 29, 17)) == shanghai(2026, 10, 10)

    def test_working_days_count_the_sunday_that_is_worked(self):
        assert WorkingDaysAfter(1).deadline(opened(2026, 9, 18, 17)) == shanghai(2026, 9, 21)

    def test_no_working_days_after_is_the_day_itself(self):
        assert WorkingDaysAfter(0).deadline(opened(2026, 12, 7, 9)) == shanghai(2026, 12, 8)

    def test_days_before_a_date_are_calendar_days_and_end_at_midnight(self):
        assert DaysBefore("change_date", 3).deadline(opened(2026, 12, 1, 9)) == shanghai(2026, 12, 9)

    def test_on_a_day_means_until_it_ends(self):
        assert OnDay("change_date").deadline(opened(2026, 12, 1, 9)) == shanghai(2026, 12, 12)

    def test_the_day_is_the_one_where_the_estate_is(self):
        in_urumqi = opened(2026, 12, 7, 23, 30, zone="Asia/Urumqi")
        assert in_urumqi.at == shanghai(2026, 12, 8, 1, 30)
        assert SameDay().deadline(in_urumqi) == datetime(2026, 12, 8, tzinfo=ZoneInfo("Asia/Urumqi"))

    def test_where_clocks_are_put_back_the_day_is_an_hour_longer(self):
        opening = opened(2026, 10, 25, 0, 0, zone="Europe/Berlin")
        assert (SameDay().deadline(opening) - opening.at).total_seconds() == 25 * 3600

    @given(MOMENTS, st.integers(0, 9))
    def test_a_deadline_is_never_before_its_opening(self, at, days):
        opening = Opening(at, "Asia/Shanghai", DATES)
        for rule in (SameDay(), Hours(days), WorkingDaysAfter(days)):
            assert rule.deadline(opening) >= at

    @given(MOMENTS, st.integers(0, 9))
    def test_no_day_that_is_a_deadline_is_before_the_day_of_opening(self, at, days):
        opening = Opening(at, "Asia/Shanghai", {"change_date": opened_day(at) + timedelta(days=days - 5)})
        today = SameDay().deadline(opening)
        for rule in (DaysBefore("change_date", days), OnDay("change_date"), WorkingDaysAfter(days)):
            assert rule.deadline(opening) >= today

    def test_a_day_that_is_gone_when_the_step_opens_is_the_day_of_opening(self):
        late = opened(2026, 12, 9, 9)
        assert DaysBefore("change_date", 3).last_day(late) == date(2026, 12, 9)
        assert DaysBefore("change_date", 3).deadline(late) == shanghai(2026, 12, 10)
        assert OnDay("change_date").deadline(opened(2026, 12, 12, 9)) == shanghai(2026, 12, 13)


@pytest.mark.rule("PROC-9")
class TestNumbers:
    def test_a_plain_number_is_itself(self):
        assert number(3, {"property.repair_days": 5}) == 3

    def test_a_setting_has_the_rule_s_own_value_until_somebody_sets_it(self):
        assert number(Setting("property.repair_days", 3)) == 3
        assert number(Setting("property.repair_days", 3), {}) == 3

    def test_the_configuration_changes_a_deadline(self):
        rule = DaysBefore("change_date", Setting("property.repair_days", 3))
        opening = opened(2026, 12, 1, 9, settings={"property.repair_days": 5})
        assert rule.deadline(opening) == shanghai(2026, 12, 7)

    @pytest.mark.parametrize("value", ["3", -1, 2.5, True, None])
    def test_a_setting_that_is_no_whole_number_is_refused_by_name(self, value):
        with pytest.raises(ValueError, match=r"property\.repair_days"):
            number(Setting("property.repair_days", 3), {"property.repair_days": value})


@pytest.mark.rule("PROC-1")
class TestWordsOfDeadlines:
    @pytest.mark.parametrize(
        ("rule", "zh", "en"),
        [
            (SameDay(), "当日", "the same day"),
            (Hours(24), "24 小时内", "within 24 hours"),
            (WorkingDaysAfter(1), "1 个工作日内", "within 1 working day"),
            (DaysBefore("change_date", Setting("x.days", 3)), "换房日期前 3 天", "3 days before the change date"),
            (OnDay("change_date"), "换房日期当天", "on the change date"),
        ],
    )
    def test_a_rule_is_said_in_both_languages(self, rule, zh, en):
        assert rule.words(NAMES) == (zh, en)

    def test_the_configured_number_is_the_one_said(self):
        assert Hours(Setting("x.hours", 24)).words(NAMES, {"x.hours": 48}).en == "within 48 hours"
