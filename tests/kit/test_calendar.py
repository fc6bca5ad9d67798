"""Working days by the national calendar: holidays, working weekends, a file over them, and years nobody knows yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kit import calendar
from kit.calendar import Calendar, WrongCalendar

KNOWN_DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 30))


@pytest.fixture
def a_file(tmp_path):
    def write(text):
        path = tmp_path / "calendar.csv"
        path.write_text(text, encoding="utf-8")
        calendar.use(calendar.load(path))

    yield write
    calendar.use(None)


@pytest.mark.rule("PROC-4")
class TestWorkingDays:
    def test_a_monday_is_a_working_day_and_a_saturday_is_not(self):
        assert calendar.is_working_day(date(2026, 12, 7))
        assert not calendar.is_working_day(date(2026, 12, 12))

    def test_the_week_of_the_national_day_is_free(self):
        week = [date(2026, 10, day) for day in range(1, 8)]
        assert not any(calendar.is_working_day(day) for day in week)

    def test_the_sunday_and_saturday_that_pay_for_it_are_worked(self):
        assert calendar.is_working_day(date(2026, 9, 20))
        assert calendar.is_working_day(date(2026, 10, 10))

    def test_the_third_working_day_after_the_eve_of_the_holiday_comes_after_it(self):
        assert calendar.nth_working_day_after(date(2026, 9, 29), 3) == date(2026, 10, 9)

    def test_a_working_sunday_counts(self):
        assert calendar.nth_working_day_after(date(2026, 9, 18), 1) == date(2026, 9, 20)

    def test_the_day_itself_does_not_count_even_when_it_is_worked(self):
        assert calendar.nth_working_day_after(date(2026, 12, 7), 1) == date(2026, 12, 8)

    def test_from_a_holiday_the_first_working_day_is_the_first_after_it(self):
        assert calendar.nth_working_day_after(date(2026, 10, 3), 1) == date(2026, 10, 8)

    def test_one_can_count_backwards(self):
        assert calendar.add_working_days(date(2026, 10, 8), -1) == date(2026, 9, 30)

    def test_no_days_are_the_day_itself(self):
        assert calendar.add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)

    def test_there_is_no_zeroth_day_after_a_day(self):
        with pytest.raises(ValueError, match="0-th"):
            calendar.nth_working_day_after(date(2026, 12, 7), 0)

    @given(KNOWN_DAYS, st.integers(1, 40))
    def test_between_a_day_and_the_nth_after_it_lie_n_working_days(self, day, n):
        later = calendar.nth_working_day_after(day, n)
        between = [day + timedelta(days=ahead) for ahead in range(1, (later - day).days + 1)]
        assert calendar.is_working_day(later)
        assert sum(calendar.is_working_day(one) for one in between) == n


class TestYearsNobodyKnowsYet:
    def test_weekends_are_counted_and_a_warning_says_so_once(self):
        unknown = Calendar()
        beyond = unknown.known_until + timedelta(days=1)
        with capture_logs() as lines:
            days = [unknown.is_working_day(beyond + timedelta(days=ahead)) for ahead in range(14)]
        assert sum(days) == 10
        assert [(line["log_level"], line["year"]) for line in lines] == [("warning", beyond.year)]

    def test_a_known_year_warns_of_nothing(self):
        with capture_logs() as lines:
            Calendar().is_working_day(date(2026, 6, 1))
        assert lines == []


class TestTheFile:
    def test_what_it_says_goes_before_the_national_calendar(self, a_file):
        a_file(
            "date,working|holiday,note\n".replace("date,", "# date,") + "2026-12-07,holiday,搬家\n2026-12-12,working,\n"
        )
        assert not calendar.is_working_day(date(2026, 12, 7))
        assert calendar.is_working_day(date(2026, 12, 12))

    def test_a_year_it_speaks_of_is_known(self, a_file):
        a_file("2031-01-22,holiday,春节\n\n")
        with capture_logs() as lines:
            assert not calendar.is_working_day(date(2031, 1, 22))
            assert calendar.is_working_day(date(2031, 1, 27))
        assert lines == []
        assert calendar.current().known_until == date(2031, 12, 31)

    @pytest.mark.parametrize("line", ["2031-13-01,holiday,", "2031-01-22,free,", "2031-01-22", "noise"])
    def test_a_line_that_cannot_be_read_is_named(self, a_file, line):
        with pytest.raises(WrongCalendar, match="第 2 行.*line 2"):
            a_file(f"2031-01-23,holiday,春节\n{line}\n")

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(WrongCalendar, match=r"none\.csv"):
            calendar.load(tmp_path / "none.csv")
