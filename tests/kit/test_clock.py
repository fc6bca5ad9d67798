"""The clock and the day where the estate is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kit.clock import FixedClock, RealClock, clock_from_environment, end_of_day, local_date, parse_moment


class TestClock:
    def test_it_can_be_started_at_another_moment_and_runs_on(self):
        clock = RealClock(parse_moment("2026-12-07T09:00"))
        assert timedelta(0) <= clock.now() - datetime(2026, 12, 7, 1, tzinfo=UTC) < timedelta(minutes=1)

    def test_the_environment_may_move_it(self, monkeypatch):
        monkeypatch.setenv("ATRIUM_NOW", "2026-12-07T09:00+00:00")
        assert clock_from_environment().now().date() == date(2026, 12, 7)
        monkeypatch.delenv("ATRIUM_NOW")
        assert abs(clock_from_environment().now() - datetime.now(UTC)) < timedelta(minutes=1)

    def test_it_can_be_another_time_for_a_while(self):
        clock, then = RealClock(), datetime(2026, 11, 2, 10, tzinfo=UTC)
        with clock.moved_to(then):
            assert timedelta(0) <= clock.now() - then < timedelta(minutes=1)
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)

    def test_a_tests_clock_moves_when_told_to(self):
        clock = FixedClock(datetime(2026, 12, 7, tzinfo=UTC))
        clock.move(days=1, hours=2)
        assert clock.now() == datetime(2026, 12, 8, 2, tzinfo=UTC)


@pytest.mark.rule("PROC-4")
class TestDays:
    @pytest.mark.parametrize(
        ("moment", "day"),
        [("2026-12-07T15:59:59+00:00", date(2026, 12, 7)), ("2026-12-07T16:00:00+00:00", date(2026, 12, 8))],
    )
    def test_the_day_turns_at_midnight_in_the_estates_zone(self, moment, day):
        assert local_date(datetime.fromisoformat(moment)) == day

    def test_a_day_ends_at_twenty_four_hundred_local_time(self):
        assert end_of_day(date(2026, 12, 7)) == datetime(2026, 12, 7, 16, tzinfo=UTC)
        assert end_of_day(date(2026, 12, 7), "Europe/London") == datetime(2026, 12, 8, 0, tzinfo=UTC)
