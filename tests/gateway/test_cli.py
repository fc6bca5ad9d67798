"""The command line, beside a house or without one."""

import json
import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from gateway.cli import folder
from gateway.cli.main import atrium
from gateway.house import open_runtimes, prepare
from gateway.models import Person
from kit.audit import audit_lines
from kit.caller import Cause
from kit.settings import read_settings
from kit.tables import inbox, outbox
from services.property.events import EstateOpened


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The folder of an empty house, its databases up to date."""
    settings = read_settings({"ATRIUM_VAR": str(tmp_path_factory.mktemp("prepared") / "var")})
    runtimes = open_runtimes(settings)
    prepare(settings, runtimes)
    for runtime in runtimes.values():
        runtime.database.close()
    return settings.var


@pytest.fixture
def settings(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "var")
    return read_settings({"ATRIUM_VAR": str(tmp_path / "var"), "ATRIUM_LOG_LEVEL": "ERROR"})


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("ATRIUM_VAR", str(settings.var))
    monkeypatch.setenv("ATRIUM_LOG_LEVEL", "ERROR")

    def command(*words: str, status: int = 0) -> str:
        result = CliRunner().invoke(atrium, words)
        assert result.exit_code == status, result.output
        return result.output

    return command


@pytest.fixture
def parked(settings):
    """An event that notify could not handle."""
    runtime = open_runtimes(settings, ["notify"])["notify"]
    with runtime.work() as work:
        row = {"type": "property.unit_changed.v1", "subject": "unit_change/1", "correlation_id": "c-1", "body": "{}"}
        state = {"event_id": "e-1", "state": "parked", "attempts": 8, "error": "ValueError: no such thing"}
        work.session.execute(insert(inbox).values(**row, **state, received_at=work.now, due_at=work.now))
    return runtime


def state_of(runtime) -> tuple[str, str | None]:
    with runtime.look() as work:
        return tuple(work.session.execute(select(inbox.c.state, inbox.c.note)).one())


class TestParked:
    def test_they_are_listed_with_their_error(self, run, parked):
        assert "property.unit_changed.v1 about unit_change/1" in run("parked", "list")
        assert "no such thing" in run("parked", "list", "notify")

    def test_one_is_shown_with_its_payload(self, run, parked):
        assert "body: {}" in run("parked", "show", "notify", "1")

    @pytest.mark.parametrize("which", [["1"], ["--all"], ["--type", "property.unit_changed.v1"]])
    def test_one_a_type_or_all_are_sent_again(self, run, parked, which):
        assert "1 sent again" in run("parked", "again", "notify", *which)
        assert state_of(parked)[0] == "pending"

    @pytest.mark.parametrize("which", [[], ["1", "--all"], ["--all", "--type", "t"]])
    def test_which_are_meant_is_said_once(self, run, parked, which):
        assert "Give one of" in run("parked", "again", "notify", *which, status=2)

    def test_one_is_discarded_with_a_reason(self, run, parked):
        run("parked", "discard", "notify", "1", "--reason", "handled by hand")
        assert state_of(parked) == ("discarded", "command-line: handled by hand")

    def test_what_is_not_parked_is_said_so(self, run):
        assert "Error" in run("parked", "show", "notify", "77", status=1)


class TestReplayAndTrace:
    @pytest.fixture
    def said(self, settings):
        runtime = open_runtimes(settings, ["property"])["property"]
        with runtime.work(cause=Cause("c-42")) as work:
            work.announce(EstateOpened(estate_id="e1", name="云栖中心", timezone="Asia/Shanghai"))
        return runtime

    def test_a_replay_is_asked_for(self, run, said):
        now = said.clock.now()
        since, until = (now + timedelta(hours=hours) for hours in (-1, 1))
        told = run("replay", "property", "contracts", "--since", since.isoformat(), "--until", until.isoformat())
        assert "is asked for" in told

    def test_nobody_is_told_who_is_not_there(self, run, said):
        told = run("replay", "property", "cats", "--since", "2026-01-01T00:00", "--until", "2026-01-02T00:00", status=1)
        assert "There is no service 'cats'" in told

    def test_a_strange_year_is_refused(self, run, said):
        asked = ("replay", "property", "contracts", "--until", "2026-01-02T00:00", "--since")
        assert "年份须在 1900 至 2200 之间" in run(*asked, "0001-01-01T00:00", status=1)

    def test_a_stretch_in_which_nothing_was_said_is_refused(self, run, said):
        told = run(
            "replay", "property", "contracts", "--since", "2020-01-01T00:00", "--until", "2020-01-02T00:00", status=1
        )
        assert "没有" in told

    def test_a_trace_tells_who_has_not_heard_yet(self, run, said):
        told = run("trace", "c-42")
        assert "property said property.estate_opened.v1" in told
        assert "contracts: on its way" in told

    def test_an_unknown_trace_is_said_so(self, run):
        assert "Nobody knows" in run("trace", "nonsense", status=1)


class TestDoctor:
    def test_a_new_house_is_well(self, run):
        assert "FAULT" not in run("doctor")

    def test_parked_events_are_a_fault_with_advice(self, run, parked):
        assert "atrium parked list notify" in run("doctor", status=1)

    def test_a_database_without_its_tables_is_a_fault_with_advice(self, run, monkeypatch, tmp_path):
        monkeypatch.setenv("ATRIUM_VAR", str(tmp_path))
        (tmp_path / "deep").mkdir()
        assert "Run `atrium migrate`" in run("doctor", status=1)

    def test_events_that_nobody_sends_are_a_fault(self, run, settings):
        runtime = open_runtimes(settings, ["property"])["property"]
        row = {"event_id": "0190c0de-0000-7000-8000-000000000001", "type": "t", "routing_key": "r", "subject": "s/1"}
        with runtime.work() as work:
            old = work.now - timedelta(hours=1)
            more = {"sequence": 1, "correlation_id": "c", "at": old, "body": json.dumps({})}
            work.session.execute(insert(outbox).values(**row, **more))
        assert "is the service running" in run("doctor", status=1)


class TestUsers:
    def test_the_first_administrator_gets_a_one_time_password(self, run):
        assert len(run("user", "administrator").strip()) >= 8
        assert "administrator" in run("user", "list")
        assert "已有系统管理员" in run("user", "administrator", status=1)

    def test_a_new_password_can_be_given(self, run):
        first = run("user", "administrator")
        assert run("user", "password", "administrator") != first
        assert "There is no account" in run("user", "password", "nobody", status=1)

    @pytest.mark.rule("GATE-8")
    def test_what_is_done_to_an_account_stands_in_the_trail(self, run, settings):
        run("user", "administrator")
        run("user", "password", "administrator")
        with open_runtimes(settings, ["gateway"])["gateway"].look() as work:
            trail = work.session.execute(select(audit_lines).order_by(audit_lines.c.position)).mappings().all()
        assert [line["door"] for line in trail] == ["user administrator", "user password"]
        assert trail[1]["params"] == {"username": "administrator"}
        (change,) = trail[1]["changes"]
        assert change["table"] == "people"
        assert "$argon2" not in str(change)

    def test_beside_a_running_house_its_clock_holds(self, run, settings):
        ahead = replace(settings, now=datetime.now(UTC) + timedelta(days=400))
        with ExitStack() as held:
            held.callback(folder.let_go)
            assert folder.hold(ahead)
            run("user", "administrator")
        with open_runtimes(settings, ["gateway"])["gateway"].look() as work:
            given = work.session.execute(select(Person.password_set_at)).scalar_one()
        assert given > datetime.now(UTC) + timedelta(days=399)

    def test_a_folder_without_a_house_is_said_so(self, run, monkeypatch, tmp_path):
        (tmp_path / "empty").mkdir()
        monkeypatch.setenv("ATRIUM_VAR", str(tmp_path / "empty"))
        assert "no such table" in run("user", "list", status=1)


class TestLists:
    def test_a_list_is_looked_at_and_taken_in(self, run):
        units = "services/property/demo/units.xlsx"
        assert "created 350" in run("import", "units", units, "--preview")
        assert "created 350" in run("import", "units", units)
        assert "unchanged 350" in run("import", "units", units)

    def test_an_unknown_list_is_named(self, run):
        assert "there are" in run("import", "cats", "README.md", status=1)

    def test_a_file_that_is_no_list_is_refused(self, run):
        assert "Error" in run("import", "units", "README.md", status=1)


class TestSettings:
    def test_a_wrong_variable_is_told_in_a_sentence(self, run, monkeypatch):
        monkeypatch.setenv("ATRIUM_PROT", "1")
        assert "ATRIUM_PROT is not a setting" in run("doctor", status=1)

    def test_an_unknown_service_is_told_in_a_sentence(self, run):
        assert "There is no service 'cats'" in run("parked", "list", "cats", status=1)


class TestBackUp:
    def test_a_house_is_kept_and_brought_back_elsewhere(self, run, settings, tmp_path, monkeypatch):
        run("user", "administrator")
        assert "writes were held for" in run("backup", str(tmp_path / "kept"))
        monkeypatch.setenv("ATRIUM_VAR", str(tmp_path / "elsewhere"))
        assert run("restore", str(tmp_path / "kept")).endswith("start it.\n")
        folder.let_go()
        assert run("user", "list").startswith("administrator")

    def test_what_cannot_be_done_is_told_in_a_sentence(self, run, tmp_path):
        assert "exists already" in run("backup", str(tmp_path), status=1)
        assert "is no whole back-up" in run("restore", str(tmp_path), status=1)
        folder.let_go()

    def test_a_running_house_is_not_brought_back_over(self, run, settings, tmp_path):
        run("backup", str(tmp_path / "kept"))
        assert folder.hold(settings)
        assert "A house is running" in run("restore", str(tmp_path / "kept"), status=1)
        folder.let_go()
