"""The compose file: a container for every service, locked down, each with its own secrets."""

import re
import stat
import subprocess

import pytest
import yaml

from gateway.house import all_services
from kit.health import Health
from kit.settings import Settings, read_settings
from tests.deploy.conftest import ROOT, as_read_inside

FILE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OVERRIDE = yaml.safe_load((ROOT / "tests" / "compose" / "override.yaml").read_text("utf-8"))
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
NAMES = [service.name for service in all_services()]
CONTAINERS = FILE["services"]


def without_defaults(environment: dict[str, str]) -> dict[str, str]:
    """What compose makes of `${NAME:-default}` where nothing is set."""
    return {variable: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value) for variable, value in environment.items()}


@pytest.mark.parametrize("name", NAMES)
class TestEachService:
    def test_it_has_a_container(self, name):
        assert CONTAINERS[name]["command"] == ["run", name]
        assert CONTAINERS[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}

    def test_it_is_given_its_own_secrets_and_can_use_them(self, name, secrets):
        container = CONTAINERS[name]
        assert [key for key in container["secrets"] if key.startswith("database_url")] == [f"database_url_{name}"]
        told = without_defaults(container["environment"])
        settings = read_settings(as_read_inside(told, secrets, only=container["secrets"]))
        assert f"//atrium_{name}:" in settings.database_of(name)
        assert (settings.production, settings.embedded) == (True, False)
        assert len(settings.direct_secret) >= 32

    def test_its_clock_can_be_moved_for_trying_it(self, name):
        assert OVERRIDE["services"][name]["environment"]["ATRIUM_PRODUCTION"] == "false"


def test_the_gateway_knows_the_way_past_the_broker_to_each_service():
    settings = read_settings({"ATRIUM_DIRECT": direct_of(CONTAINERS["gateway"]), "ATRIUM_DIRECT_SECRET": "x" * 32})
    assert [settings.direct_to(name) for name in NAMES] == [[f"http://{name}:{Settings().port}"] for name in NAMES]


def direct_of(container) -> str:
    return container["environment"]["ATRIUM_DIRECT"]


@pytest.mark.parametrize("name", ["migrate", "operator"])
def test_who_looks_after_all_knows_every_database(name, secrets):
    container = CONTAINERS[name]
    settings = read_settings(as_read_inside(container["environment"], secrets, only=container["secrets"]))
    assert set(container["secrets"]) >= {f"database_url_{one}" for one in NAMES}
    assert [settings.database_of(one) for one in NAMES]
    assert bool(settings.admin_database_url) == (name == "migrate")


@pytest.mark.parametrize("name", CONTAINERS)
class TestEachContainer:
    def test_it_may_do_little(self, name):
        container = CONTAINERS[name]
        assert container["read_only"]
        assert container["cap_drop"] == ["ALL"]
        assert container["security_opt"] == ["no-new-privileges:true"]

    def test_its_memory_and_its_logs_have_an_end(self, name):
        assert CONTAINERS[name]["mem_limit"]
        assert CONTAINERS[name]["logging"]["options"]["max-size"]

    def test_only_the_gateway_can_be_reached_from_elsewhere(self, name):
        published = CONTAINERS[name].get("ports", [])
        assert name == "gateway" or all(port.startswith("127.0.0.1:") for port in published)

    def test_what_is_mounted_is_there(self, name):
        for volume in CONTAINERS[name].get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / "deploy" / source).exists() if source.startswith(".") else source in FILE["volumes"]


class TestSecrets:
    def test_every_one_is_made(self, secrets):
        named = {re.sub(r"\$\{.*\}/", "", told["file"]) for told in FILE["secrets"].values()}
        assert named <= {path.name for path in secrets.iterdir()}

    def test_nobody_else_gets_at_them(self, secrets):
        assert stat.S_IMODE(secrets.stat().st_mode) == 0o700

    def test_no_two_are_the_same(self, secrets):
        words = re.findall(r"[0-9a-f]{48}", "".join(path.read_text() for path in secrets.iterdir()))
        passwords = {path.read_text() for path in secrets.glob("database_url_*")}
        assert len(passwords) == len(NAMES)
        assert len(set(words)) == len(NAMES) + 5

    def test_a_second_time_they_stay_as_they_are(self, secrets):
        before = {path.name: path.read_bytes() for path in secrets.iterdir()}
        subprocess.run([ROOT / "deploy" / "secrets.sh", secrets], check=True)
        assert {path.name: path.read_bytes() for path in secrets.iterdir()} == before


class TestImage:
    def test_it_listens_where_the_house_does_and_is_asked_there(self):
        assert f"EXPOSE {Settings().port}\n" in DOCKERFILE
        (path,) = re.findall(rf"http://127.0.0.1:{Settings().port}(/[a-z/]+)", DOCKERFILE)
        assert path in Health([], None).addresses()

    def test_it_runs_as_an_ordinary_user(self):
        assert re.findall(r"^(?:FROM|USER).*", DOCKERFILE, re.M)[-6:] == [
            "FROM ${PYTHON} AS house",
            "USER 10001:10001",
            "FROM house AS operator",
            "USER root",
            "USER 10001:10001",
            "FROM house",
        ]

    def test_all_its_stages_are_of_one_base(self):
        assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)) == {"${PYTHON}", "house"}
        assert "ARG PYTHON=python:3.11-slim-bookworm" in DOCKERFILE

    def test_every_package_is_pinned_by_its_hash(self):
        installs = re.findall(r"pip .*?install(?:[^\n]*\\\n)*[^\n]*", DOCKERFILE)
        assert len(installs) == 2
        assert all("--require-hashes" in line for line in installs)
        assert " ci " in "".join(re.findall(r"npm .*", DOCKERFILE))
