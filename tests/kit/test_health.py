"""A process looked after over HTTP: it lives, it can serve, it tells its figures, and it has nothing else to say."""

from types import SimpleNamespace

import pytest
from werkzeug.test import Client

from kit.database import Database
from kit.health import Health
from kit.runtime import Runtime
from tests.kit.choir import Listener, Singers


@pytest.fixture
def engine():
    """What is told is the same whatever lies beneath: one engine will do."""
    return "sqlite"


@pytest.fixture
def host():
    return SimpleNamespace(is_ready=lambda: True, broker_is_up=lambda: None)


@pytest.fixture
def asked(runtime_of, host):
    return Client(Health([runtime_of(Singers), runtime_of(Listener)], host))


@pytest.fixture
def without_database(clock, host):
    """Of a process whose database is away."""
    return Client(Health([Runtime(Singers, Database("postgresql+psycopg://nobody@127.0.0.1:1/none"), clock)], host))


class TestReadiness:
    def test_it_is_ready_when_databases_and_services_are_there(self, asked):
        answer = asked.get("/health/ready")
        checks = {"singers database": True, "listener database": True, "services": True}
        assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": checks})

    def test_a_database_that_is_away_is_named(self, without_database):
        answer = without_database.get("/health/ready")
        assert (answer.status_code, answer.json["checks"]) == (503, {"singers database": False, "services": True})

    def test_services_that_do_not_run_are_said(self, asked, host):
        host.is_ready = lambda: False
        assert asked.get("/health/ready").json["checks"]["services"] is False

    def test_a_process_in_trouble_lives_all_the_same(self, without_database):
        assert without_database.get("/health/live").json == {"status": "live"}


class TestAddresses:
    def test_the_figures_are_for_prometheus(self, asked):
        page = asked.get("/metrics")
        assert page.content_type.startswith("text/plain")
        assert 'atrium_parked_events{service="listener"} 0.0' in page.text
        assert 'atrium_events_sent_total{service="listener"}' in page.text
        assert 'atrium_regular_work_failures_total{service="listener",work="tick"}' in page.text
        assert "atrium_broker_up" not in page.text

    @pytest.mark.parametrize("path", ["/", "/api/v1/units", "/health"])
    def test_there_are_no_others(self, asked, path):
        assert asked.get(path).status_code == 404

    @pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
    def test_they_can_only_be_read(self, asked, path):
        answer = asked.post(path)
        assert (answer.status_code, set(answer.allow)) == (405, {"GET", "HEAD"})
        assert asked.head(path).status_code == 200
