"""The doctor in the full system: databases, clocks, broker and queues, each fault with what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from kit import doctor
from kit.database import Database
from kit.runtime import Runtime
from kit.settings import Settings
from tests.faults.house import HOUSE, Agency, Critic, sing, wait_until
from tests.kit.test_operations import past_the_guard


def found(findings):
    """By what was looked at: whether it is well, and what is told and advised."""
    return {one.what: (one.well, f"{one.told} {one.advice}".strip()) for one in findings}


class TestTheBroker:
    def test_an_inbox_that_somebody_receives_from_is_well_and_another_is_not(self, house):
        house.run(house.receiver(house.critic))
        wait_until(lambda: doctor.depths(house.url, [Critic])["critic.inbox"] == (0, 1), "the critic receives")
        told = found(doctor.of_broker(house.url, HOUSE))
        assert told == {
            "broker": (True, "answers"),
            "queue critic.inbox": (True, "0 messages, 1 receivers"),
            "queue agency.inbox": (False, "0 messages, 0 receivers Nobody receives: start agency."),
        }

    def test_a_queue_that_is_not_there_is_a_fault(self, amqp_url):
        assert found(doctor.of_broker(amqp_url, [Critic]))["queue critic.inbox"] == (
            False,
            "is missing Run `atrium migrate`.",
        )

    def test_a_broker_that_is_away_is_the_only_fault_told_of_it(self):
        (finding,) = doctor.of_broker("amqp://guest:guest@127.0.0.1:1//", HOUSE)
        assert (finding.well, finding.advice) == (False, "Is RabbitMQ up, and is ATRIUM_AMQP_URL right?")


class TestDatabases:
    def test_one_that_is_away_is_the_only_fault_told_of_it(self, clock):
        away = Runtime(Agency, Database("postgresql+psycopg://nobody@127.0.0.1:1/none"), clock)
        (finding,) = doctor.of_database(away)
        assert finding.told.startswith("does not answer: ")
        assert finding.advice == "Is the server up, and is ATRIUM_DATABASE_URL right?"

    def test_their_clocks_are_held_against_this_machines(self, house, monkeypatch):
        assert doctor.of_clock("agency", house.agency.database).well
        monkeypatch.setattr(doctor, "SKEW", timedelta(0))
        strict = doctor.of_clock("agency", house.agency.database)
        assert (strict.well, strict.advice) == (False, "Set both machines' clocks by NTP.")

    def test_an_audit_trail_that_was_altered_is_a_fault(self, house):
        sing(house.agency, "alto")
        assert doctor.of_audit(house.agency).told == "is whole"
        with house.agency.work() as work:
            past_the_guard(work.session)
            work.session.connection().exec_driver_sql("UPDATE audit_lines SET caller = 'nobody'")
        altered = doctor.of_audit(house.agency)
        assert (altered.well, altered.told) == (False, "was altered at line 1")


class TestTheWholeHouse:
    @pytest.fixture
    def settings(self, amqp_url, tmp_path):
        return Settings(amqp_url=amqp_url, var=tmp_path, now=datetime(2026, 12, 7, 1, 0, tzinfo=UTC))

    def test_broker_calendar_disk_and_a_moved_clock_are_looked_at(self, settings):
        told = found(doctor.examine(settings, []))
        assert list(told) == ["broker", "calendar", "disk", "clock"]
        assert told["clock"] == (True, "moved by ATRIUM_NOW to 2026-12-07T01:00:00+00:00")
