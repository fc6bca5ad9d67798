"""Settings: read in one place, and refused by name."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kit.settings import WrongSettings, read_settings

FULL = {"ATRIUM_AMQP_URL": "amqp://x", "ATRIUM_DATABASE_URL": "postgresql://u@h/atrium"}
SECRET = {"ATRIUM_DIRECT_SECRET": "0123456789abcdef" * 2}


class TestReading:
    def test_nothing_set_is_the_embedded_house_on_loopback(self):
        settings = read_settings({"PATH": "/bin"})
        assert settings.embedded
        assert (settings.host, settings.port) == ("127.0.0.1", 8000)

    def test_each_service_has_a_file_of_its_own(self, tmp_path):
        settings = read_settings({"ATRIUM_VAR": str(tmp_path)})
        assert settings.database_of("property") == f"sqlite:///{tmp_path}/property.db"

    @pytest.mark.parametrize(
        ("template", "url"),
        [
            ("postgresql://u:p@h/atrium", "postgresql+psycopg://u:p@h/atrium_property"),
            ("postgresql://{service}:p@h/{service}_db", "postgresql+psycopg://property:p@h/property_db"),
            ("postgres://u:p@h/atrium", "postgresql+psycopg://u:p@h/atrium_property"),
        ],
    )
    def test_each_service_has_a_database_of_its_own(self, template, url):
        settings = read_settings(FULL | {"ATRIUM_DATABASE_URL": template})
        assert settings.database_of("property") == url

    def test_a_starting_moment_may_be_counted_from_a_real_one_for_processes_to_agree(self):
        an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        told = read_settings({"ATRIUM_NOW": f"2026-12-07T09:00 since {an_hour_ago}"}).now
        assert timedelta(0) <= told - datetime(2026, 12, 7, 2, tzinfo=UTC) < timedelta(minutes=1)

    def test_a_starting_moment_without_a_zone_is_meant_in_shanghai(self):
        assert read_settings({"ATRIUM_NOW": "2026-12-07T09:00"}).now.isoformat() == "2026-12-07T09:00:00+08:00"

    def test_a_calendar_of_ones_own_is_read_at_once(self, tmp_path):
        file = tmp_path / "days.csv"
        file.write_text("2031-01-23,holiday,春节\n", "utf-8")
        assert not read_settings({"ATRIUM_CALENDAR": str(file)}).calendar.is_working_day(date(2031, 1, 23))

    def test_the_tests_own_variables_are_left_alone(self):
        assert read_settings({"ATRIUM_TEST_AMQP": "x", "ATRIUM_CRASH": "y"}).embedded


class TestTheDirectWay:
    def test_one_address_may_stand_for_all_services(self):
        settings = read_settings(FULL | SECRET | {"ATRIUM_DIRECT": "http://{service}:8000"})
        assert settings.direct_to("property") == ["http://property:8000"]

    def test_each_process_may_have_an_address_of_its_own(self):
        told = "property=http://127.0.0.1:8101, finance=http://127.0.0.1:8102,property=http://127.0.0.1:8103"
        settings = read_settings(FULL | SECRET | {"ATRIUM_DIRECT": told})
        assert settings.direct_to("property") == ["http://127.0.0.1:8101", "http://127.0.0.1:8103"]
        assert settings.direct_to("notify") == []

    def test_it_is_never_open_to_everybody(self):
        with pytest.raises(WrongSettings, match="ATRIUM_DIRECT needs ATRIUM_DIRECT_SECRET"):
            read_settings(FULL | {"ATRIUM_DIRECT": "http://{service}:8000"})

    def test_a_short_secret_is_refused_and_not_repeated(self):
        with pytest.raises(WrongSettings, match="at least 32 characters") as refused:
            read_settings(FULL | {"ATRIUM_DIRECT_SECRET": "swordfish"})
        assert "swordfish" not in str(refused.value)


class TestRefusing:
    @pytest.mark.parametrize(
        ("environment", "complaint"),
        [
            ({"ATRIUM_PROT": "80"}, "ATRIUM_PROT is not a setting"),
            ({"ATRIUM_PORT": "eighty"}, "ATRIUM_PORT='eighty'"),
            ({"ATRIUM_PORT": "70000"}, "between 1 and 65535"),
            ({"ATRIUM_NOW": "tomorrow"}, "ATRIUM_NOW"),
            ({"ATRIUM_PORT": "eighty"}, "it must be a whole number"),
            ({"ATRIUM_NOW": "2026-12-07T09:00 since lately"}, "ATRIUM_NOW"),
            ({"ATRIUM_NOW": "0001-01-01"}, "in the years 1970 to 2200"),
            ({"ATRIUM_VAR": "/etc/passwd"}, "it must be a folder"),
            ({"ATRIUM_CALENDAR": "/nowhere/days.csv"}, "ATRIUM_CALENDAR.*cannot be read"),
            ({"ATRIUM_PUBLIC_URL": "atrium.example"}, "an address such as https"),
            ({"ATRIUM_LOG_LEVEL": "LOUD"}, "one of DEBUG"),
            ({"ATRIUM_PRODUCTION": "perhaps"}, "true, false"),
            ({"ATRIUM_AMQP_URL": "http://x"}, "amqp://"),
            ({"ATRIUM_DATABASE_URL": "mysql://x/y"}, "SQLite or PostgreSQL"),
            ({"ATRIUM_DATABASE_URL": "nonsense"}, "ATRIUM_DATABASE_URL"),
            ({"ATRIUM_AMQP_URL": "amqp://x"}, "needs ATRIUM_DATABASE_URL"),
            (FULL | {"ATRIUM_DEMO_PASSWORD": "secret123"}, "ATRIUM_DEMO_PASSWORD"),
            ({"ATRIUM_PRODUCTION": "true", "ATRIUM_NOW": "2026-12-07T09:00"}, "ATRIUM_NOW moves the clock"),
        ],
    )
    def test_what_is_wrong_is_named(self, environment, complaint):
        with pytest.raises(WrongSettings, match=complaint):
            read_settings(environment)

    @pytest.mark.parametrize("variable", ["ATRIUM_DATABASE_URL", "ATRIUM_AMQP_URL"])
    @pytest.mark.parametrize("given", ["mysql://atrium:TopSecret@db/atrium", "atrium:TopSecret@db", "x://[TopSecret"])
    def test_a_complaint_repeats_no_password(self, variable, given):
        with pytest.raises(WrongSettings, match=variable) as complaint:
            read_settings({variable: given})
        assert "TopSecret" not in str(complaint.value)

    def test_everything_wrong_is_told_at_once(self):
        with pytest.raises(WrongSettings, match="(?s)ATRIUM_A .*ATRIUM_B "):
            read_settings({"ATRIUM_A": "1", "ATRIUM_B": "2"})


class TestSecretsInFiles:
    """Each secret setting may lie in a file that `<variable>_FILE` names."""

    @pytest.fixture
    def file_with(self, tmp_path):
        def write(text: str, name: str = "secret") -> str:
            (tmp_path / name).write_text(text, "utf-8")
            return str(tmp_path / name)

        return write

    def test_a_file_says_what_the_variable_would(self, file_with):
        given = {"ATRIUM_AMQP_URL_FILE": file_with("amqp://u:p@h\n"), "ATRIUM_DATABASE_URL": "postgresql://u@h/a"}
        assert read_settings(given).amqp_url == "amqp://u:p@h"

    def test_one_file_may_hold_the_template_for_all_services(self, file_with):
        settings = read_settings({"ATRIUM_DATABASE_URL_FILE": file_with("postgresql://u:p@h/atrium")})
        assert settings.database_of("property") == "postgresql+psycopg://u:p@h/atrium_property"

    def test_each_service_may_have_a_file_of_its_own(self, file_with, tmp_path):
        file_with("postgresql://keeper:p@h/units\n", "url_property")
        settings = read_settings(
            {"ATRIUM_AMQP_URL": "amqp://x", "ATRIUM_DATABASE_URL_FILE": f"{tmp_path}/url_{{service}}"}
        )
        assert settings.database_of("property") == "postgresql+psycopg://keeper:p@h/units"

    def test_a_service_without_its_file_is_told_which_is_missing(self, tmp_path):
        settings = read_settings({"ATRIUM_DATABASE_URL_FILE": f"{tmp_path}/url_{{service}}"})
        with pytest.raises(WrongSettings, match="URL_FILE: .*/url_finance cannot be read: No such file"):
            settings.database_of("finance")

    def test_a_services_own_file_is_looked_at_as_closely(self, file_with, tmp_path):
        file_with("mysql://u:TopSecret@h/units", "url_property")
        settings = read_settings({"ATRIUM_DATABASE_URL_FILE": f"{tmp_path}/url_{{service}}"})
        with pytest.raises(
            WrongSettings, match="url_property is wrong: it must be of SQLite or PostgreSQL"
        ) as complaint:
            settings.database_of("property")
        assert "TopSecret" not in str(complaint.value)

    @pytest.mark.parametrize("variable", ["ATRIUM_AMQP_URL", "ATRIUM_DATABASE_URL", "ATRIUM_ADMIN_DATABASE_URL"])
    def test_a_secret_that_is_given_twice_is_refused(self, file_with, variable):
        with pytest.raises(WrongSettings, match=f"{variable} and {variable}_FILE are both given"):
            read_settings({variable: "sqlite:///x", f"{variable}_FILE": file_with("sqlite:///y")})

    def test_a_database_for_all_and_a_file_for_each_service_are_refused_together(self):
        given = {"ATRIUM_DATABASE_URL": "postgresql://u@h/a", "ATRIUM_DATABASE_URL_FILE": "/run/{service}"}
        with pytest.raises(WrongSettings, match="ATRIUM_DATABASE_URL and ATRIUM_DATABASE_URL_FILE are both given"):
            read_settings(given)

    def test_a_file_that_is_not_there_is_named(self):
        with pytest.raises(WrongSettings, match="ATRIUM_AMQP_URL_FILE: /nowhere/amqp cannot be read: No such file"):
            read_settings({"ATRIUM_AMQP_URL_FILE": "/nowhere/amqp"})

    def test_an_empty_file_is_no_secret(self, file_with):
        with pytest.raises(WrongSettings, match="ATRIUM_AMQP_URL_FILE: .* is empty"):
            read_settings({"ATRIUM_AMQP_URL_FILE": file_with("\n")})

    def test_a_file_that_is_no_text_is_named(self, tmp_path):
        (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(WrongSettings, match="ATRIUM_AMQP_URL_FILE: .*/key is not a text in UTF-8"):
            read_settings({"ATRIUM_AMQP_URL_FILE": f"{tmp_path}/key"})

    def test_what_is_wrong_in_a_file_is_not_repeated(self, file_with):
        with pytest.raises(WrongSettings, match="ATRIUM_AMQP_URL is wrong: it must begin with amqp") as complaint:
            read_settings({"ATRIUM_AMQP_URL_FILE": file_with("http://u:TopSecret@h")})
        assert "TopSecret" not in str(complaint.value)

    @pytest.mark.parametrize("variable", ["ATRIUM_PORT_FILE", "ATRIUM_NOW_FILE"])
    def test_only_a_secret_may_lie_in_a_file(self, file_with, variable):
        with pytest.raises(WrongSettings, match=f"{variable} is not a setting"):
            read_settings({variable: file_with("1")})


@pytest.mark.rule("PROC-9")
class TestRuleNumbers:
    def test_a_rules_file_sets_numbers_by_service(self, tmp_path):
        file = tmp_path / "rules.toml"
        file.write_text("[property]\nmissing_card_price = 80\n")
        assert read_settings({"ATRIUM_RULES": str(file)}).rule_numbers() == {"property.missing_card_price": 80}

    def test_without_a_file_the_rules_own_numbers_hold(self):
        assert read_settings({}).rule_numbers() == {}

    @pytest.mark.parametrize("content", [None, "not toml ="])
    def test_a_file_that_cannot_be_read_is_named(self, tmp_path, content):
        file = tmp_path / "rules.toml"
        if content:
            file.write_text(content)
        with pytest.raises(WrongSettings, match="rules.toml"):
            read_settings({"ATRIUM_RULES": str(Path(file))}).rule_numbers()
