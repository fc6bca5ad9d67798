"""The register is checked from the command line (LEAD-3)."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gateway.cli.main import atrium
from gateway.house import open_runtimes, prepare
from kit.settings import read_settings
from tests.engineering.house import House
from tests.leads.builders import LI_QIANG, a_person, an_estate, register


@pytest.mark.rule("LEAD-3")
class TestVerify:
    @pytest.fixture
    def leads(self, tmp_path, monkeypatch):
        for name, value in {"ATRIUM_VAR": str(tmp_path / "var"), "ATRIUM_LOG_LEVEL": "ERROR"}.items():
            monkeypatch.setenv(name, value)
        settings = read_settings()
        runtimes = open_runtimes(settings)
        prepare(settings, runtimes)
        house = House(runtimes["leads"])
        house.hear(an_estate(), a_person(LI_QIANG))
        yield house
        for runtime in runtimes.values():
            runtime.database.close()

    def verify(self):
        return CliRunner().invoke(atrium, ["register", "verify"])

    def test_a_whole_register_is_said_to_be_so(self, leads):
        register(leads)
        told = self.verify()
        assert (told.exit_code, told.output.startswith("The register is whole: 1 entries")) == (0, True)

    def test_a_row_altered_with_plain_sql_is_named(self, leads):
        one = register(leads)
        with leads.runtime.database.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER register_no_update"))
            connection.execute(text("UPDATE register SET day = '2026-01-01'"))
        told = self.verify()
        assert (told.exit_code, f"Entry 1, of registration {one['number']}, was altered" in told.output) == (1, True)
